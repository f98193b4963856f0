import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOVE_KILL_POINTS } from '@chuangwen/ports';
import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { chuangwen } from '../journeys/program';
import { caughtUp, holdings, PASSPHRASE, Places, setUpOffice } from './world';

jest.setTimeout(600_000);

const root = join(__dirname, '../..');
const PLACES = [
  ...MOVE_KILL_POINTS.filter((point) => point !== 'export-written'),
  // In the middle of what comes often.
  ...['import-let-in@3', 'append-before-commit', 'append-after-commit@2'],
];

/** Kills a program that moves a tenant at each named place, and has it do the same again. */
describe('killed', () => {
  const places = new Places();
  let city: City;
  let tenant: string;
  let wanted: string[];

  const options = () => ['--passphrase-file', places.at('passphrase')];
  const into = (folder: string) => [
    ...['import', places.at('bureau.export'), '--under', '临江县文明办', '--data', places.at(folder)],
    ...options(),
  ];
  const killed = (place: string, ...args: string[]) =>
    new Promise<NodeJS.Signals | number | null>((resolve) => {
      const env = { ...process.env, CHUANGWEN_KILL_AT: place };
      const program = join(root, 'services/standalone/bin/chuangwen');
      spawn('sh', [program, ...args], { cwd: root, env, stdio: 'ignore' }).once('exit', (code, signal) =>
        resolve(signal ?? code),
      );
    });
  /** With an office that the tenant is to stand under. */
  const made = (folder: string) => cpSync(places.at('office'), places.at(folder), { recursive: true });
  /** What is the tenant's, without what another run of the same says of itself: when, and by which office. */
  const own = async (folder: string) => {
    const platform = await places.platform(folder);
    await caughtUp(platform);
    const lines = await holdings(platform, tenant);
    await places.closed(platform);
    return lines.filter((line) => !/ view organisations /.test(line));
  };

  beforeAll(async () => {
    writeFileSync(places.at('passphrase'), PASSPHRASE);
    city = await openCity('jiaotong');
    const bureau = agency(city.office, '交通运输局');
    tenant = bureau.tenantId;
    const { tasks } = await ownCampaign(bureau, '占道经营整治', ['清理人行道', '规范停车位']);
    const [task] = tasks;
    const leadUnit = bureau.sections[0]!.organisationId;
    await bureau.clerk.visitor.post(`/api/task/tasks/${task!.taskId}/assignment`, { leadUnit });
    await places.exported(city.server.platform, tenant, 'bureau.export');
    const office = await places.platform('office');
    await setUpOffice(office, '临江县文明办', 'linjiang');
    await places.closed(office);
    made('once');
    await chuangwen(...into('once'));
    wanted = await own('once');
    expect(wanted.length).toBeGreaterThan(80);
  });
  afterAll(async () => {
    await city.close();
    await places.close();
  });

  it.each(PLACES)('at %s, an import done again ends as if it had never been broken off', async (place) => {
    const folder = place.replace('@', '-');
    made(folder);
    expect(await killed(place, ...into(folder))).toBe('SIGKILL');
    const { stdout } = await chuangwen(...into(folder));
    expect(stdout).toContain('迁入完成 Done');
    expect(await own(folder)).toEqual(wanted);
    rmSync(places.at(folder), { recursive: true, force: true });
  });

  it('before the file has its name, an export leaves none of that name', async () => {
    const [file, folder] = [places.at('cut.export'), ['--data', places.at('once')]];
    expect(await killed('export-written', 'export', tenant, file, ...folder, ...options())).toBe('SIGKILL');
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(places.home).filter((name) => name.startsWith('cut.export.partial-'))).toHaveLength(1);
    await chuangwen('export', tenant, file, ...folder, ...options());
    expect(existsSync(file)).toBe(true);
  });
});
