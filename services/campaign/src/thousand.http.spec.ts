import { setTimeout as pause } from 'node:timers/promises';
import { campaignFrom, cityOn, dataOf, done, planOf, type Person } from './testing/city';
import { openStage, type Stage } from './testing/stage';

/** Recipients: `RECIPIENTS=1000 npm test -- thousand` takes half a minute. */
const MANY = Number(process.env['RECIPIENTS'] ?? 300);
/** For a thousand; what is done for each may take as long whatever their number. */
const ALLOWED_MS = 60_000;

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

it('issues to hundreds of agencies at once, has all units take over at once, and the work grows with their number only', async () => {
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
  for (const took of [all, taken, gone]) expect(took).toBeLessThan((ALLOWED_MS * MANY) / 1000);
}, 300_000);
