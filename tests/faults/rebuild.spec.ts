import type { View } from '@chuangwen/platform';
import { breaches } from './invariants';
import { ledgers, OFFICE, type LedgerEntry } from './ledger';
import { describeGrounds, openGround } from './ground';
import { World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

/** The same view with a mistake: it forgets every second entry. */
const mistaken: View = {
  ...ledgers,
  evolve: (entry, event, id) => (event.meta.version % 2 === 0 ? entry : ledgers.evolve(entry, event, id)),
};

async function fill(world: World, from: number, many: number): Promise<void> {
  for (let id = from; id < from + many; id += 20)
    await Promise.all(
      [...Array(20).keys()].map((i) =>
        world.add({ id: id + i, ledgerId: `l${(id + i) % 7}`, amount: 1 + ((id + i) % 90) }),
      ),
    );
}

describeGrounds('F19: a view with a mistake', (on, mode) => {
  /** Before the mistake is seen, seven ledgers. */
  const early = mode === 'distributed' ? 140 : 420;

  it('is built anew beside while the old one stays readable and commands go on, and is then what a replay gives', () =>
    on(async (ground) => {
      const wrong = await (await World.open(ground, { ledgers: mistaken })).start();
      await fill(wrong, 0, early);
      await wrong.settled();
      const before = (await wrong.ledgers.get('bureau', 'l1')) as LedgerEntry;
      expect(before.versions).toHaveLength(early / 14);
      await wrong.stop();

      const world = await (await World.open(ground)).start();
      expect(await world.ledgers.get('bureau', 'l1')).toEqual(before); // the mistake is still there
      let building = true;
      const reads: (LedgerEntry | null)[] = [];
      const reading = (async () => {
        for (; building; await new Promise((next) => setImmediate(next)))
          reads.push(await world.ledgers.get('bureau', 'l1'), await world.ledgers.get(OFFICE, 'l1'));
      })();
      const writing = fill(world, early, 140);
      const events = await world.projectors.ledgers.rebuild();
      await writing;
      await world.settled();
      building = false;
      await reading;

      expect(events).toBeGreaterThanOrEqual(early);
      expect(reads.length).toBeGreaterThan(20);
      expect(reads.filter((found) => found === null)).toEqual([]);
      expect(reads[0]?.versions.length).toBe(early / 14);
      expect((await world.ledgers.get('bureau', 'l1'))?.versions).toHaveLength(early / 7 + 20);
      expect(await breaches(world, new Map())).toEqual([]);
      await world.stop();
    }));

  it('is mended for one tenant only, and what others addressed to it is not lost', () =>
    on(async (ground) => {
      const wrong = await (await World.open(ground, { ledgers: mistaken })).start();
      await fill(wrong, 0, 140);
      await wrong.settled();
      await wrong.stop();

      const world = await (await World.open(ground)).start();
      const writing = fill(world, 140, 140);
      await world.projectors.ledgers.rebuild({ tenant: OFFICE });
      await writing;
      await world.settled();
      expect((await world.ledgers.get(OFFICE, 'l1'))?.versions).toHaveLength(40);
      expect((await world.ledgers.get('bureau', 'l1'))?.versions).toHaveLength(30);
      await world.projectors.ledgers.rebuild({ tenant: 'bureau' });
      expect(await breaches(world, new Map())).toEqual([]);
      await world.stop();
    }));

  it('was being built when the process died: the live one is whole, and the next build begins anew', () =>
    on(async (ground) => {
      const world = await (await World.open(ground)).start();
      await fill(world, 0, 60);
      await world.settled();
      await world.stop();
      // What a death half-way leaves behind: a few rows of a second generation.
      const storage = await openGround(ground);
      const beside = { view: 'ledgers', generation: 2 };
      await storage.ports('ledger').views.commit(beside, {
        documents: [{ tenant: 'bureau', id: 'half', body: { half: true }, index: {} }],
        counters: [{ tenant: 'bureau', group: 'all', key: 'all', day: '2026-04-28', add: { sum: 5 } }],
        positions: [{ topic: 'ledger', partition: 0, next: 40 }],
        seen: [],
      });
      await storage.close();

      const again = await (await World.open(ground)).start();
      expect(again.projectors.ledgers.ref.generation).toBe(1);
      expect(await again.ledgers.get('bureau', 'l1')).toMatchObject({ versions: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
      await again.projectors.ledgers.rebuild();
      expect(await again.ledgers.get('bureau', 'half')).toBeNull();
      expect(await breaches(again, new Map())).toEqual([]);
      await again.stop();
    }));
});
