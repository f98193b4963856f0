import { hashOf, NO_HASH, type StoredEvent } from '@chuangwen/contracts';
import { ViewMoved, type Parked, type ReadModels, type SeenChange, type ViewRef } from '../read-models';
import { change, doc } from './read-models-stage';
import { someEvent } from './samples';
import type { SharedStage } from './shared-read-models.conformance';

const stream = { topic: 'task', tenant: 'red', stream: 's-1' };
const seen = (from: number, version: number): SeenChange => ({ ...stream, from, version });
const parked = (version: number): Parked & { topic: string } => {
  return { ...stream, version, reason: 'no', attempts: 3, parkedAt: '2026-04-28T00:00:00.000Z' };
};
const stored = (version: number): StoredEvent & { topic: string } => {
  const event = { ...someEvent(), tenant: 'red', stream: 's-1', version, previousHash: NO_HASH };
  return { ...event, hash: hashOf(event), topic: 'task' };
};

/** Streams whose partition went from one process to another while both were at work. */
export function describeSharedStreams(stage: SharedStage): void {
  let one: ReadModels;
  let other: ReadModels;
  let view: ViewRef;
  beforeEach(() => {
    ({ one, other, view } = stage.now());
  });

  describe('a stream', () => {
    it('is moved on only from where it is', async () => {
      const rest = { documents: [doc('a', {})], positions: [{ topic: 'task', partition: 0, next: 9 }] };
      await one.commit(view, change({ seen: [seen(0, 2)] }));
      await stage.refused(other, view, { seen: [seen(0, 3)], ...rest });
      await stage.refused(other, view, { seen: [seen(1, 3)], ...rest });
      await stage.refused(other, view, { seen: [{ ...seen(5, 6), stream: 's-2' }], ...rest });
      await other.commit(view, change({ seen: [seen(2, 5)], ...rest }));
      await stage.refused(one, view, { seen: [seen(2, 3)], ...rest });
      expect(await one.seen(view, [stream])).toEqual([5]);
    });

    it('is moved on by one of many at once', async () => {
      for (let version = 1; version <= 5; version += 1) {
        const attempts = await Promise.allSettled(
          Array.from({ length: 16 }, (_, at) =>
            (at % 2 ? one : other).commit(
              view,
              change({ seen: [seen(version - 1, version)], counters: [{ ...counter, add: { n: 1 } }] }),
            ),
          ),
        );
        expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const attempt of attempts)
          if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(ViewMoved);
        expect((await other.sum(view, ['red'], 'unit', {}))[0]!.values).toEqual({ n: version });
      }
    });
    const counter = { tenant: 'red', group: 'unit', key: 'k', day: '2026-04-28' };

    it('is parked only where it is', async () => {
      await one.commit(view, change({ seen: [seen(0, 2)] }));
      const park = (version: number) => ({ park: [parked(version)], parkedEvents: [stored(version)] });
      await stage.refused(other, view, park(1));
      await stage.refused(other, view, park(2));
      await other.commit(view, change(park(3)));
      await stage.refused(one, view, { seen: [seen(2, 3)] });
      expect(await one.parked(view)).toEqual([parked(3)]);
    });

    it('is parked at its first event, and then not taken by another one', async () => {
      await one.commit(view, change({ park: [parked(1)], parkedEvents: [stored(1)] }));
      await stage.refused(other, view, { seen: [seen(0, 1)] });
      expect(await other.seen(view, [stream])).toEqual([0]);
      await other.commit(view, change({ seen: [seen(0, 1)], unpark: [stream] }));
      await one.commit(view, change({ seen: [seen(1, 2)] }));
      expect(await other.seen(view, [stream])).toEqual([2]);
    });

    it('that was parked at its first event and goes on with nothing begins anew', async () => {
      await one.commit(view, change({ park: [parked(1)] }));
      await other.commit(view, change({ unpark: [stream] }));
      expect(await stage.dump(one, view)).toEqual([]);
      await one.commit(view, change({ seen: [seen(0, 1)] }));
    });

    it('goes on only with all the events that wait', async () => {
      await one.commit(view, change({ seen: [seen(0, 1)], park: [parked(2)], parkedEvents: [stored(2)] }));
      const waiting = await other.parkedEvents(view, stream);
      await one.commit(view, change({ parkedEvents: [stored(3)] }));
      expect(waiting).toHaveLength(1);
      await stage.refused(other, view, { seen: [seen(1, 2)], unpark: [stream] });
      await stage.refused(other, view, { unpark: [stream] });
      await other.commit(view, change({ seen: [seen(1, 3)], unpark: [stream] }));
      await stage.refused(one, view, { parkedEvents: [stored(4)] });
      await one.commit(view, change({ seen: [seen(3, 4)] }));
    });

    it('either goes on or is joined by an event, when both come at once', async () => {
      await one.commit(view, change({ park: [parked(1)], parkedEvents: [stored(1)] }));
      for (let version = 2; version < 12; version += 1) {
        const joins = one.commit(view, change({ parkedEvents: [stored(version)] }));
        const goes = other.commit(view, change({ seen: [seen(0, version - 1)], unpark: [stream] }));
        const [joined, gone] = await Promise.allSettled([joins, goes]);
        expect([joined, gone].filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await one.parkedEvents(view, stream)).toHaveLength(gone.status === 'fulfilled' ? 0 : version);
        if (gone.status === 'fulfilled') break;
      }
    });
  });

  it('offsets never go back', async () => {
    const at = (next: number) => change({ positions: [{ topic: 'task', partition: 0, next }] });
    await one.commit(view, at(7));
    await other.commit(view, at(5));
    expect(await one.positions(view)).toEqual([{ topic: 'task', partition: 0, next: 7 }]);
    await other.commit(view, at(8));
    expect(await one.positions(view)).toEqual([{ topic: 'task', partition: 0, next: 8 }]);
  });
}
