import { hashOf, NO_HASH, plainEvent, type NewEvent, type StoredEvent } from '@chuangwen/contracts';
import type { EventStore } from '../event-store';
import { describeAdopted } from './event-store-adopted.conformance';
import { describeReceipts } from './event-store-receipts.conformance';
import { append, versions } from './event-store-stage';
import { describeVersions } from './event-store-versions.conformance';
import { collect, type Opened } from './opened';
import { someChain, someEvent, someReceipt, someRef } from './samples';

export function describeEventStore(name: string, open: () => Promise<Opened<EventStore>>): void {
  describe(`EventStore: ${name}`, () => {
    let opened: Opened<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.port;
    });
    afterAll(() => opened.close());

    describe('streams', () => {
      it('reads back every field of what was appended, in order, with versions from 1', async () => {
        const ref = someRef();
        const events = [
          someEvent(),
          someEvent({ type: 'task.closed', schemaVersion: 3, audience: [], effectiveOn: null, origin: 'import' }),
          someEvent({ actor: { kind: 'workflow', id: 'cascade' }, data: new Uint8Array([0, 255, 10, 13]) }),
        ];
        expect(await store.append(ref, append(0, ...events))).toEqual({ outcome: 'appended', version: 3 });
        const slice = await store.read(ref);
        expect(slice.version).toBe(3);
        expect(slice.events.map(plainEvent).map(plain)).toEqual(
          events.map((event, at) => ({ ...plain(event), ...ref, version: at + 1 })),
        );
      });

      it('takes ids that are no UUIDs as they are', async () => {
        const ref = someRef();
        const odd = { commandId: 'Command 7', correlationId: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', causationId: 'c' };
        const receipt = someReceipt({ commandId: 'Command 7' });
        await store.append(ref, { expectedVersion: 0, events: [someEvent(odd)], receipt });
        expect((await store.read(ref)).events[0]).toMatchObject(odd);
        expect(await store.receipt('red', 'p-1', 'Command 7')).toEqual(receipt);
      });

      it('has no events and version 0 for a stream that does not exist', async () => {
        expect(await store.read(someRef())).toEqual({ events: [], version: 0 });
        expect(await store.read(someRef(), 7)).toEqual({ events: [], version: 0 });
      });

      it('reads only the events after a version, and says where the stream ends', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent(), someEvent(), someEvent()));
        expect(await versions(store, ref, 1)).toEqual([2, 3]);
        expect(await store.read(ref, 3)).toEqual({ events: [], version: 3 });
      });

      it('shows one tenant nothing of the stream of another, though it has the same name', async () => {
        const red = someRef('red');
        const blue = { ...red, tenant: 'blue' };
        await store.append(red, append(0, someEvent()));
        expect(await store.read(blue)).toEqual({ events: [], version: 0 });
        await store.append(blue, append(0, someEvent(), someEvent()));
        expect((await store.read(red)).version).toBe(1);
        expect((await store.read(blue)).events.every(({ tenant }) => tenant === 'blue')).toBe(true);
      });

      it('lists every stream in order of tenant and name, or those of one tenant', async () => {
        const tenants = [`z-${someRef().stream}`, `a-${someRef().stream}`] as const;
        const refs = tenants.flatMap((tenant) => ['b', 'a', 'c'].map((stream) => ({ tenant, stream })));
        for (const ref of refs) await store.append(ref, append(0, someEvent()));
        const mine = (await collect(store.streams())).filter(({ tenant }) => refs.some((ref) => ref.tenant === tenant));
        const inOrder = [...tenants].sort().flatMap((tenant) => ['a', 'b', 'c'].map((stream) => ({ tenant, stream })));
        expect(mine).toEqual(inOrder);
        expect(await collect(store.streams(tenants[0]))).toEqual(inOrder.slice(3));
      });
    });

    describeVersions({ now: () => store });

    describe('hash chain', () => {
      it('links each event to the one before it, over appends, by hashOf of the contracts', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent(), someEvent()));
        await store.append(ref, append(2, someEvent({ data: Buffer.from('{}') })));
        let previous = NO_HASH;
        for (const event of (await store.read(ref)).events) {
          expect(hex(event.previousHash)).toBe(hex(previous));
          expect(hex(event.hash)).toBe(hex(hashOf(event)));
          previous = event.hash;
        }
      });

      it('goes on after a refusal in the middle', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent()));
        await Promise.allSettled([
          store.append(ref, append(1, someEvent())),
          store.append(ref, append(1, someEvent())),
        ]);
        const [first, second] = (await store.read(ref)).events as [StoredEvent, StoredEvent];
        expect(hex(second.previousHash)).toBe(hex(first.hash));
      });
    });

    describeReceipts({ now: () => store });
    describeAdopted({ now: () => store });

    describe('snapshots', () => {
      it('keeps the newest of each kind', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent(), someEvent()));
        expect(await store.loadSnapshot(ref, 'task.v1')).toBeNull();
        await store.saveSnapshot(ref, { version: 1, kind: 'task.v1', state: new Uint8Array([1]) });
        await store.saveSnapshot(ref, { version: 2, kind: 'task.v1', state: new Uint8Array([2, 0]) });
        const found = await store.loadSnapshot(ref, 'task.v1');
        expect({ ...found, state: hex(found!.state) }).toEqual({ version: 2, kind: 'task.v1', state: '0200' });
        expect(await store.loadSnapshot(ref, 'task.v2')).toBeNull();
        expect(await store.loadSnapshot({ ...ref, tenant: 'blue' }, 'task.v1')).toBeNull();
      });
    });

    it('refuses an event of a schema version that there can be none of, and keeps nothing beside it', async () => {
      for (const schemaVersion of [0, -1, 1.5, NaN]) {
        const ref = someRef();
        const events = [someEvent(), someEvent({ schemaVersion })];
        await expect(store.append(ref, append(0, ...events))).rejects.toThrow(TypeError);
        await expect(store.adopt(ref, someChain(ref, ...events))).rejects.toThrow(TypeError);
        expect((await store.read(ref)).version).toBe(0);
      }
    });

    it('refuses a call without a tenant', async () => {
      const nobody = { tenant: '', stream: 's' };
      await expect(store.read(nobody)).rejects.toThrow();
      await expect(store.append(nobody, append(0, someEvent()))).rejects.toThrow();
      await expect(store.receipt('', 'p-1', 'c')).rejects.toThrow();
      await expect(store.loadSnapshot(nobody, 'k')).rejects.toThrow();
      await expect(store.saveSnapshot(nobody, { version: 1, kind: 'k', state: new Uint8Array() })).rejects.toThrow();
      await expect(collect(store.streams(''))).rejects.toThrow();
      const receipt = someReceipt({ tenant: '' });
      await expect(store.append(someRef(), { expectedVersion: 0, events: [], receipt })).rejects.toThrow();
    });

    it('holds all of it after it was opened again, and goes on', async () => {
      if (!opened.reopen) return;
      const ref = someRef();
      const command = { expectedVersion: 0, events: [someEvent(), someEvent()], receipt: someReceipt() };
      await store.append(ref, command);
      const stored = async () =>
        (await store.read(ref)).events.map((event) => ({ ...plain(plainEvent(event)), hash: hex(event.hash) }));
      const before = await stored();
      store = opened.port = await opened.reopen();
      expect(await stored()).toEqual(before);
      expect(await store.append(ref, command)).toMatchObject({ outcome: 'known-command' });
      await store.append(ref, append(2, someEvent()));
      expect((await store.read(ref)).events[2]).toMatchObject({ version: 3 });
      expect(hex((await store.read(ref)).events[2]!.previousHash)).toBe(before[1]!.hash);
    });
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Bytes as text, and no hashes: what two events with the same content have in common. */
function plain(event: NewEvent & { hash?: Uint8Array; previousHash?: Uint8Array }): Record<string, unknown> {
  const { hash: _hash, previousHash: _previous, data, ...rest } = event;
  return { ...rest, data: hex(data) };
}
