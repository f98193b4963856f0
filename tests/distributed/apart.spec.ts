import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { demoCity, loadCity, playRound } from '@chuangwen/standalone';
import { engines, freePort } from '../engines';
import { noticeText, until } from '../journeys/city';
import { engineSettings } from '../support/distributed';

jest.setTimeout(400_000);

const root = join(__dirname, '../..');
type Report = { totals: { tasks: number; accepted: number } };

/** `npm run start:distributed`: two processes of each service, nginx before them. */
describe('every service apart', () => {
  let program: ChildProcess;
  let url: string;
  let said = '';
  const saysSoon = (what: RegExp) =>
    until(
      async () => what.exec(said),
      (found) => found !== null,
      120,
    );
  const pidsOf = () => [...said.matchAll(/^(\w+) \| \{.*"message":"it listens".*"pid":(\d+)/gm)];

  beforeAll(async () => {
    await engines.nginx();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const settings = { ...(await engineSettings()), CHUANGWEN_PORT: String(port) };
    const args = [join(root, 'services/standalone/bin/chuangwen'), 'start-distributed', '--instances', '2'];
    program = spawn('sh', args, { cwd: root, env: { ...process.env, ...settings } });
    for (const stream of [program.stdout!, program.stderr!]) stream.on('data', (text) => (said += String(text)));
    await saysSoon(/Chuangwen is running/);
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => program.once('close', resolve));
    program.kill('SIGTERM');
    await ended;
  });

  it('plays a round of work through the proxy', async () => {
    const token = (await saysSoon(/\/setup#([\w-]+)/))![1]!;
    await until(
      async () => (await fetch(`${url}/api/identity/me`).catch(() => null))?.status,
      (status) => status === 401,
      120,
    );
    const whole = demoCity();
    const city = { ...whole, below: whole.below.filter(({ code }) => code === 'shuili') };
    const office = await loadCity(url, { setupLink: { open: async () => token } }, city, () => undefined);
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
    const task = pidsOf().filter(([, name]) => name === 'task');
    expect(task).toHaveLength(2);
    process.kill(Number(task[0]![2]), 'SIGKILL');
    await until(
      async () => pidsOf().filter(([, name]) => name === 'task').length,
      (many) => many === 3,
      60,
    );
  });
});
