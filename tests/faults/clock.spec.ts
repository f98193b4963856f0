import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openEmbedded } from '@chuangwen/adapters-embedded';
import { dayOf } from '@chuangwen/platform';
import { Hands, JUMPS } from './clocks';
import { breaches } from './invariants';
import { add, refOf } from './ledger';
import { describeEmbedded, describeGrounds, inFolder } from './ground';
import { eventsOf, World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

const HOUR = 3600_000;
const until = async (so: () => Promise<boolean>) => {
  for (let tries = 0; tries < 400; tries += 1, await pause(50)) if (await so()) return;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeGrounds('F14: a clock that jumps', (on, mode) => {
  it.each(JUMPS.slice(0, mode === 'distributed' ? 2 : JUMPS.length).map((jump) => [jump] as const))(
    'from %j: order is by version, views are what a replay gives, days are those of the recording',
    ([from, ...by]) =>
      on(async (ground) => {
        const hands = new Hands(new Date(from));
        const world = await (await World.open(ground, { clock: hands })).start();
        const recorded: string[] = [];
        for (const [id, ms] of [0, ...by].entries()) {
          hands.turn(ms);
          recorded.push(hands.at.toISOString());
          await world.add({ id, ledgerId: 'l1', amount: 60 });
        }
        await world.settled();
        const events = (await eventsOf(world.services.ledger)).filter(({ stream }) => stream === refOf('l1').stream);
        expect(events.map(({ version }) => version)).toEqual(recorded.map((_, at) => at + 1));
        expect(events.map(({ recordedAt }) => recordedAt)).toEqual(recorded);
        expect(recorded).not.toEqual([...recorded].sort());
        expect(await world.ledgers.get('bureau', 'l1')).toMatchObject({ versions: recorded.map((_, at) => at + 1) });
        // As of each day: what was recorded on it or before, in whichever order it came.
        for (const day of new Set(recorded.map((at) => dayOf(at)))) {
          const [sum] = await world.ledgers.sum('bureau', 'all', { until: day });
          expect([day, sum?.values['entries']]).toEqual([day, recorded.filter((at) => dayOf(at) <= day).length]);
        }
        expect(await breaches(world, new Map())).toEqual([]);
        await world.stop();
      }),
  );

  it('differs between two writers by an hour: one stream, no gap, nothing lost', () =>
    on(async (ground) => {
      const world = await (await World.open(ground)).start();
      const now = new Date('2026-04-28T15:30:00.000Z');
      const writers = [world.writer(new Hands(now)), world.writer(new Hands(new Date(now.getTime() + HOUR)))];
      for (let id = 0; id < 20; id += 1)
        await Promise.all(writers.map((writer, i) => add(writer, { id: 2 * id + i, ledgerId: 'l1', amount: 5 })));
      await world.settled();
      const events = await eventsOf(world.services.ledger);
      expect(events.map(({ version }) => version)).toEqual([...Array(40).keys()].map((at) => at + 1));
      expect(new Set(events.map(({ recordedAt }) => dayOf(recordedAt)))).toEqual(new Set(['2026-04-28', '2026-04-29']));
      expect(await breaches(world, new Map())).toEqual([]);
      await world.stop();
    }));

  // A data folder is of one process.
  if (mode === 'distributed')
    it('differs between two nodes by an hour, which write the same streams and share their consumers', () =>
      on(async (ground) => {
        const now = new Date('2026-04-28T15:30:00.000Z');
        const clocks = [new Hands(now), new Hands(new Date(now.getTime() + HOUR))];
        const nodes = await Promise.all(clocks.map((clock) => World.open(ground, { clock })));
        const acknowledged = new Map();
        await Promise.all(nodes.map((node) => node.start()));
        for (let id = 0; id < 60; id += 2)
          await Promise.all(
            nodes.map(async (node, i) => {
              const command = { id: id + i, ledgerId: `l${id % 6}`, amount: 45 + (id % 12) };
              acknowledged.set(command.id, { command, outcome: await node.add(command) });
            }),
          );
        const [first, second] = nodes as [World, World];
        await first.settled();
        const days = Map.groupBy(await eventsOf(first.services.ledger), ({ recordedAt }) => dayOf(recordedAt));
        expect([...days].map(([day, events]) => [day, events.length]).sort()).toEqual([
          ['2026-04-28', 30],
          ['2026-04-29', 30],
        ]);
        await second.stop();
        expect(await breaches(first, acknowledged)).toEqual([]);
        await first.stop();
      }));
});

describeEmbedded('F14: a clock that jumps, and what falls due', () => {
  const closing: (() => Promise<void>)[] = [];
  const after = (close: () => Promise<void>) => closing.push(close);
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('lets a due job run once, not before its time, whichever way it goes, and across a restart', () =>
    inFolder(async (folder) => {
      const hands = new Hands(new Date('2028-02-28T20:00:00.000Z'));
      const ran: string[] = [];
      const open = async () => {
        const storage = await openEmbedded(folder, { clock: () => hands.now() });
        const { jobs } = storage.ports('task');
        await jobs.work('remind', async ({ key }) => void ran.push(key));
        return { storage, jobs };
      };
      let { storage, jobs } = await open();
      after(() => storage.close()); // a job that waits keeps the process
      const at = (iso: string) => ({ queue: 'remind', tenant: 'bureau', key: iso, at: iso, data: {} });
      const [first, second] = ['2028-02-28T21:00:00.000Z', '2028-02-29T21:00:00.000Z'];
      for (const iso of [first, second]) await jobs.schedule(at(iso));
      hands.turn(-HOUR);
      await pause(600);
      expect(ran).toEqual([]);
      hands.turn(2 * HOUR);
      await until(async () => (await jobs.waiting('remind')).length === 1);
      expect(ran).toEqual([first]);
      hands.turn(-2 * HOUR); // its time comes a second time
      expect(await jobs.schedule(at(first))).toBe(false);
      await pause(600);
      await storage.close();
      ({ storage, jobs } = await open());
      hands.turn(3 * HOUR);
      await pause(1000);
      expect(ran).toEqual([first]);
      hands.turn(24 * HOUR); // the leap day has its own
      await until(async () => ran.length > 1);
      expect(ran).toEqual([first, second]);
      await until(async () => (await jobs.waiting('remind')).length === 0);
      await storage.close();
    }));

  it('stands in any time zone, with summer time or without: the same days, the same bytes', async () => {
    const root = join(__dirname, '../..');
    const args = [
      '-C',
      '@chuangwen/source',
      '-r',
      require.resolve('@swc-node/register'),
      join(__dirname, 'zone-child.ts'),
    ];
    const played: string[] = [];
    const offsets: string[] = [];
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Pacific/Kiritimati']) {
      const env = { ...process.env, TZ: zone, NODE_OPTIONS: '' };
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
      played.push(stdout);
      offsets.push(stderr.trim());
    }
    expect(offsets).toEqual(['-480 -480', '240 300', '-120 -60', '-840 -840']);
    expect(played[0]!.split('\n').length).toBeGreaterThan(25);
    for (const other of played.slice(1)) expect(other).toBe(played[0]);
  });
});
