import { hashOf, NO_HASH } from '@chuangwen/contracts';
import { openEmbedded, type KillPoint } from './index';
import { someCommand } from './testing/commands';
import { emptyFolder } from './testing/folders';
import { runChild } from './testing/run-child';

/** Kills a process that writes, opens its folder here, and compares with what it had acknowledged. */
describe('killed while it writes', () => {
  let folder: ReturnType<typeof emptyFolder>;
  beforeEach(() => {
    folder = emptyFolder();
  });
  afterEach(() => folder.remove());

  /** lane → versions that were acknowledged. */
  function acknowledged(lines: readonly string[]): Map<number, number[]> {
    const lanes = new Map<number, number[]>();
    for (const line of lines) {
      const [what, lane, version] = line.split(' ');
      if (what === 'ack') lanes.set(Number(lane), [...(lanes.get(Number(lane)) ?? []), Number(version)]);
    }
    return lanes;
  }

  async function expectNothingLost(lines: readonly string[], lanes: number): Promise<void> {
    const storage = await openEmbedded(folder.path);
    const { events } = storage.ports('task');
    try {
      for (let lane = 0; lane < lanes; lane += 1) {
        const ref = { tenant: 'red', stream: `lane-${lane}` };
        const slice = await events.read(ref);
        const versions = slice.events.map(({ version }) => version);
        expect(versions).toEqual(versions.map((_, at) => at + 1));
        const acks = acknowledged(lines).get(lane) ?? [];
        expect(slice.version).toBeGreaterThanOrEqual(acks.at(-1) ?? 0);
        expect(slice.version).toBeLessThanOrEqual((acks.at(-1) ?? 0) + 1); // at most the one in work
        let previous = NO_HASH;
        for (const event of slice.events) {
          expect(Buffer.from(event.previousHash).equals(previous)).toBe(true);
          expect(Buffer.from(event.hash).equals(hashOf(event))).toBe(true);
          previous = event.hash;
        }
        // The client sends again what it has no answer for, and all before: each has one effect.
        for (let version = 0; version <= (acks.at(-1) ?? 0); version += 1)
          await events.append(ref, someCommand(lane, version));
        expect((await events.read(ref)).version).toBe((acks.at(-1) ?? 0) + 1);
      }
      expect(await storage.integrity()).toEqual([]);
    } finally {
      await storage.close();
    }
  }

  const points: [KillPoint, number, number][] = [
    ['append-begin', 1, 9],
    ['append-before-commit', 1, 9],
    ['append-after-commit', 1, 9],
    ['append-begin', 16, 5],
    ['append-before-commit', 16, 5],
    ['append-after-commit', 16, 5],
  ];
  it.each(points)('at %s with %i in flight: what was acknowledged is there, once', async (point, inFlight, passage) => {
    const child = runChild([folder.path, 'append', String(inFlight), '100000'], {
      env: { CHUANGWEN_KILL_AT: `${point}@${passage}` },
    });
    expect(await child.ended).toBe('SIGKILL');
    await expectNothingLost(child.lines, inFlight);
  });

  it('at any moment, again and again on one folder', async () => {
    const lines: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const child = runChild([folder.path, 'append', '8', '1000000']);
      await child.says('ack');
      await new Promise((resolve) => setTimeout(resolve, 20 + 60 * round));
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      lines.push(...child.lines);
    }
    expect(lines.filter((line) => line.startsWith('ack')).length).toBeGreaterThan(50);
    await expectNothingLost(lines, 8);
  }, 60_000);

  it.each(['view-before-commit@6', 'view-after-commit@6'])(
    'at %s: a view and its offset step together',
    async (point) => {
      const child = runChild([folder.path, 'project', '1', '1000'], { env: { CHUANGWEN_KILL_AT: point } });
      expect(await child.ended).toBe('SIGKILL');
      const storage = await openEmbedded(folder.path);
      const { views } = storage.ports('task');
      const view = { view: 'tasks', generation: 1 };
      const { next } = (await views.positions(view))[0]!;
      expect(next).toBe(point.startsWith('view-before') ? 5 : 6);
      expect(await views.load(view, [{ tenant: 'red', id: 'last' }])).toEqual([{ n: next }]);
      expect(await views.sum(view, ['red'], 'g', {})).toEqual([{ tenant: 'red', key: 'k', values: { n: next } }]);
      await storage.close();
    },
  );
});
