import { demoCity, loadCity, playRound } from '@chuangwen/standalone';
import { noticeText, until } from '../journeys/city';
import { startApart, type Apart } from '../support/apart';

jest.setTimeout(400_000);

type Report = { totals: { tasks: number; accepted: number } };

describe('every service apart, in two processes each, nginx before them', () => {
  let apart: Apart;
  beforeAll(async () => {
    apart = await startApart(2);
  });
  afterAll(() => apart?.close());

  it('plays a round of work through the proxy', async () => {
    const { url, setupToken } = apart;
    const whole = demoCity();
    const city = { ...whole, below: whole.below.filter(({ code }) => code === 'shuili') };
    const office = await loadCity(url, { setupLink: { open: async () => setupToken } }, city, () => undefined);
    const notice = { name: '演示通知.txt', bytes: Buffer.from(noticeText()), ours: true };
    const { campaignId } = await playRound(office, notice, () => undefined);
    const report = `/api/reporting/campaigns/${campaignId}/report?by=unit`;
    const { totals } = await until(
      () => office.clerk.visitor.get<Report>(report),
      (now) => now.totals.tasks > 10 && now.totals.accepted > 0,
      120,
    );
    expect(totals.tasks).toBeGreaterThan(10);
  });

  it('starts a service again that was killed', async () => {
    const tasks = () => apart.listening().filter(({ service }) => service === 'task');
    expect(tasks()).toHaveLength(2);
    process.kill(tasks()[0]!.pid, 'SIGKILL');
    await until(
      async () => tasks().length,
      (many) => many === 3,
      60,
    );
  });
});
