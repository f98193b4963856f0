import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeShared, sharedFolder } from '../support/shared';
import { noticeText } from './city';
import { chuangwen, started, stopped } from './program';

jest.setTimeout(180_000);

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-cli-'));
  const data = join(folder, 'data');
  const notice = join(folder, '通知.txt');
  beforeAll(() => writeFileSync(notice, noticeText()));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('helps, listing every command', async () => {
    const { stdout } = await chuangwen('help');
    for (const command of [
      'start',
      'demo',
      'notice',
      'verify',
      'rebuild',
      'parked',
      'status',
      'backup',
      'restore',
      'upgrade',
      'help',
    ])
      expect(stdout).toContain(command);
  });

  it('reads a notice as a page and as JSON, and says in words why it can’t', async () => {
    expect((await chuangwen('notice', notice)).stdout).toContain('桐泽市精神文明建设指导委员会办公室');
    const json = JSON.parse((await chuangwen('notice', notice, '--json')).stdout) as { measures: unknown[] };
    expect(json.measures).toHaveLength(8);
    await expect(chuangwen('notice', join(folder, '没有.txt'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('读不到文件') as string,
    });
  });

  it('reads a notice with its annexes, and says which file is which and where each task stands', async () => {
    const table = join(folder, '任务分解表.csv');
    writeFileSync(table, '序号,工作任务,责任单位,完成时限\n1,清洗护栏,市政科,6月底前\n');
    const whole = join(folder, '附表通知.txt');
    const lines = ['桐泽市园林局关于做好迎检工作的通知', '各科室：', '请按任务分解表执行。', '附件：任务分解表'];
    writeFileSync(whole, [...lines, '桐泽市园林局', '2023年5月8日'].join('\n'));
    const { stdout } = await chuangwen('notice', table, whole);
    expect(stdout).toContain('任务分解表.csv：附件1 任务分解表（按文件名）');
    expect(stdout).toContain('附表通知.txt：正文');
    expect(stdout).toMatch(/1 清洗护栏（任务分解表\.csv 第\d行）/);
    const picture = join(folder, '扫描.jpg');
    writeFileSync(picture, Buffer.from('ffd8ffe000104a46', 'hex'));
    await expect(chuangwen('notice', picture)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('文字识别') as string,
    });
  });

  it('starts on an empty folder with a one-time link; refuses a second process by name; stops when asked', async () => {
    const first = await started(
      /新的数据文件夹 New data folder[^]*?(\S+\/setup#[\w-]{40,})/,
      'start',
      '--data',
      data,
      '--port',
      '0',
    );
    expect(first.found).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#/);
    await expect(chuangwen('start', '--data', data, '--port', '0')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(String(first.child.pid)) as string,
    });
    const [origin = '', token = ''] = first.found.split('/setup#');
    const administrator = { name: '陆知秋', login: 'lu.zhiqiu', password: '春风又绿-2026' };
    const set = await fetch(`${origin}/api/identity/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, office: { name: '桐泽市文明办', level: 'city' }, administrator }),
    });
    expect(set.status).toBe(201);
    // An operator's question reaches the process that holds the folder.
    expect((await chuangwen('parked', '--data', data)).stdout).toContain('没有搁置的事件流');
    expect((await chuangwen('rebuild', 'reporting/progress@3', '--data', data)).stdout).toContain('已重建并切换');
    await expect(chuangwen('rebuild', 'reporting/nothing', '--data', data)).rejects.toMatchObject({ code: 1 });
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('verifies a folder at rest', async () => {
    const { stdout } = await chuangwen('verify', '--data', data);
    expect(stdout).toContain('哈希链与版本号已核对');
    expect(stdout).toContain('全部一致');
    expect(statSync(join(data, 'keys.db')).mode & 0o077).toBe(0);
    expect(stdout).not.toContain('✗');
  });

  it('gives an administrator who forgot the password a code, of a folder at rest too, and it is used at the next start', async () => {
    await expect(chuangwen('reset-administrator', 'nobody', '--data', data)).rejects.toMatchObject({ code: 1 });
    const { stdout } = await chuangwen('reset-administrator', 'lu.zhiqiu', '--data', data);
    const code = /One-time code: (\S+)/.exec(stdout)?.[1] ?? '';
    const server = await started(/(http:\/\/\S+)/, 'start', '--data', data, '--port', '0');
    const use = () =>
      fetch(`${server.found}/api/identity/sessions/one-time`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'lu.zhiqiu', code, password: '春风又绿-2027' }),
      });
    expect((await use()).status).toBe(201);
    expect((await use()).status).toBe(401);
    expect(await stopped(server)).toBe(0);
  });

  it('finds no data where there is none, and makes none', async () => {
    const typo = join(folder, 'typo');
    await expect(chuangwen('verify', '--data', typo)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('没有创文的数据') as string,
    });
    expect(existsSync(typo)).toBe(false);
  });

  it.each([
    [['notice'], '缺少参数 files', 'Missing required argument'],
    [['strat'], '没有命令 strat，是不是 start？', 'Unknown command'],
    [['start', '--prot', '1'], '没有选项 --prot，是不是 --port？', 'Unknown option'],
    [['start', 'x'], '参数太多：应有 0 个，给了 1 个', 'Too many arguments'],
    [['start', '--port'], '缺少内容', 'Option'],
  ])('says in both languages what is wrong with the line %j', async (line, zh, en) => {
    const refused = chuangwen(...line).then(() => ({ code: 0, stderr: '' }));
    const { code, stderr } = await refused.catch((error: { code: number; stderr: string }) => error);
    const [first, second] = stderr.split('\n');
    expect([code, first]).toEqual([1, expect.stringContaining(zh)]);
    expect(second).toContain(en);
  });

  it('helps in both languages, and tells its version', async () => {
    const { stdout } = await chuangwen('demo', '--help');
    for (const words of ['用法 Usage:', '参数 Arguments:', '选项 Options:', '（默认 default: 20）', '显示帮助'])
      expect(stdout).toContain(words);
    expect((await chuangwen('--version')).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('starts nothing in a folder of something else, and leaves nothing where the port is taken', async () => {
    const documents = join(folder, '文件');
    mkdirSync(documents);
    writeFileSync(join(documents, '指南.md'), '# 指南\n');
    await expect(chuangwen('start', '--data', documents, '--port', '0')).rejects.toMatchObject({
      stderr: expect.stringMatching(/不是创文的数据[^]*no Chuangwen data/) as string,
    });
    expect(readdirSync(documents)).toEqual(['指南.md']);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refused = chuangwen('start', '--data', join(folder, 'd2'), '--port', String(port));
    await expect(refused).rejects.toMatchObject({
      stderr: expect.stringMatching(/端口已被占用[^]*The port is in use/) as string,
    });
    other.close();
    expect(existsSync(join(folder, 'd2'))).toBe(false);
  });

  it('reads every notice that is given before it builds the demo, and names the one it can’t read', async () => {
    const bad = join(folder, '照片.png');
    writeFileSync(bad, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await expect(chuangwen('demo', '--once', '--data', join(folder, 'demo'), notice, bad)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^读不了 照片\.png，演示没有开始[^]*Can’t read 照片\.png/) as string,
    });
    expect(existsSync(join(folder, 'demo'))).toBe(false);
  });

  it('names the setting that is wrong', async () => {
    await expect(chuangwen('start', '--data', data, '--port', 'many')).rejects.toMatchObject({
      stderr: expect.stringContaining('CHUANGWEN_PORT') as string,
    });
  });

  it('won’t load the demo into a folder that holds something else', async () => {
    await expect(chuangwen('demo', '--once', '--data', folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('不会动它') as string,
    });
  });
});

describeShared('the main job: the demo city and both real notices, in under 90 seconds', () => {
  it('carries them through the whole round and prints what was understood and the report', async () => {
    const data = mkdtempSync(join(tmpdir(), 'chuangwen-demo-'));
    const seeds = ['000_99a715892424c4d2.txt', '004_47b6143a9e6aca29.txt'].map((name) =>
      join(sharedFolder!, 'seeds', name),
    );
    const { stdout } = await chuangwen('demo', '--once', '--data', join(data, 'city'), ...seeds);
    expect(stdout.match(/报表：按单位/g)).toHaveLength(3);
    expect(stdout.match(/领导小组/g)!.length).toBeGreaterThanOrEqual(3);
    for (const line of [
      /整体沿用，.*一步生效/,
      /导回：改动 2 行/,
      /只存一份/,
      /退回 1 行单独改报/,
      /审定并锁定；.*核对无误/,
    ])
      expect(stdout).toMatch(line);
    // Other tests share these cores, so the processor's time is the measure here, not the clock's.
    expect(Number(/全部完成.*处理器 ([\d.]+) 秒/.exec(stdout)?.[1])).toBeLessThan(90);
    rmSync(data, { recursive: true, force: true });
  }, 480_000);
});
