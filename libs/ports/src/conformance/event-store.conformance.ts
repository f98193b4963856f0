import { hashOf, NO_HASH, plainEvent, type NewEvent, type StoredEvent } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import type { Append, EventStore } from '../event-store';
import { collect, type Opened } from './opened';
import { someEvent, someReceipt, someRef } from './samples';

const append = (expectedVersion: number, ...events: NewEvent[]): Append => ({ expectedVersion, events, receipt: null });

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
        expect(await versions(ref, 1)).toEqual([2, 3]);
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

    describe('versions', () => {
      it('refuses a version that is stale or not yet reached, says which it found, and leaves the stream writable', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent(), someEvent()));
        for (const expected of [0, 1, 3]) {
          const refused = await store.append(ref, append(expected, someEvent())).catch((error: unknown) => error);
          expect(refused).toBeInstanceOf(ConcurrencyConflict);
          expect(refused).toMatchObject({ stream: ref.stream, expected, actual: 2 });
        }
        await store.append(ref, append(2, someEvent()));
        expect(await versions(ref)).toEqual([1, 2, 3]);
      });

      it('refuses the first append to a stream that exists, and a later one to a stream that does not', async () => {
        const ref = someRef();
        await expect(store.append(ref, append(1, someEvent()))).rejects.toThrow(ConcurrencyConflict);
        expect(await store.read(ref)).toEqual({ events: [], version: 0 });
      });

      it('lets exactly one of sixteen win, round after round', async () => {
        const ref = someRef();
        for (let version = 0; version < 10; version += 1) {
          const storm = await Promise.allSettled(
            Array.from({ length: 16 }, () => store.append(ref, append(version, someEvent()))),
          );
          const lost = storm.filter((outcome) => outcome.status === 'rejected');
          expect(lost).toHaveLength(15);
          expect(lost.every(({ reason }) => reason instanceof ConcurrencyConflict)).toBe(true);
        }
        expect(await versions(ref)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      });

      it('fails one of 64 appends in flight alone', async () => {
        const refs = Array.from({ length: 64 }, () => someRef());
        const outcomes = await Promise.allSettled(
          refs.map((ref, at) => store.append(ref, append(at === 40 ? 5 : 0, someEvent(), someEvent()))),
        );
        expect(outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([40]);
        for (const [at, ref] of refs.entries()) expect((await store.read(ref)).version).toBe(at === 40 ? 0 : 2);
      });

      it('keeps appends that follow one another in the order of their versions', async () => {
        const ref = someRef();
        for (let version = 0; version < 30; version += 1) await store.append(ref, append(version, someEvent()));
        expect(await versions(ref)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
      });
    });

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

    describe('receipts', () => {
      it('keeps a receipt with the events, and gives it back for the same command, writing nothing', async () => {
        const ref = someRef();
        const receipt = someReceipt();
        const command = { expectedVersion: 0, events: [someEvent()], receipt };
        expect(await store.append(ref, command)).toEqual({ outcome: 'appended', version: 1 });
        expect(await store.receipt(receipt.tenant, receipt.actor, receipt.commandId)).toEqual(receipt);
        expect(await store.append(ref, command)).toEqual({ outcome: 'known-command', receipt });
        expect((await store.read(ref)).version).toBe(1);
      });

      it('gives the first receipt for the same id with another body; the caller compares', async () => {
        const receipt = someReceipt();
        await store.append(someRef(), { expectedVersion: 0, events: [], receipt });
        const ref = someRef();
        const other = { ...receipt, bodyHash: 'cd'.repeat(32), answer: '{}' };
        expect(await store.append(ref, { expectedVersion: 0, events: [someEvent()], receipt: other })).toEqual({
          outcome: 'known-command',
          receipt,
        });
        expect((await store.read(ref)).version).toBe(0);
      });

      it('keeps a receipt also when nothing happened', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent()));
        const receipt = someReceipt();
        const nothing = { expectedVersion: 1, events: [], receipt };
        expect(await store.append(ref, nothing)).toEqual({ outcome: 'appended', version: 1 });
        expect(await store.append(ref, nothing)).toEqual({ outcome: 'known-command', receipt });
      });

      it('checks the version also when nothing happened', async () => {
        const ref = someRef();
        const receipt = someReceipt();
        await expect(store.append(ref, { expectedVersion: 3, events: [], receipt })).rejects.toThrow(
          ConcurrencyConflict,
        );
        expect(await store.receipt(receipt.tenant, receipt.actor, receipt.commandId)).toBeNull();
      });

      it('lets a known receipt go before a stale version', async () => {
        const ref = someRef();
        const command = { expectedVersion: 0, events: [someEvent()], receipt: someReceipt() };
        await store.append(ref, command);
        await store.append(ref, append(1, someEvent()));
        expect(await store.append(ref, command)).toMatchObject({ outcome: 'known-command' });
      });

      it('keeps no receipt of a refused append: the command may come again', async () => {
        const ref = someRef();
        await store.append(ref, append(0, someEvent()));
        const receipt = someReceipt();
        await expect(store.append(ref, { expectedVersion: 0, events: [someEvent()], receipt })).rejects.toThrow(
          ConcurrencyConflict,
        );
        expect(await store.receipt(receipt.tenant, receipt.actor, receipt.commandId)).toBeNull();
        expect(await store.append(ref, { expectedVersion: 1, events: [someEvent()], receipt })).toMatchObject({
          version: 2,
        });
      });

      it('handles a command that comes twice at once a single time', async () => {
        const ref = someRef();
        const command = { expectedVersion: 0, events: [someEvent()], receipt: someReceipt() };
        const both = await Promise.all([store.append(ref, command), store.append(ref, command)]);
        expect(both.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known-command']);
        expect((await store.read(ref)).version).toBe(1);
      });

      it('tells tenants and actors with the same command id apart', async () => {
        const receipt = someReceipt();
        await store.append(someRef(), { expectedVersion: 0, events: [], receipt });
        expect(await store.receipt('blue', receipt.actor, receipt.commandId)).toBeNull();
        expect(await store.receipt(receipt.tenant, 'p-9', receipt.commandId)).toBeNull();
        const others = [
          { ...receipt, tenant: 'blue', answer: '1' },
          { ...receipt, actor: 'p-9', answer: '2' },
        ];
        for (const other of others) {
          const ref = someRef(other.tenant);
          expect(await store.append(ref, { expectedVersion: 0, events: [], receipt: other })).toMatchObject({
            outcome: 'appended',
          });
          expect(await store.receipt(other.tenant, other.actor, other.commandId)).toEqual(other);
        }
      });
    });

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

    const versions = async (ref: ReturnType<typeof someRef>, after?: number) =>
      (await store.read(ref, after)).events.map(({ version }) => version);
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Bytes as text, and no hashes: what two events with the same content have in common. */
function plain(event: NewEvent & { hash?: Uint8Array; previousHash?: Uint8Array }): Record<string, unknown> {
  const { hash: _hash, previousHash: _previous, data, ...rest } = event;
  return { ...rest, data: hex(data) };
}
