import type { ReadModels, ViewRef } from '../read-models';
import { change, count, doc, type ReadModelsStage } from './read-models-stage';

/** What a view holds: documents found by id and index, counters summed over days. */
export function describeContent(stage: ReadModelsStage): void {
  let models: ReadModels;
  let view: ViewRef;
  let next: ViewRef;
  beforeEach(() => {
    ({ models, view, next } = stage.now());
  });
  const { ids, load, dump } = stage;

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
}
