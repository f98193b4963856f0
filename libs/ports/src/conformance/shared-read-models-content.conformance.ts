import { ViewMoved, type Document, type DocumentChange, type ReadModels, type ViewRef } from '../read-models';
import { change, count, doc } from './read-models-stage';
import type { SharedStage } from './shared-read-models.conformance';

/** Documents that two write, and counters to which both add. */
export function describeSharedContent(stage: SharedStage): void {
  let one: ReadModels;
  let other: ReadModels;
  let view: ViewRef;
  beforeEach(() => {
    ({ one, other, view } = stage.now());
  });
  const load = async (models: ReadModels, id: string) => (await models.load(view, [{ tenant: 'red', id }]))[0] ?? null;
  const made = (was: Document | null, id: string, body: Document | null): DocumentChange => ({ ...doc(id, body), was });
  /** Beside the document, so that it would show if anything was written. */
  const rest = {
    counters: [count('k', '2026-04-28', { n: 1 })],
    positions: [{ topic: 'task', partition: 3, next: 9 }],
    seen: [{ topic: 'task', tenant: 'red', stream: 's', version: 1, from: 0 }],
  };

  describe('a document', () => {
    it('is changed by one of two that made theirs of the same', async () => {
      await one.commit(view, change({ documents: [doc('a', { n: 1 })] }));
      const [mine, theirs] = [await load(one, 'a'), await load(other, 'a')];
      await one.commit(view, change({ documents: [made(mine, 'a', { n: 2 })] }));
      await stage.refused(other, view, { documents: [doc('b', {}), made(theirs, 'a', { n: 3 })], ...rest });
      await stage.refused(other, view, { documents: [made(theirs, 'a', null)], ...rest });
      await other.commit(view, change({ documents: [made(await load(other, 'a'), 'a', { n: 3 })], ...rest }));
      expect(await load(one, 'a')).toEqual({ n: 3 });
    });

    it('is changed by one of two at once', async () => {
      await one.commit(view, change({ documents: [doc('a', { n: 0 })] }));
      for (let n = 1; n <= 10; n += 1) {
        const attempts = await Promise.allSettled(
          [one, other].map(async (models) =>
            models.commit(view, change({ documents: [made(await load(models, 'a'), 'a', { n, by: models === one })] })),
          ),
        );
        const refused = attempts.flatMap((attempt) =>
          attempt.status === 'rejected' ? [attempt.reason as unknown] : [],
        );
        // Two that came one after the other both win.
        expect(refused.length).toBeLessThan(2);
        for (const reason of refused) expect(reason).toBeInstanceOf(ViewMoved);
        expect(await load(one, 'a')).toMatchObject({ n });
      }
    });

    it('that there was none of must not have been made meanwhile', async () => {
      await one.commit(view, change({ documents: [made(null, 'a', { n: 1 })] }));
      await stage.refused(other, view, { documents: [made(null, 'a', { n: 2 })], ...rest });
      await stage.refused(other, view, { documents: [made(null, 'a', null)], ...rest });
      await other.commit(view, change({ documents: [made(null, 'b', null), made(null, 'c', {})], ...rest }));
    });

    it('that there was must not be gone', async () => {
      await one.commit(view, change({ documents: [doc('a', { n: 1 })] }));
      const was = await load(other, 'a');
      await one.commit(view, change({ documents: [doc('a', null)] }));
      await stage.refused(other, view, { documents: [made(was, 'a', { n: 2 })], ...rest });
      await stage.refused(other, view, { documents: [made(was, 'a', null)], ...rest });
    });

    it('may be made again and again of what its builder itself brought, until another one comes', async () => {
      const bodies = [{ n: 1 }, { n: 2 }, { n: 3 }] as const;
      await one.commit(view, change({ documents: [made(null, 'a', bodies[0])] }));
      await one.commit(view, change({ documents: [made(bodies[0], 'a', bodies[1])] }));
      await stage.refused(one, view, { documents: [made(bodies[0], 'a', { n: 9 })] });
      await one.commit(view, change({ documents: [made(bodies[1], 'a', bodies[2])] }));
      await other.commit(view, change({ documents: [made(await load(other, 'a'), 'a', { n: 4 })] }));
      await stage.refused(one, view, { documents: [made(bodies[2], 'a', { n: 5 })] });
    });

    it('is replaced whatever there is, where nothing is said', async () => {
      await one.commit(view, change({ documents: [doc('a', { n: 1 })] }));
      await other.commit(view, change({ documents: [doc('a', { n: 2 }, { k: ['v'] })] }));
      expect(await one.find(view, 'red', { index: 'k', value: 'v' })).toEqual([{ id: 'a', body: { n: 2 } }]);
      await other.commit(view, change({ documents: [doc('a', null)] }));
      expect(await load(one, 'a')).toBeNull();
    });
  });

  it('counters of two add up, and go when they come to 0', async () => {
    const add = async (models: ReadModels, by: number) => {
      for (let n = 0; n < 10; n += 1) {
        const counters = [count('k', '2026-04-28', { n: by, [`m${n}`]: 1 }), count('z', '2026-04-29', { n: by })];
        // Who has nothing that must still be so is not refused, but may be kept waiting too long.
        for (let tries = 0; ; tries += 1) {
          const done = await models.commit(view, change({ counters })).then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof ViewMoved) || tries === 20) throw error;
              return false;
            },
          );
          if (done) break;
        }
      }
    };
    await Promise.all([add(one, 3), add(other, 2)]);
    expect(await one.sum(view, ['red'], 'unit', { keyPrefix: 'k' })).toEqual([
      {
        tenant: 'red',
        key: 'k',
        values: { n: 50, ...Object.fromEntries([...Array(10).keys()].map((n) => [`m${n}`, 2])) },
      },
    ]);
    await Promise.all([
      one.commit(view, change({ counters: [count('z', '2026-04-29', { n: -30 })] })),
      other.commit(view, change({ counters: [count('z', '2026-04-29', { n: -20 })] })),
    ]);
    expect((await stage.dump(other, view)).filter((row) => row.includes('"z"'))).toEqual([]);
  });

  it('a stamp changes with the commits of both, and tells whose days are new', async () => {
    const commit = (models: ReadModels, partition: number, day: string) =>
      models.commit(
        view,
        change({ counters: [count('k', day, { n: 1 })], positions: [{ topic: 'task', partition, next: 1 }] }),
      );
    await commit(one, 0, '2026-04-27');
    const { stamp } = await one.differences(view, 'red', 'unit', {});
    await commit(other, 1, '2026-04-28');
    await commit(one, 0, '2026-04-29');
    for (const models of [one, other]) {
      expect((await models.differences(view, 'red', 'unit', { since: stamp })).days).toEqual([
        '2026-04-28',
        '2026-04-29',
      ]);
    }
    expect(await one.stamps(view, ['red'])).toEqual(await other.stamps(view, ['red']));
    expect(await one.stamps(view, ['red'])).not.toEqual([stamp]);
  });
}
