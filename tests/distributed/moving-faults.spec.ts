import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTenant, PrincipalTickets, SystemClock, type Installation } from '@chuangwen/platform';
import { configuration, distributedOnly, keyFor, openEngines } from '@chuangwen/runtime';
import { installationOf, type Refused, serve, Services, SERVICES, type Server } from '@chuangwen/standalone';
import { chuangwenWith } from '../journeys/program';
import { atWork, BUREAU, HEAD, signedIn, type Worker } from '../moving/bureau';
import { caughtUp, holdings, PASSPHRASE, Places, setUpOffice } from '../moving/world';
import { engineSettings, serveOnEngines, type Served } from '../support/distributed';

jest.setTimeout(300_000);

const root = join(__dirname, '../..');
const OFFICE = '桐泽市文明办';

/** Into engines whose services run in another process. */
describe('an import into a platform on engines', () => {
  const places = new Places();
  let settings: Record<string, string>;
  let laptop: Server;
  let city: Served;
  let bureau: Worker & { tenant: string };
  let wanted: string[];

  const asked = (file = 'bureau.export') => [
    ...['import', places.at(file), '--under', OFFICE, '--as-agency'],
    ...['--passphrase-file', places.at('passphrase')],
  ];
  const imported = async (file?: string) => (await chuangwenWith(settings, ...asked(file))).stdout;
  const refused = (work: Promise<string>) =>
    work.then(
      (said) => Promise.reject(new Error(`not refused: ${said}`)),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
  const killed = (place: string) =>
    new Promise<NodeJS.Signals | number | null>((resolve) => {
      const env = { ...process.env, ...settings, CHUANGWEN_KILL_AT: place };
      const program = join(root, 'services/standalone/bin/chuangwen');
      spawn('sh', [program, ...asked()], { cwd: root, env, stdio: 'ignore' }).once('exit', (code, signal) =>
        resolve(signal ?? code),
      );
    });
  /** The office placed it, so the register goes on here. */
  const own = async (platform: Services) =>
    (await holdings(platform, bureau.tenant)).filter((line) => !/ view organisations /.test(line));

  beforeAll(async () => {
    writeFileSync(places.at('passphrase'), PASSPHRASE);
    writeFileSync(places.at('another'), '渡口的老榕树下有八级石阶');
    laptop = await serve({ folder: places.at('laptop'), port: 0, host: '127.0.0.1' });
    await setUpOffice(laptop.platform, BUREAU, HEAD.login, HEAD.password);
    bureau = await atWork(laptop.url);
    await places.exported(laptop.platform, bureau.tenant, 'bureau.export');
    wanted = await own(laptop.platform);
    settings = await engineSettings();
    city = await serveOnEngines(distributedOnly(configuration(settings)));
    await setUpOffice(city.platform, OFFICE, 'wenming');
  });
  afterAll(async () => {
    await Promise.all([laptop.close(), city.close()]);
    await places.close();
  });

  it('with a wrong passphrase, or of a damaged file, writes nothing', async () => {
    const before = await holdings(city.platform);
    const wrong = asked().with(-1, places.at('another'));
    expect(await refused(chuangwenWith(settings, ...wrong).then(({ stdout }) => stdout))).toMatch(/口令不对/);
    const bytes = readFileSync(places.at('bureau.export'));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(places.at('damaged.export'), bytes);
    expect(await refused(imported('damaged.export'))).toMatch(/不完整或被改动过/);
    expect(await holdings(city.platform)).toEqual(before);
  });

  it('that is killed half-way lets nobody in, and is whole when it is done again', async () => {
    expect(await killed('import-register')).toBe('SIGKILL');
    await expect(signedIn(city.url)).rejects.toMatchObject({ problem: { status: 401 } });
    const said = await imported();
    expect(said).toContain(`迁入完成 Done：“${BUREAU}”`);
    await caughtUp(city.platform);
    expect(await own(city.platform)).toEqual(wanted);
  });

  it('asked for twice at once: one waits for the other, and both are whole', async () => {
    copyFileSync(places.at('bureau.export'), places.at('copy.export'));
    const said = await Promise.all([imported(), imported('copy.export')]);
    for (const one of said) expect(one).toContain('迁入完成 Done');
    expect(said.filter((one) => one.includes('正在进行另一次导出或导入'))).toHaveLength(1);
    await caughtUp(city.platform);
    expect(await own(city.platform)).toEqual(wanted);
  });

  it('of a tenant with people at work shuts the doors of every process before it writes', async () => {
    const settled = distributedOnly(configuration(settings));
    const tickets = new PrincipalTickets(keyFor(settled.secret, 'tickets'));
    const storage = await openEngines(settled, SERVICES);
    const operator = await Services.on(storage, { clock: new SystemClock(), tickets, atRest: false });
    try {
      const { head } = await signedIn(city.url);
      const status = () =>
        head.send('GET', '/api/identity/me').then(
          () => 200,
          (error: Refused) => error.problem.status,
        );
      const { register, ...rest } = installationOf(operator);
      const seen: number[] = [];
      const watched = Object.create(register, {
        arriving: {
          value: async (who: string, file: string) => {
            seen.push(await status());
            await register.arriving(who, file);
            seen.push(await status());
          },
        },
      }) as Installation['register'];
      const order = { file: places.at('bureau.export'), passphrase: PASSPHRASE, placement: null };
      await importTenant({ ...rest, register: watched }, order, () => undefined);
      expect(seen).toEqual([200, 401]);
      expect(await status()).toBe(200);
    } finally {
      await operator.close();
    }
  });
});
