import { setTimeout as pause } from 'node:timers/promises';
import { ServiceRuntime } from '@chuangwen/platform';
import { campaignFrom, cityOn, dataOf, done, planOf, type Person } from './testing/city';
import { openStage, type Stage } from './testing/stage';

/** Recipients: `RECIPIENTS=1000 npm test -- thousand` takes half a minute. */
const MANY = Number(process.env['RECIPIENTS'] ?? 100);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.end());

/** With the command's token: what it gave is counted before it is asked how far it is. */
const waited = async (person: Person, path: string, token: string): Promise<Record<string, unknown>> => {
  for (let tries = 0; ; tries += 1) {
    const data = dataOf<Record<string, unknown>>(await person.get(`${path}?token=${encodeURIComponent(token)}`));
    if (data['done'] === true || tries > 600) return data;
    await pause(100);
  }
};

it('issues to many agencies at once, has all units take over at once, in a minute', async () => {
  const { city } = await cityOn(stage);
  const name = (i: number) => `bureau-${String(i).padStart(4, '0')}`;
  for (let i = 0; i < MANY; i += 1) await stage.tenant(name(i), `桐泽市第${i}局`, 'agency', ['office-tz']);
  for (let i = 0; i < MANY; i += 1) await stage.organisation('office-tz', `unit-${i}`, `第${i}科`, 'office-tz-root');
  const { campaignId, planId } = await campaignFrom(city);
  const issue = () => city.post(`/campaigns/${campaignId}/issue`, { all: true });

  let started = performance.now();
  const issued = await done<{ to: unknown[] }>(issue());
  const accepted = performance.now() - started;
  expect(issued.answer.to).toHaveLength(MANY + 2);
  expect(await waited(city, `/plans/${planId}/progress`, issued.token)).toMatchObject({
    given: MANY + 2,
    opened: MANY + 2,
    done: true,
  });
  const all = performance.now() - started;
  const agency = stage.person(name(MANY - 1), 'p-last', `${name(MANY - 1)}-root`);
  const there = dataOf<{ planId: string }[]>(
    await agency.until('/plans', ({ body }) => (body.data as unknown[]).length === 1),
  );
  expect((await planOf(agency, there[0]?.planId ?? '')).items).toHaveLength(5);

  started = performance.now();
  const { token } = await done(city.post(`/plans/${planId}/units/take-over`, { way: 'whole' }));
  const asked = performance.now() - started;
  expect(await waited(city, `/plans/${planId}/progress`, token)).toMatchObject({
    asked: MANY,
    taken: MANY,
    done: true,
  });
  const taken = performance.now() - started;

  started = performance.now();
  await done(city.post(`/campaigns/${campaignId}/withdrawal`, { reason: '重新印发' }));
  const { children } = dataOf<{ children: unknown[] }>(
    await city.until(
      `/plans/${planId}/coverage`,
      ({ body }) => (body.data as { totals: { children: number } }).totals.children === 0,
    ),
  );
  expect(children).toHaveLength(2 * MANY + 2);
  const gone = performance.now() - started;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  process.stdout.write(
    `${MANY} recipients: accepted in ${seconds(accepted)} s, plans opened in ${seconds(all)} s; taking over accepted in ${seconds(asked)} s, in force in ${seconds(taken)} s; withdrawn in ${seconds(gone)} s\n`,
  );
  expect(accepted).toBeLessThan(2_000);
  // A thousand in a minute, and as many fewer in as much less.
  for (const took of [all, taken, gone]) expect(took).toBeLessThan(60 * Math.max(MANY, 100));
}, 300_000);

it('does for three times as many three times the work, and no more', async () => {
  const city = stage.person('office-tz', 'p-lin', 'office-tz-root');
  const name = (i: number) => `office-side-${i}`;
  for (let i = 0; i < 90; i += 1) await stage.tenant(name(i), `桐泽市第${i}局`, 'agency', ['office-tz']);
  const runtime = stage.app.get(ServiceRuntime);
  const quiet = async () => {
    while ((await runtime.lags()).some(({ lag }) => lag > 0)) await pause(20);
  };
  /** Streams read and documents loaded or found until all is done. */
  const work = async (tenants: string[]): Promise<number> => {
    const { campaignId } = await campaignFrom(city);
    await quiet();
    const { events, views } = stage.ports;
    const [read, load, find] = [jest.spyOn(events, 'read'), jest.spyOn(views, 'load'), jest.spyOn(views, 'find')];
    await done(city.post(`/campaigns/${campaignId}/issue`, { tenants }));
    await quiet();
    const found = await Promise.all(find.mock.results.map(async ({ value }) => ((await value) as unknown[]).length));
    const loaded = load.mock.calls.reduce((sum, [, refs]) => sum + refs.length, 0);
    const total = read.mock.calls.length + loaded + found.reduce((sum, count) => sum + count, 0);
    for (const spy of [read, load, find]) spy.mockRestore();
    return total;
  };
  const ids = Array.from({ length: 90 }, (_, i) => name(i));
  const [few, many] = [await work(ids.slice(0, 30)), await work(ids)];
  expect(few).toBeGreaterThan(30);
  expect(many).toBeLessThan(3.3 * few);
}, 120_000);
