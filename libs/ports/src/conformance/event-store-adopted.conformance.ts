import { hashOf, plainEvent } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import { StreamDiffers, type EventStore, type Receipt } from '../event-store';
import { append, versions, type EventStoreStage } from './event-store-stage';
import { collect } from './opened';
import { someChain, someEvent, someReceipt, someRef } from './samples';

/** Events and receipts that another installation wrote. */
export function describeAdopted({ now }: EventStoreStage): void {
  describe('events of another installation', () => {
    it('are kept as they are, with their versions and hashes, and are known by it; what follows is linked to them', async () => {
      const ref = someRef();
      const events = someChain(ref, someEvent(), someEvent({ origin: 'import', data: Buffer.from([0, 255]) }));
      expect(await now().adopt(ref, events)).toBe(2);
      const slice = await now().read(ref);
      expect(slice.version).toBe(2);
      expect(slice.events.map(plainEvent).map(plain)).toEqual(
        events.map((event) => ({ ...plain(event), adopted: true })),
      );
      expect(await collect(now().streams(ref.tenant))).toContainEqual(ref);
      await now().append(ref, append(2, someEvent()));
      const [own] = (await now().read(ref, 2)).events;
      expect(own!.adopted).toBeUndefined();
      expect(hex(own!.previousHash)).toBe(hex(events[1]!.hash));
    });

    it('change nothing when they come again, whole or in part, and when there are none', async () => {
      const ref = someRef();
      const events = someChain(ref, someEvent(), someEvent(), someEvent());
      expect(await now().adopt(ref, [])).toBe(0);
      expect(await now().adopt(ref, events.slice(0, 2))).toBe(2);
      expect(await now().adopt(ref, events)).toBe(3);
      expect(await now().adopt(ref, events.slice(0, 1))).toBe(3);
      expect(await now().adopt(ref, events.slice(2))).toBe(3);
      expect(await now().adopt(ref, [])).toBe(3);
      expect(await versions(now(), ref)).toEqual([1, 2, 3]);
    });

    it('go on where the own ones end that are the same; those stay what they are', async () => {
      const [here, there] = [someRef(), someRef()];
      await now().append(there, append(0, someEvent(), someEvent()));
      await now().append(here, append(0, someEvent()));
      const own = (await now().read(here)).events.map(plainEvent);
      const next = someChain(here, someEvent()).map((event) => ({ ...event, version: 2, previousHash: own[0]!.hash }));
      const rest = next.map((event) => ({ ...event, hash: hashOf(event) }));
      expect(await now().adopt(here, [...own, ...rest])).toBe(2);
      expect((await now().read(here)).events.map(({ adopted }) => adopted)).toEqual([undefined, true]);
    });

    it('are refused where the stream went another way, and nothing of them is kept', async () => {
      const ref = someRef();
      await now().append(ref, append(0, someEvent()));
      const other = someChain(ref, someEvent(), someEvent());
      const refused = now().adopt(ref, other);
      await expect(refused).rejects.toThrow(StreamDiffers);
      await expect(refused).rejects.toMatchObject({ ref, version: 1 });
      await expect(now().adopt(ref, other.slice(1))).rejects.toMatchObject({ name: 'StreamDiffers', version: 2 });
      expect(await versions(now(), ref)).toEqual([1]);
      const longer = someChain(ref, someEvent(), someEvent(), someEvent());
      const fresh = someRef();
      await expect(now().adopt(fresh, own(fresh, longer).slice(1))).rejects.toMatchObject({ version: 1 });
      expect((await now().read(fresh)).version).toBe(0);
    });

    it('are refused when they are no chain, or of another stream', async () => {
      const ref = someRef();
      const [first, second, third] = someChain(ref, someEvent(), someEvent(), someEvent());
      for (const events of [
        [first!, third!],
        [{ ...first!, data: Buffer.from('{}') }],
        [{ ...first!, type: 'task.closed' }],
        [first!, { ...second!, previousHash: new Uint8Array(32) }],
        [{ ...first!, tenant: 'blue' }],
      ])
        await expect(now().adopt(ref, events)).rejects.toThrow(TypeError);
      await expect(now().adopt(someRef(), [first!])).rejects.toThrow(TypeError);
      await expect(now().adopt({ ...ref, tenant: '' }, [])).rejects.toThrow();
      expect((await now().read(ref)).version).toBe(0);
    });

    it('meet an append at the same time: one of the two goes first, and the stream is whole', async () => {
      for (let round = 0; round < 8; round += 1) {
        const ref = someRef();
        const events = someChain(ref, someEvent(), someEvent());
        const [adopted, appended] = await Promise.allSettled([
          now().adopt(ref, events),
          now().append(ref, append(0, someEvent())),
        ]);
        expect([adopted.status, appended.status].sort()).toEqual(['fulfilled', 'rejected']);
        if (adopted.status === 'rejected') expect(adopted.reason).toBeInstanceOf(StreamDiffers);
        if (appended.status === 'rejected') expect(appended.reason).toBeInstanceOf(ConcurrencyConflict);
        const found = await versions(now(), ref);
        expect(found).toEqual(adopted.status === 'fulfilled' ? [1, 2] : [1]);
      }
    });
  });

  describe('receipts of another installation', () => {
    it('are known from then on, and the command that has one is not handled again', async () => {
      const [receipt, other] = [someReceipt(), someReceipt({ commandId: 'Command 8' })];
      await now().adoptReceipts([receipt, other]);
      await now().adoptReceipts([receipt]);
      expect(await now().receipt('red', other.actor, 'Command 8')).toEqual(other);
      const command = { expectedVersion: 0, events: [someEvent()], receipt };
      expect(await now().append(someRef(), command)).toEqual({ outcome: 'known-command', receipt });
    });

    it('leave one that is here as it is', async () => {
      const receipt = someReceipt();
      await now().append(someRef(), { expectedVersion: 0, events: [], receipt });
      await now().adoptReceipts([{ ...receipt, answer: '{}' }]);
      expect(await now().receipt('red', receipt.actor, receipt.commandId)).toEqual(receipt);
      await expect(now().adoptReceipts([someReceipt({ tenant: '' })])).rejects.toThrow();
    });

    it('are listed with the own ones, of all tenants or of one', async () => {
      const tenants = [someRef().stream, someRef().stream] as const;
      const mine: Receipt[] = [];
      for (const tenant of tenants) {
        const [own, adopted] = [someReceipt({ tenant }), someReceipt({ tenant })];
        await now().append(someRef(tenant), { expectedVersion: 0, events: [someEvent()], receipt: own });
        await now().adoptReceipts([adopted]);
        mine.push(own, adopted);
      }
      const known = async (store: EventStore, tenant?: string) =>
        (await collect(store.receipts(tenant))).filter((one) => tenants.includes(one.tenant)).sort(byId);
      expect(await known(now())).toEqual(mine.sort(byId));
      expect(await known(now(), tenants[1])).toEqual(mine.filter(({ tenant }) => tenant === tenants[1]));
      await expect(collect(now().receipts(''))).rejects.toThrow();
    });
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const byId = (a: Receipt, b: Receipt) => (a.commandId < b.commandId ? -1 : 1);
const plain = <E extends { data: Uint8Array; hash: Uint8Array; previousHash: Uint8Array }>(event: E) => ({
  ...event,
  data: hex(event.data),
  hash: hex(event.hash),
  previousHash: hex(event.previousHash),
});
/** The same events as those of another stream. */
const own = (ref: { tenant: string; stream: string }, events: ReturnType<typeof someChain>) =>
  someChain(ref, ...events);
