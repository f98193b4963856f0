import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@chuangwen/standalone';
import { noticeText, until } from './city';
import { chuangwen, started, stopped, type Started } from './program';

jest.setTimeout(180_000);

const root = join(__dirname, '../..');
const administrator = { name: '魏明远', login: 'weimingyuan', password: 'tongze-2026-秋天' };

describe('a backup of a running platform', () => {
  const home = mkdtempSync(join(tmpdir(), 'chuangwen-backup-'));
  const at = (name: string) => join(home, name);
  let server: Started;
  let url: string;
  let admin: Visitor;
  /** Names of units whose founding was acknowledged, in that order. */
  const acknowledged: string[] = [];
  let founding = true;
  let work: Promise<unknown>;

  beforeAll(async () => {
    server = await started(/(http:\/\/\S+\/setup#[\w-]{40,})/, 'start', '--data', at('data'), '--port', '0');
    const [base = '', token = ''] = server.found.split('/setup#');
    url = base;
    await new Visitor(url).setUp({ token, office: { name: '桐泽市文明办', level: 'city' }, administrator });
    admin = await Visitor.signIn(url, administrator.login, administrator.password);
    await admin.post('/api/campaign/notices', { text: noticeText() });
    const { principal } = await admin.get<{ principal: { root: string } }>('/api/identity/me');
    const lane = async (n: number) => {
      const own = await Visitor.signIn(url, administrator.login, administrator.password);
      for (let i = 0; founding; i += 1) {
        const name = `巡查${n}组${i}队`;
        await own.post('/api/identity/organisations', { name, kind: 'section', parent: principal.root });
        acknowledged.push(name);
      }
    };
    work = Promise.all([0, 1, 2, 3].map(lane));
    await until(
      async () => acknowledged.length,
      (count) => count > 20,
    );
  });
  afterAll(async () => {
    founding = false;
    await stopped(server);
    rmSync(home, { recursive: true, force: true });
  });

  it('is made while commands run, elsewhere restored, and verified equal: nothing acknowledged before it is missing', async () => {
    const before = acknowledged.length;
    const { stdout } = await chuangwen('backup', at('backup'), '--data', at('data'));
    expect(stdout).toMatch(/备份完成 Done/);
    founding = false;
    await work;
    expect(acknowledged.length).toBeGreaterThan(before);

    const restored = await chuangwen('restore', at('backup'), '--data', at('other'));
    expect(restored.stdout).toContain('每个文件的哈希都相符');
    expect(restored.stdout).toMatch(/campaign：1 条事件流，\d+ 个事件，[1-9]/);
    expect(restored.stdout).toContain('核对完毕：全部一致');
    expect(restored.stdout).not.toContain('✗');

    const other = await started(/(http:\/\/\S+)/, 'start', '--data', at('other'), '--port', '0');
    try {
      const visitor = await Visitor.signIn(other.found, administrator.login, administrator.password);
      const listed = JSON.stringify(await visitor.get('/api/identity/organisations'));
      for (const name of acknowledged.slice(0, before)) expect(listed).toContain(name);
      // Signed out meanwhile, for all a backup knows: sessions end with a restore.
      const session = new Visitor(other.found);
      Object.assign(session, { session: (admin as unknown as { session: string }).session });
      await expect(session.get('/api/identity/me')).rejects.toMatchObject({ problem: { status: 401 } });
    } finally {
      await stopped(other);
    }
  });

  it('that is killed leaves nothing behind once the platform is looked at again', async () => {
    await chuangwen('restore', at('backup'), '--data', at('fifth'));
    const program = [join(root, 'services/standalone/bin/chuangwen'), 'backup', at('cut'), '--data', at('fifth')];
    const env = { ...process.env, CHUANGWEN_KILL_AT: 'backup-copied' };
    expect(spawnSync('sh', program, { cwd: root, env }).status).not.toBe(0);
    const left = () => readdirSync(home).filter((name) => name.startsWith('cut'));
    expect(left()).toEqual([expect.stringMatching(/^cut\.partial-/)]);
    expect((await chuangwen('status', '--data', at('fifth'))).stdout).toMatch(/没有做完的备份已清除.*cut\.partial-/);
    expect(left()).toEqual([]);
  });

  it('whose server is killed says so, and what a copy of the data was named after it stays', async () => {
    await chuangwen('restore', at('backup'), '--data', at('r2.partial'));
    await chuangwen('backup', at('r2'), '--data', at('r2.partial'));
    expect((await chuangwen('verify', '--data', at('r2.partial'))).stdout).toContain('全部一致');
    const program = join(root, 'services/standalone/bin/chuangwen');
    const doomed = spawn('sh', [program, 'start', '--data', at('r2.partial'), '--port', '0'], {
      cwd: root,
      env: { ...process.env, CHUANGWEN_KILL_AT: 'backup-copied' },
    });
    const over = new Promise((resolve) => doomed.once('close', resolve));
    await new Promise<void>((resolve) =>
      doomed.stdout.on('data', (said: Buffer) => {
        if (String(said).includes('http://')) resolve();
      }),
    );
    const told = chuangwen('backup', at('r3'), '--data', at('r2.partial'));
    await expect(told).rejects.toMatchObject({ code: 1 });
    const { stdout, stderr } = (await told.catch((error: unknown) => error)) as { stdout: string; stderr: string };
    expect(stdout + stderr).toMatch(/平台在执行途中停止了[^]*The server ended while this was being done/);
    expect(stdout + stderr).not.toMatch(/aborted/);
    await over;
    expect(existsSync(at('r3'))).toBe(false);
  });

  it('overwrites nothing, is refused into a folder that holds something, and when a byte of it changed', async () => {
    await expect(chuangwen('backup', at('backup'), '--data', at('data'))).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✗ .*备份不会覆盖它/) as string,
    });
    for (const command of [['start', '--port', '0'], ['status'], ['verify']])
      await expect(chuangwen(...command, '--data', at('backup'))).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/是一份备份[^]*npx chuangwen restore/) as string,
      });
    await expect(chuangwen('restore', at('backup'), '--data', at('other'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/恢复只写入空文件夹[^]*writes into an empty one only/) as string,
    });
    const file = join(at('backup'), 'identity/events.db');
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 4;
    writeFileSync(file, bytes);
    await expect(chuangwen('restore', at('backup'), '--data', at('third'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('identity/events.db') as string,
    });
    expect(readdirSync(at('third'))).toEqual([]);
  });

  it('is made by the clock while the server runs, the newest are kept, and the plan outlives a restart', async () => {
    await chuangwen('backup', at('nightly'), '--every', '1d', '--keep', '2', '--data', at('data'));
    const made = () => (existsSync(at('nightly')) ? readdirSync(at('nightly')) : []);
    await until(
      async () => made(),
      (names) => names.some((name) => /^chuangwen-\d{8}T\d{6}Z$/.test(name)),
    );
    const { stdout } = await chuangwen('status', '--data', at('data'));
    expect(stdout).toMatch(/定时备份到 .*nightly，每 1 天，保留 2 份；上次 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    await expect(chuangwen('backup', at('x'), '--every', 'soon', '--data', at('data'))).rejects.toMatchObject({
      stdout: expect.stringContaining('1d（天）') as string,
    });

    expect(await stopped(server)).toBe(0);
    // A day later, as far as the plan can tell.
    const plan = JSON.parse(readFileSync(join(at('data'), 'backups.json'), 'utf8')) as { last: { at: string } };
    plan.last.at = new Date(Date.parse(plan.last.at) - 86_400_000).toISOString();
    writeFileSync(join(at('data'), 'backups.json'), JSON.stringify(plan));
    const [first] = made();
    server = await started(/(http:\/\/\S+)/, 'start', '--data', at('data'), '--port', '0');
    await until(
      async () => made().filter((name) => !name.includes('.partial-')).length,
      (count) => count === 2,
    );
    expect(made()).toContain(first);
    expect((await chuangwen('restore', join(at('nightly'), first!), '--data', at('fourth'))).stdout).toContain(
      '全部一致',
    );
  });
});
