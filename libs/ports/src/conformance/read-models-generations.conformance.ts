import type { ReadModels, ViewCommit, ViewRef } from '../read-models';
import { change, count, doc, type ReadModelsStage } from './read-models-stage';

/** Builds of one view beside each other. */
export function describeGenerations(stage: ReadModelsStage): void {
  let models: ReadModels;
  let view: ViewRef;
  let next: ViewRef;
  beforeEach(() => {
    ({ models, view, next } = stage.now());
  });
  const { ids, load, dump } = stage;

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

  it('dumps the same lines in every adapter: a tenant that moved is compared by them', async () => {
    const at = { topic: 'task', tenant: 'red', version: 3 };
    const lost = { reason: 'no', attempts: 3, parkedAt: '2026-04-28T01:02:03.004Z' };
    const changes = {
      documents: [
        doc('b', { z: 1, a: '方案', 7: null }),
        doc('a', { at: 1 }, { k: ['y', 'x', 'y'], b: ['1'], none: [] }),
      ],
      counters: [count('u|1', '2026-04-28', { done: 2, late: 1 }), count('k', '2026-04-27', { done: 1 })],
      seen: [
        { ...at, stream: 's-2' },
        { ...at, topic: 'campaign', stream: 's-1', version: 12 },
      ],
      park: [{ ...at, ...lost, stream: 's-9', version: 1 }],
    };
    await models.commit(view, change({ ...changes, positions: [{ topic: 'task', partition: 0, next: 5 }] }));
    await models.commit(view, change({ documents: [doc('c', {}, {}, 'blue')] }));
    const lines = [
      ['document', 'red', 'a', '[["b",["1"]],["k",["x","y"]]]', '{"at":1}'],
      ['document', 'red', 'b', '', '{"7":null,"z":1,"a":"方案"}'],
      ['entry', 'red', 'b', '1', 'a'],
      ['entry', 'red', 'k', 'x', 'a'],
      ['entry', 'red', 'k', 'y', 'a'],
      ['counter', 'red', 'unit', 'k', '2026-04-27', 'done', 1],
      ['counter', 'red', 'unit', 'u|1', '2026-04-28', 'done', 2],
      ['counter', 'red', 'unit', 'u|1', '2026-04-28', 'late', 1],
      ['seen', 'red', 'campaign', 's-1', 12],
      ['seen', 'red', 'task', 's-2', 3],
      ['parked', 'red', 'task', 's-9', 1],
    ].map((line) => JSON.stringify(line));
    expect(await dump(view, 'red')).toEqual(lines);
    expect(await dump(view)).toEqual([JSON.stringify(['document', 'blue', 'c', '', '{}']), ...lines]);
  });
}

const onlyRed = ({ documents, counters, seen }: ViewCommit): Partial<ViewCommit> => ({
  documents: documents.filter(({ tenant }) => tenant === 'red'),
  counters: counters.filter(({ tenant }) => tenant === 'red'),
  seen: seen.filter(({ tenant }) => tenant === 'red'),
});
