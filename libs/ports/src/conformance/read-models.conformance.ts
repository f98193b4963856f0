import { hashOf, NO_HASH, type StoredEvent } from '@chuangwen/contracts';
import { randomUUID } from 'node:crypto';
import type { CounterChange, DocumentChange, Parked, ReadModels, ViewCommit, ViewRef } from '../read-models';
import { collect, eventually, type Opened } from './opened';
import { someEvent } from './samples';

const change = (parts: Partial<ViewCommit>): ViewCommit => ({
  documents: [],
  counters: [],
  positions: [],
  seen: [],
  ...parts,
});
const doc = (
  id: string,
  body: DocumentChange['body'],
  index: DocumentChange['index'] = {},
  tenant = 'red',
): DocumentChange => ({
  tenant,
  id,
  body,
  index,
});
const count = (key: string, day: string, add: CounterChange['add'], tenant = 'red', group = 'unit'): CounterChange => ({
  tenant,
  group,
  key,
  day,
  add,
});

export function describeReadModels(name: string, open: () => Promise<Opened<ReadModels>>): void {
  describe(`ReadModels: ${name}`, () => {
    let opened: Opened<ReadModels>;
    let models: ReadModels;
    let view: ViewRef;
    let next: ViewRef;
    beforeAll(async () => {
      opened = await open();
      models = opened.port;
    });
    beforeEach(() => {
      view = { view: `tasks-${randomUUID()}`, generation: 1 };
      next = { ...view, generation: 2 };
    });
    afterAll(() => opened.close());

    const ids = async (ref: ViewRef, tenant: string, find = {}) =>
      (await models.find(ref, tenant, find)).map(({ id }) => id);
    const load = async (ref: ViewRef, id: string, tenant = 'red') => (await models.load(ref, [{ tenant, id }]))[0];
    const dump = (ref: ViewRef, tenant?: string) => collect(models.dump(ref, tenant));

    describe('documents', () => {
      it('are loaded in the order asked for, null where there is none', async () => {
        const body = { title: '任务', deep: { n: 1.5, list: [null, 'x'] } };
        await models.commit(view, change({ documents: [doc('a', body), doc('b', { n: 2 })] }));
        const refs = ['b', 'none', 'a'].map((id) => ({ tenant: 'red', id }));
        expect(await models.load(view, refs)).toEqual([{ n: 2 }, null, body]);
      });

      it('are replaced and deleted, and deleting what is not there does no harm', async () => {
        await models.commit(view, change({ documents: [doc('a', { n: 1 }), doc('b', { n: 1 })] }));
        await models.commit(view, change({ documents: [doc('a', { n: 2 }), doc('b', null), doc('c', null)] }));
        expect(await models.find(view, 'red')).toEqual([{ id: 'a', body: { n: 2 } }]);
      });

      it('of one tenant are never another’s, nor one view’s or generation’s those of another', async () => {
        await models.commit(
          view,
          change({
            documents: [doc('a', { of: 'red' }, { unit: ['u'] }), doc('a', { of: 'blue' }, { unit: ['u'] }, 'blue')],
          }),
        );
        await models.commit(next, change({ documents: [doc('a', { of: 'next' })] }));
        expect(await load(view, 'a')).toEqual({ of: 'red' });
        expect(await load(view, 'a', 'blue')).toEqual({ of: 'blue' });
        expect(await load(next, 'a')).toEqual({ of: 'next' });
        expect(await load({ ...view, view: 'other' }, 'a')).toBeNull();
        expect(await models.find(view, 'blue', { index: 'unit', value: 'u' })).toEqual([
          { id: 'a', body: { of: 'blue' } },
        ]);
        expect(await models.find(view, 'green')).toEqual([]);
      });

      it('are found by id, page by page', async () => {
        const all = Array.from({ length: 25 }, (_, at) => `t-${String(at).padStart(2, '0')}`);
        await models.commit(view, change({ documents: [...all].reverse().map((id) => doc(id, { id })) }));
        expect(await ids(view, 'red')).toEqual(all);
        expect(await ids(view, 'red', { limit: 10 })).toEqual(all.slice(0, 10));
        expect(await ids(view, 'red', { after: 't-09', limit: 10 })).toEqual(all.slice(10, 20));
        expect(await ids(view, 'red', { after: 't-24' })).toEqual([]);
      });

      it('are a thousand at most where no limit is said', async () => {
        const many = Array.from({ length: 1001 }, (_, at) => doc(`t-${at}`, { at }, { all: ['yes'] }));
        await models.commit(view, change({ documents: many }));
        expect(await models.find(view, 'red')).toHaveLength(1000);
        expect(await models.find(view, 'red', { index: 'all', value: 'yes' })).toHaveLength(1000);
      });

      it('are found under every value of an index, by id, page by page', async () => {
        await models.commit(
          view,
          change({
            documents: [
              doc('c', {}, { unit: ['u1', 'u2', 'u1'], state: ['open'] }),
              doc('a', {}, { unit: ['u1'], state: ['closed'] }),
              doc('b', {}, { unit: ['u2'] }),
            ],
          }),
        );
        expect(await ids(view, 'red', { index: 'unit', value: 'u1' })).toEqual(['a', 'c']);
        expect(await ids(view, 'red', { index: 'unit', value: 'u2' })).toEqual(['b', 'c']);
        expect(await ids(view, 'red', { index: 'state', value: 'open' })).toEqual(['c']);
        expect(await ids(view, 'red', { index: 'state', value: 'u1' })).toEqual([]);
        expect(await ids(view, 'red', { index: 'unit', value: 'u1', after: 'a' })).toEqual(['c']);
        expect(await ids(view, 'red', { index: 'unit', value: 'u1', limit: 1 })).toEqual(['a']);
      });

      it('are found under their last index only', async () => {
        await models.commit(
          view,
          change({ documents: [doc('a', { n: 1 }, { unit: ['u1', 'u2'] }), doc('b', {}, { unit: ['u1'] })] }),
        );
        await models.commit(view, change({ documents: [doc('a', { n: 2 }, { unit: ['u2', 'u3'] }), doc('b', null)] }));
        expect(await ids(view, 'red', { index: 'unit', value: 'u1' })).toEqual([]);
        expect(await models.find(view, 'red', { index: 'unit', value: 'u2' })).toEqual([{ id: 'a', body: { n: 2 } }]);
        expect(await ids(view, 'red', { index: 'unit', value: 'u3' })).toEqual(['a']);
        await models.commit(view, change({ documents: [doc('a', { n: 3 })] }));
        expect(await ids(view, 'red', { index: 'unit', value: 'u3' })).toEqual([]);
      });

      it('may change several times in one commit: the last one counts', async () => {
        await models.commit(
          view,
          change({ documents: [doc('a', { n: 1 }, { k: ['1'] }), doc('a', null), doc('a', { n: 2 }, { k: ['2'] })] }),
        );
        expect(await load(view, 'a')).toEqual({ n: 2 });
        expect(await ids(view, 'red', { index: 'k', value: '1' })).toEqual([]);
        expect(await ids(view, 'red', { index: 'k', value: '2' })).toEqual(['a']);
      });
    });

    describe('counters', () => {
      it('are summed per key over days, by tenant and key', async () => {
        await models.commit(
          view,
          change({
            counters: [
              count('c1|u2', '2026-04-28', { open: 2 }),
              count('c1|u1', '2026-04-28', { open: 1, late: 1 }),
              count('c1|u1', '2026-04-29', { open: -1, closed: 1 }),
              count('c1|u1', '2026-04-28', { open: 5 }, 'blue'),
              count('c1|u1', '2026-04-28', { open: 9 }, 'red', 'phase'),
            ],
          }),
        );
        await models.commit(view, change({ counters: [count('c1|u1', '2026-04-28', { open: 10 })] }));
        expect(await models.sum(view, ['red', 'blue'], 'unit', {})).toEqual([
          { tenant: 'blue', key: 'c1|u1', values: { open: 5 } },
          { tenant: 'red', key: 'c1|u1', values: { open: 10, late: 1, closed: 1 } },
          { tenant: 'red', key: 'c1|u2', values: { open: 2 } },
        ]);
        expect(await models.sum(view, ['red'], 'phase', {})).toEqual([
          { tenant: 'red', key: 'c1|u1', values: { open: 9 } },
        ]);
      });

      it('are seen as of a day, that day included', async () => {
        await models.commit(
          view,
          change({ counters: ['27', '28', '29'].map((day) => count('k', `2026-04-${day}`, { n: 1 })) }),
        );
        const asOf = async (until: string) => (await models.sum(view, ['red'], 'unit', { until }))[0]?.values['n'];
        expect([
          await asOf('2026-04-26'),
          await asOf('2026-04-27'),
          await asOf('2026-04-28'),
          await asOf('2027-01-01'),
        ]).toEqual([undefined, 1, 2, 3]);
      });

      it('are asked for by what the key begins with', async () => {
        const keys = ['c1|u1', 'c1|u2', 'c10|u1', 'c2|u1', '活动|甲'];
        await models.commit(view, change({ counters: keys.map((key) => count(key, '2026-04-28', { n: 1 })) }));
        const of = async (keyPrefix: string) =>
          (await models.sum(view, ['red'], 'unit', { keyPrefix })).map(({ key }) => key);
        expect(await of('c1|')).toEqual(['c1|u1', 'c1|u2']);
        expect(await of('活动|')).toEqual(['活动|甲']);
        expect(await of('x')).toEqual([]);
      });

      it('leave nothing behind when they come to 0', async () => {
        await models.commit(view, change({ counters: [count('k', '2026-04-28', { n: 3, m: 1 })] }));
        await models.commit(
          view,
          change({ counters: [count('k', '2026-04-28', { n: -3, m: -1 }), count('z', '2026-04-28', { n: 0 })] }),
        );
        expect(await models.sum(view, ['red'], 'unit', {})).toEqual([]);
        expect(await dump(view)).toEqual([]);
      });

      it('leave out sums of 0 over days, though the days are kept', async () => {
        await models.commit(
          view,
          change({ counters: [count('k', '2026-04-28', { n: 1 }), count('k', '2026-04-29', { n: -1 })] }),
        );
        expect(await models.sum(view, ['red'], 'unit', {})).toEqual([]);
        expect(await models.sum(view, ['red'], 'unit', { until: '2026-04-28' })).toEqual([
          { tenant: 'red', key: 'k', values: { n: 1 } },
        ]);
      });

      it('come out the same in whatever order the differences came', async () => {
        const changes = Array.from({ length: 40 }, (_, at) =>
          count(`k${at % 3}`, `2026-04-2${at % 4}`, { n: (at % 7) - 3, m: 1 }),
        );
        await models.commit(view, change({ counters: changes }));
        for (const one of [...changes].reverse()) await models.commit(next, change({ counters: [one] }));
        expect(await dump(next)).toEqual(await dump(view));
        expect(await models.sum(next, ['red'], 'unit', {})).toEqual(await models.sum(view, ['red'], 'unit', {}));
      });
    });

    describe('a commit', () => {
      it('keeps documents, offsets and seen versions together', async () => {
        const stream = { topic: 'task', tenant: 'red', stream: 's-1' };
        expect(await models.positions(view)).toEqual([]);
        expect(await models.seen(view, [stream])).toEqual([0]);
        await models.commit(
          view,
          change({
            documents: [doc('a', { n: 1 })],
            positions: [
              { topic: 'task', partition: 1, next: 7 },
              { topic: 'campaign', partition: 0, next: 3 },
            ],
            seen: [
              { ...stream, version: 4 },
              { ...stream, topic: 'campaign', version: 9 },
              { ...stream, tenant: 'blue', version: 1 },
            ],
          }),
        );
        await models.commit(
          view,
          change({ positions: [{ topic: 'task', partition: 1, next: 8 }], seen: [{ ...stream, version: 5 }] }),
        );
        expect(await models.positions(view)).toEqual([
          { topic: 'campaign', partition: 0, next: 3 },
          { topic: 'task', partition: 1, next: 8 },
        ]);
        const refs = [
          { ...stream, tenant: 'blue' },
          stream,
          { ...stream, topic: 'campaign' },
          { ...stream, stream: 's-2' },
        ];
        expect(await models.seen(view, refs)).toEqual([1, 5, 9, 0]);
        expect(await models.positions(next)).toEqual([]);
        expect(await models.seen(next, [stream])).toEqual([0]);
      });

      it('that fails leaves nothing, and those beside it stand', async () => {
        const wrong = { documents: [doc('a', { n: 1 })], counters: [count('k', '2026-04-28', { n: 0.5 })] };
        const outcomes = await Promise.allSettled([
          models.commit(view, change({ documents: [doc('before', {})] })),
          models.commit(view, change(wrong)),
          models.commit(view, change({ documents: [doc('after', {})] })),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await ids(view, 'red')).toEqual(['after', 'before']);
      });

      it('is seen whole or not at all', async () => {
        const write = (n: number) => models.commit(view, change({ documents: [doc('a', { n }), doc('b', { n })] }));
        await write(0);
        let writing = true;
        const writes = (async () => {
          for (let n = 1; n <= 100; n += 1) await write(n);
          writing = false;
        })();
        let torn = 0;
        await eventually('written', async () => {
          const [a, b] = await models.load(view, [
            { tenant: 'red', id: 'a' },
            { tenant: 'red', id: 'b' },
          ]);
          if (a!['n'] !== b!['n']) torn += 1;
          return !writing;
        });
        await writes;
        expect(torn).toBe(0);
      });

      it('needs a tenant in everything', async () => {
        const stream = { topic: 'task', tenant: '', stream: 's' };
        const wrong: Partial<ViewCommit>[] = [
          { documents: [doc('a', {}, {}, '')] },
          { counters: [count('k', '2026-04-28', { n: 1 }, '')] },
          { seen: [{ ...stream, version: 1 }] },
          { unpark: [stream] },
        ];
        for (const parts of wrong) await expect(models.commit(view, change(parts))).rejects.toThrow();
        await expect(models.load(view, [{ tenant: '', id: 'a' }])).rejects.toThrow();
        await expect(models.find(view, '')).rejects.toThrow();
        await expect(models.sum(view, ['red', ''], 'unit', {})).rejects.toThrow();
        await expect(models.seen(view, [stream])).rejects.toThrow();
        await expect(models.parkedEvents(view, stream)).rejects.toThrow();
        await expect(models.switchTenant(next, '')).rejects.toThrow();
      });
    });

    describe('parked streams', () => {
      const stream = { topic: 'task', tenant: 'red', stream: 's-1' };
      const parked: Parked & { topic: string } = {
        ...stream,
        version: 2,
        reason: 'no',
        attempts: 1,
        parkedAt: '2026-04-28T00:00:00.000Z',
      };
      const stored = (version: number): StoredEvent & { topic: string } => {
        const event = { ...someEvent(), tenant: 'red', stream: 's-1', version, previousHash: NO_HASH };
        return { ...event, hash: hashOf(event), topic: 'task' };
      };

      it('wait with their events, in order, until they go on', async () => {
        const events = [stored(2), stored(3), stored(4)];
        await models.commit(view, change({ park: [parked], parkedEvents: [events[0]!] }));
        await models.commit(view, change({ parkedEvents: [events[2]!, events[1]!] }));
        expect(await models.parked(view)).toEqual([parked]);
        const waiting = await models.parkedEvents(view, stream);
        expect(waiting.map(comparable)).toEqual(events.map(comparable));
        expect(await models.parkedEvents(view, { ...stream, tenant: 'blue' })).toEqual([]);

        await models.commit(view, change({ park: [{ ...parked, attempts: 2, reason: 'still no' }] }));
        expect(await models.parked(view)).toEqual([{ ...parked, attempts: 2, reason: 'still no' }]);
        expect(await models.parkedEvents(view, stream)).toHaveLength(3);

        await models.commit(view, change({ unpark: [stream], seen: [{ ...stream, version: 4 }] }));
        expect(await models.parked(view)).toEqual([]);
        expect(await models.parkedEvents(view, stream)).toEqual([]);
      });

      it('belong to one generation', async () => {
        await models.commit(view, change({ park: [parked], parkedEvents: [stored(2)] }));
        expect(await models.parked(next)).toEqual([]);
        await models.switchTo(next);
        expect(await models.parked(view)).toEqual([]);
        expect(await models.parkedEvents(view, stream)).toEqual([]);
      });
    });

    describe('generations', () => {
      const filled = (n: number) =>
        change({
          documents: ['red', 'blue'].flatMap((tenant) => [
            doc('a', { n }, { k: ['v'] }, tenant),
            doc(`only-${n}`, { n }, {}, tenant),
          ]),
          counters: ['red', 'blue'].map((tenant) => count('k', '2026-04-28', { n }, tenant)),
          positions: [{ topic: 'task', partition: 0, next: n }],
          seen: ['red', 'blue'].map((tenant) => ({ topic: 'task', tenant, stream: 's', version: n })),
        });

      it('are switched at once: the other is gone, its offsets with it', async () => {
        expect(await models.live(view.view)).toBe(1);
        await models.commit(view, filled(1));
        await models.commit(next, filled(2));
        expect(await models.live(view.view)).toBe(1);
        const built = await dump(next);
        await models.switchTo(next);
        expect(await models.live(view.view)).toBe(2);
        expect(await dump(next)).toEqual(built);
        expect(await dump(view)).toEqual([]);
        expect(await models.positions(view)).toEqual([]);
        expect(await models.positions(next)).toEqual([{ topic: 'task', partition: 0, next: 2 }]);
        expect(await models.find(next, 'red', { index: 'k', value: 'v' })).toEqual([{ id: 'a', body: { n: 2 } }]);
      });

      it('are dropped whole, and can be built again from nothing', async () => {
        await models.commit(view, filled(1));
        await models.commit(next, filled(2));
        await models.drop(next);
        expect(await dump(next)).toEqual([]);
        expect(await models.positions(next)).toEqual([]);
        expect(await dump(view)).not.toEqual([]);
        await models.commit(next, change({ documents: [doc('new', {})] }));
        expect(await ids(next, 'red')).toEqual(['new']);
        expect(await models.sum(next, ['red'], 'unit', {})).toEqual([]);
      });

      it('can lend one tenant’s part, which takes the place of the live one’s', async () => {
        await models.commit(view, filled(1));
        await models.commit(next, change({ ...filled(3), ...onlyRed(filled(3)) }));
        const [before, rebuilt] = [await dump(view, 'blue'), await dump(next, 'red')];
        await models.switchTenant(next, 'red');
        expect(await models.live(view.view)).toBe(1);
        expect(await dump(view, 'red')).toEqual(rebuilt);
        expect(await dump(view, 'blue')).toEqual(before);
        expect(await dump(next)).toEqual([]);
        expect(await models.positions(view)).toEqual([{ topic: 'task', partition: 0, next: 1 }]);
        expect(await models.seen(view, [{ topic: 'task', tenant: 'red', stream: 's' }])).toEqual([3]);
        expect(await load(view, 'only-1')).toBeNull();
        expect(await load(view, 'only-1', 'blue')).toEqual({ n: 1 });
        await models.commit(view, change({ documents: [doc('a', { n: 4 })] }));
        expect(await load(view, 'a')).toEqual({ n: 4 });
        expect(await ids(view, 'red', { index: 'k', value: 'v' })).toEqual([]);
      });

      it('lend no part that has read less than the live one: events between would be lost', async () => {
        await models.commit(view, filled(5));
        await models.commit(next, filled(4));
        const before = await dump(view);
        await expect(models.switchTenant(next, 'red')).rejects.toThrow();
        expect(await dump(view)).toEqual(before);
      });

      it('are read as they are while another is built beside them', async () => {
        await models.commit(view, filled(1));
        const before = await dump(view);
        for (let n = 0; n < 5; n += 1) {
          const documents = Array.from({ length: 200 }, (_, at) => doc(`d-${n}-${at}`, { n, at }));
          await models.commit(next, change({ documents }));
          expect(await dump(view)).toEqual(before);
          expect(await models.live(view.view)).toBe(1);
        }
      });
    });

    it('dumps two builds of the same alike, however they came about', async () => {
      const documents = Array.from({ length: 20 }, (_, at) =>
        doc(`d${at}`, { at }, { k: [`v${at % 3}`, 'all'] }, at % 2 ? 'red' : 'blue'),
      );
      await models.commit(view, change({ documents, positions: [{ topic: 'task', partition: 0, next: 20 }] }));
      for (const one of [...documents].reverse()) {
        await models.commit(next, change({ documents: [{ ...one, body: { at: -1 } }] }));
        await models.commit(next, change({ documents: [{ ...one, index: { k: [...one.index['k']!].reverse() } }] }));
      }
      expect((await dump(view)).length).toBeGreaterThan(20);
      expect(await dump(next)).toEqual(await dump(view));
      await models.commit(next, change({ documents: [doc('d1', { at: 2 }, { k: ['v1', 'all'] })] }));
      expect(await dump(next)).not.toEqual(await dump(view));
      expect(await dump(next, 'blue')).toEqual(await dump(view, 'blue'));
    });

    it('has all of it after it was opened again', async () => {
      if (!opened.reopen) return;
      await models.commit(
        next,
        change({ documents: [doc('a', { n: 1 })], positions: [{ topic: 'task', partition: 0, next: 5 }] }),
      );
      await models.switchTo(next);
      const before = await dump(next);
      models = opened.port = await opened.reopen();
      expect(await models.live(view.view)).toBe(2);
      expect(await dump(next)).toEqual(before);
      expect(await models.positions(next)).toEqual([{ topic: 'task', partition: 0, next: 5 }]);
      await models.commit(next, change({ documents: [doc('b', { n: 2 })] }));
      expect(await ids(next, 'red')).toEqual(['a', 'b']);
    });
  });
}

const onlyRed = ({ documents, counters, seen }: ViewCommit): Partial<ViewCommit> => ({
  documents: documents.filter(({ tenant }) => tenant === 'red'),
  counters: counters.filter(({ tenant }) => tenant === 'red'),
  seen: seen.filter(({ tenant }) => tenant === 'red'),
});

function comparable({ data, hash, previousHash, ...event }: StoredEvent): Record<string, unknown> {
  const { topic: _topic, ...rest } = event as typeof event & { topic?: string };
  return { ...rest, bytes: [data, hash, previousHash].map((bytes) => Buffer.from(bytes).toString('hex')) };
}
