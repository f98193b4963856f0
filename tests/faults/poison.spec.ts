import type { NewEvent } from '@chuangwen/contracts';
import type { View } from '@chuangwen/platform';
import { breaches } from './invariants';
import { ledgers, refOf, storedByHand } from './ledger';
import { describeGrounds } from './ground';
import { World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

const parkedAt = { topic: 'ledger', ...refOf('bad') };

async function inject(world: World, more: Partial<NewEvent>): Promise<void> {
  const ref = refOf('bad');
  const { version } = await world.services.ledger.events.read(ref);
  const event = storedByHand({ id: 500 + version, ledgerId: 'bad', amount: 3 }, more);
  await world.services.ledger.events.append(ref, { expectedVersion: version, events: [event], receipt: null });
}

async function others(world: World): Promise<void> {
  for (let id = 0; id < 12; id += 1) await world.add({ id, ledgerId: `l${id % 3}`, amount: 30 + id * 5 });
}

describeGrounds('F7: an event that can’t be taken', (on) => {
  it.each<[string, Partial<NewEvent>, RegExp]>([
    ['bytes that are no JSON', { data: Buffer.from([0x7b, 0xff, 0x00, 0x22]) }, /SyntaxError/],
    ['a type that nobody knows', { type: 'entry.conjured' }, /entry\.conjured v1 is not known/],
    ['a version from the future', { schemaVersion: 9 }, /entry\.added v9 is not known/],
    [
      'a field sealed by somebody else',
      {
        data: Buffer.from(
          JSON.stringify({
            ledgerId: 'bad',
            amount: 3,
            clerk: { $sealed: 'SM4', subject: 'document:bad', nonce: '', box: '' },
          }),
        ),
      },
      /Error/,
    ],
  ])('%s parks its stream with the reason, and the others go on', (_, fault, reason) =>
    on(async (ground) => {
      const world = await (await World.open(ground)).start();
      const keyOfBad = await world.services.ledger.keys.obtain('bureau', 'document:bad');
      expect(keyOfBad).not.toBeNull();
      await inject(world, {});
      await inject(world, fault);
      await inject(world, {});
      await others(world);
      await world.settled();

      const { ledgers: projector, copies } = world.projectors;
      for (const parked of [await projector.parked(), await world.workflow.parked()]) {
        expect(parked).toMatchObject([{ ...parkedAt, version: 2, attempts: 3 }]);
        expect(parked[0]!.reason).toMatch(reason);
      }
      expect(await copies.parked()).toEqual([]);
      expect(await world.ledgers.get('bureau', 'bad')).toMatchObject({ versions: [1] });
      for (const id of ['l0', 'l1', 'l2'])
        expect(await world.ledgers.get('bureau', id)).toMatchObject({ versions: [1, 2, 3, 4] });
      expect(await world.ledgers.freshness([], ['bureau'])).toMatchObject({ parked: 1 });
      expect(await world.ledgers.freshness([], ['street'])).toMatchObject({ parked: 0 });

      // What comes later waits behind it, across a restart too.
      await inject(world, {});
      await world.settled();
      await world.stop();
      const again = await (await World.open(ground)).start();
      await inject(again, {});
      await again.settled();
      const waiting = await again.services.ledger.views.parkedEvents(again.projectors.ledgers.ref, parkedAt);
      expect(waiting.map(({ version }) => version)).toEqual([2, 3, 4, 5]);
      await expect(again.projectors.ledgers.retry(parkedAt, true)).rejects.toThrow();
      await expect(again.projectors.ledgers.retry(parkedAt, false)).rejects.toThrow();
      expect(await again.projectors.ledgers.parked()).toMatchObject([{ version: 2 }]);
      await again.stop();
    }),
  );

  it('goes on when the operator retries with a mended program, from where it stopped', () =>
    on(async (ground) => {
      const touchy: View = {
        ...ledgers,
        evolve: (entry, event, id) => {
          if (id === 'bad' && event.meta.version === 2) throw new TypeError('no such case');
          return ledgers.evolve(entry, event, id);
        },
      };
      const broken = await (await World.open(ground, { ledgers: touchy })).start();
      for (let i = 0; i < 4; i += 1) await broken.add({ id: 100 + i, ledgerId: 'bad', amount: 60 });
      await others(broken);
      await broken.settled();
      expect(await broken.projectors.ledgers.parked()).toMatchObject([
        { version: 2, reason: 'TypeError: no such case' },
      ]);
      expect(await broken.ledgers.get('bureau', 'l0')).toMatchObject({ versions: [1, 2, 3, 4] });
      await broken.stop();

      const mended = await (await World.open(ground)).start();
      expect(await mended.projectors.ledgers.retry(parkedAt, true)).toBe(3);
      expect(await mended.projectors.ledgers.parked()).toHaveLength(1);
      expect(await mended.projectors.ledgers.retry(parkedAt, false)).toBe(3);
      await mended.add({ id: 104, ledgerId: 'bad', amount: 60 });
      await mended.settled();
      expect(await breaches(mended, new Map())).toEqual([]);
      await mended.stop();
    }));
});
