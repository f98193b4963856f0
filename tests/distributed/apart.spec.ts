import { setTimeout as pause } from 'node:timers/promises';
import { demoCity, loadCity, playRound, SERVICES, type LoadedTenant } from '@chuangwen/standalone';
import { random } from '../faults/random';
import { noticeText, until } from '../journeys/city';
import { startApart, type Apart } from '../support/apart';
import { breachesApart, WorkApart } from './work-apart';

jest.setTimeout(400_000);

type Report = { totals: { tasks: number; accepted: number } };

/** MongoDB keeps rows of a view locked for a minute for who died while writing them: until then it can't be read whole (s). */
const LET_GO = 70;
/** A stop takes less (ms), `runService` says. */
const STOPPED = 10_000;

describe('every service apart, in two processes each, nginx before them', () => {
  let apart: Apart;
  let office: LoadedTenant;
  let work: WorkApart;
  const dice = random(20260428);

  beforeAll(async () => {
    apart = await startApart(2);
  });
  afterAll(async () => {
    await work?.stop();
    await apart?.close();
  });

  const gone = new Set<number>();
  const living = (service: string) => apart.listening().filter((one) => one.service === service && !gone.has(one.pid));
  const signal = (pid: number, by: 'SIGKILL' | 'SIGTERM') => {
    process.kill(pid, by);
    gone.add(pid);
  };
  const allListen = (count: number) =>
    until(
      async () => apart.listening().filter(({ service }) => service !== 'site').length,
      (listening) => listening >= count,
      90,
    );

  it('plays a round of work through the proxy', async () => {
    const { url, setupToken } = apart;
    const whole = demoCity();
    const city = { ...whole, below: whole.below.filter(({ code }) => code === 'shuili') };
    office = await loadCity(url, { setupLink: { open: async () => setupToken } }, city, () => undefined);
    const notice = { name: '演示通知.txt', bytes: Buffer.from(noticeText()), ours: true };
    const { campaignId } = await playRound(office, notice, () => undefined);
    const report = `/api/reporting/campaigns/${campaignId}/report?by=unit`;
    const { totals } = await until(
      () => office.clerk.visitor.get<Report>(report),
      (now) => now.totals.tasks > 10 && now.totals.accepted > 0,
      120,
    );
    expect(totals.tasks).toBeGreaterThan(10);
    work = await WorkApart.begin(url, office, whole.administrator.login!, campaignId);
    await work.goesOn(3);
  });

  it('F2: answers all that is asked while processes of every service are killed by -9, now one, now both', async () => {
    let listening = SERVICES.length * 2;
    for (const both of [false, true]) {
      for (const service of SERVICES) {
        await pause(dice(1_500));
        const killed = living(service).slice(both ? 0 : 1);
        for (const { pid } of killed) signal(pid, 'SIGKILL');
        listening += killed.length;
      }
      await allListen(listening);
    }
    await work.goesOn(5);
    expect(work.again).toBeGreaterThan(0);
    expect(work.wrong).toEqual([]);
    expect(apart.ends().map(({ by }) => by)).toEqual(Array(SERVICES.length * 3).fill('SIGKILL'));
  });

  it('F20: loses nothing when processes are told to stop under load, each of which ends in time and in order', async () => {
    const before = apart.ends().length;
    const ended = () => apart.ends().slice(before);
    const told = performance.now();
    for (const service of SERVICES) signal(living(service)[0]!.pid, 'SIGTERM');
    await until(
      async () => ended().length,
      (many) => many === SERVICES.length,
      60,
    );
    expect(performance.now() - told).toBeLessThan(STOPPED);
    await work.goesOn(3);
    await work.stop();
    expect(
      ended()
        .map(({ service, by }) => `${service} ${by}`)
        .sort(),
    ).toEqual(SERVICES.map((one) => `${one} 0`).sort());
    expect(work.wrong).toEqual([]);
  });

  it('shows all of it to who asks, and in the end nothing is lost, doubled or out of order', async () => {
    const { visitor } = office.clerk;
    const { requests } = await visitor.get<{ requests: readonly unknown[] }>('/api/reporting/requests?limit=1');
    expect(requests).toHaveLength(1);
    const told = performance.now();
    await apart.close();
    expect(performance.now() - told).toBeLessThan(2 * STOPPED); // the proxy first, then all others at once
    for (const service of SERVICES) expect(work.answered[service].size).toBeGreaterThan(8);
    const found = await until(
      () => breachesApart(apart.settings, work.answered),
      (breaches) => breaches.length === 0,
      LET_GO,
    );
    expect(found).toEqual([]);
  });
});
