import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeEngines, startRedis, type Engine } from '.';
import { closeRun, openRun } from './run.mjs';

const root = resolve(__dirname, '../..');
const here = process.env['CHUANGWEN_TEST_RUN'];
const runs: string[] = [];

/** A run of this spec's own, beside the one it is part of. */
async function ownRun(): Promise<string> {
  runs.push(await openRun());
  return runs.at(-1) ?? '';
}
/** Groups of processes that have to be gone, also where a test of that fails. */
const interrupted: number[] = [];
afterEach(async () => {
  for (const group of interrupted.splice(0)) if (lives(-group)) process.kill(-group, 'SIGKILL');
  for (const run of runs.splice(0)) if (existsSync(run)) await closeRun(run);
  process.env['CHUANGWEN_TEST_RUN'] = here;
});

describeEngines('A test run', () => {
  it('starts an engine once, however many of its processes ask at the same time', async () => {
    const run = await ownRun();
    const answers = await askedAtOnce(3);
    expect(answers[0]).toEqual({ url: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:/), from: 'local' });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(readdirSync(join(run, 'started'))).toHaveLength(1);
  });

  it('takes a URL that it is given, and starts nothing', async () => {
    const run = await ownRun();
    const given = { url: 'redis://127.0.0.1:1', from: 'environment' };
    expect(await asked({ CHUANGWEN_TEST_REDIS: given.url })).toEqual(given);
    expect(readdirSync(join(run, 'started'))).toEqual([]);
  });

  it('tells everybody the same where an engine can’t be had, and what to install', async () => {
    await ownRun();
    const path = mkdtempSync(join(tmpdir(), 'chuangwen-no-programs-'));
    try {
      const [first, second] = [await asked({ PATH: path }), await asked()];
      expect(first).toEqual({ error: expect.stringMatching(/redis-server.*apt-get install redis-server/) });
      expect(second).toEqual(first);
    } finally {
      rmSync(path, { recursive: true });
    }
  });

  it('fails by name where it was asked for containers, or for no engines', async () => {
    await ownRun();
    const nowhere = { CHUANGWEN_TEST_ENGINES: 'containers', DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    expect(await asked(nowhere)).toEqual({
      error: 'Redis: CHUANGWEN_TEST_ENGINES=containers, but no Docker engine answers.',
    });
    await ownRun();
    expect(await asked({ CHUANGWEN_TEST_ENGINES: 'none' })).toEqual({
      error: expect.stringContaining('without engines'),
    });
  });

  it('ends what it started, takes the data away, and says what was used', async () => {
    const run = await ownRun();
    await asked();
    const { pid } = await startRedis();
    for (const file of ['MongoDB', 'MongoDB-a'])
      writeFileSync(
        join(run, `${file}.json`),
        JSON.stringify({ name: 'MongoDB', from: 'local', standIn: 'SecantusDB 1' }),
      );
    expect(await closeRun(run)).toEqual([
      '引擎 engines: MongoDB local, Redis local',
      expect.stringContaining('MongoDB was stood in for by SecantusDB 1'),
    ]);
    expect(await gone(pid)).toBe(true);
    expect(existsSync(run)).toBe(false);
  });

  it('ends what an earlier run left that could not end it itself', async () => {
    const left = await ownRun();
    const { pid } = await startRedis();
    writeFileSync(join(left, 'owner'), '999999999');
    await ownRun();
    expect(await gone(pid)).toBe(true);
    expect(existsSync(left)).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends what it started when it is interrupted by %s', async (signal) => {
    const fixture = ['--testMatch', '**/interrupted.fixture.ts'];
    const test = spawn(process.execPath, [join(root, 'tools/test.mjs'), ...fixture], { cwd: root, detached: true });
    interrupted.push(test.pid ?? 0);
    let said = '';
    const told = new Promise<RegExpExecArray>((resolve) => {
      const hear = (chunk: Buffer) => {
        const engine = /engine (\d+) of (.+)/.exec((said += chunk));
        if (engine) resolve(engine);
      };
      test.stdout.on('data', hear);
      test.stderr.on('data', hear);
    });
    const [, pid, run = ''] = await told;
    expect([lives(Number(pid)), existsSync(run)]).toEqual([true, true]);
    test.kill(signal);
    await new Promise((resolve) => test.once('exit', resolve));
    expect(said.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
    expect([await gone(Number(pid)), existsSync(run)]).toEqual([true, false]);
  });
});

const asked = async (env?: Record<string, string>) => (await askedAtOnce(1, env))[0];

/** What other processes of the run are handed as its Redis, all asking at the same moment. */
async function askedAtOnce(count: number, env: Record<string, string> = {}): Promise<(Engine | { error: string })[]> {
  const args = [
    '-C',
    '@chuangwen/source',
    '-r',
    require.resolve('@swc-node/register'),
    join(__dirname, 'testing-child.ts'),
  ];
  const plain = { CHUANGWEN_TEST_REDIS: '', CHUANGWEN_TEST_ENGINES: 'local' };
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...plain, ...env } });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) expect((await lines.next()).value).toBe('ready');
  for (const { child } of children) child.stdin.write('now');
  return Promise.all(children.map(async ({ lines }) => JSON.parse(String((await lines.next()).value))));
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A killed process counts as there until its parent has taken note, which takes a moment. */
async function gone(pid: number): Promise<boolean> {
  for (let n = 0; n < 100 && lives(pid); n += 1) await sleep(50);
  return !lives(pid);
}
