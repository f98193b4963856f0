import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from './index';
import { emptyFolder } from './testing/folders';
import { runChild } from './testing/run-child';

/** kill -9 alone shows nothing about the disk: here every sync is seen, and made to fail. */
describe('an acknowledgement follows a sync of the disk', () => {
  let folder: ReturnType<typeof emptyFolder>;
  let shim: string;
  beforeAll(() => {
    folder = emptyFolder();
    shim = join(folder.path, 'sync-shim.so');
    const compile = ['-shared', '-fPIC', '-O1', '-o', shim, join(__dirname, 'testing/sync-shim.c'), '-ldl'];
    let cc = spawnSync('cc', compile);
    if (cc.error) {
      // A bare machine: Debian's compiler, where we may install it.
      spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev']);
      cc = spawnSync('cc', compile);
    }
    if (cc.error)
      throw new Error('This test needs a C compiler: install gcc or clang (Debian: apt-get install gcc libc6-dev)');
    if (cc.status !== 0) throw new Error(String(cc.stderr));
  }, 300_000);
  afterAll(() => folder.remove());

  async function run(inFlight: number) {
    const data = join(folder.path, `data-${inFlight}`);
    const log = join(folder.path, `log-${inFlight}`);
    const env = { LD_PRELOAD: shim, SHIM_LOG: log, SHIM_FAIL: join(folder.path, `fail-${inFlight}`) };
    const child = runChild([data, String(inFlight)], { file: 'durability-child.ts', env });
    expect(await child.ended).toBe('SIGKILL');
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines.at(-1)).toBe('end');
    return { data, lines, of: (what: string) => lines.filter((line) => line.startsWith(`${what} `)) };
  }

  async function expectVersions(data: string, lanes: number, version: number) {
    const storage = await openEmbedded(data);
    const { events } = storage.ports('task');
    for (let lane = 0; lane < lanes; lane += 1) {
      expect((await events.read({ tenant: 'red', stream: `lane-${lane}` })).version).toBe(version);
    }
    expect(await storage.integrity()).toEqual([]);
    await storage.close();
  }

  it('one by one: after the last write to the WAL comes a sync, and only then the answer', async () => {
    const { data, lines, of } = await run(1);
    let written = 0;
    let synced = true;
    for (const line of lines) {
      if (line === 'wrote events.db-wal') [written, synced] = [written + 1, false];
      if (line === 'synced events.db-wal') synced = true;
      if (line.startsWith('ack')) expect([line, synced]).toEqual([line, true]);
    }
    expect(written).toBeGreaterThan(0);
    expect(of('ack')).toHaveLength(6);
    expect(of('refused')).toEqual(['refused 0 6 StorageUnavailable io']);
    expect(of('failed').length).toBeGreaterThan(0);
    await expectVersions(data, 1, 6);
  });

  it('64 at once: they share syncs, and none is answered before one', async () => {
    const { data, lines, of } = await run(64);
    expect(of('ack')).toHaveLength(6 * 64);
    expect(of('refused')).toHaveLength(64);
    expect(of('refused').every((line) => line.endsWith('StorageUnavailable io'))).toBe(true);
    const syncs = lines.flatMap((line, at) => (line === 'synced events.db-wal' ? [at] : []));
    expect(syncs.length).toBeLessThan(6 * 64);
    for (const [at, line] of lines.entries()) {
      if (!line.startsWith('ack')) continue;
      const asked = lines.lastIndexOf(line.replace('ack', 'ask'), at);
      expect([line, syncs.some((sync) => sync > asked && sync < at)]).toEqual([line, true]);
    }
    await expectVersions(data, 64, 6);
  });
});
