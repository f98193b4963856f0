import { hashOf, NO_HASH, type StoredEvent } from '@chuangwen/contracts';
import type { Parked, ReadModels, ViewCommit, ViewRef } from '../read-models';
import { eventually } from './opened';
import { change, count, doc, type ReadModelsStage } from './read-models-stage';
import { someEvent } from './samples';

/** How a view moves on: whole commits, and streams that wait. */
export function describeCommits(stage: ReadModelsStage): void {
  let models: ReadModels;
  let view: ViewRef;
  let next: ViewRef;
  beforeEach(() => {
    ({ models, view, next } = stage.now());
  });
  const { ids } = stage;

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
      version: 2, // the one after what was seen
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
      await models.commit(
        view,
        change({ seen: [{ ...stream, version: 1 }], park: [parked], parkedEvents: [events[0]!] }),
      );
      await models.commit(view, change({ parkedEvents: [events[2]!, events[1]!] }));
      expect(await models.parked(view)).toEqual([parked]);
      const waiting = await models.parkedEvents(view, stream);
      expect(waiting.map(comparable)).toEqual(events.map(comparable));
      expect(await models.parkedEvents(view, { ...stream, tenant: 'blue' })).toEqual([]);

      await models.commit(view, change({ park: [{ ...parked, attempts: 2, reason: 'still no' }] }));
      expect(await models.parked(view)).toEqual([{ ...parked, attempts: 2, reason: 'still no' }]);
      expect(await models.parkedEvents(view, stream)).toHaveLength(3);

      await models.commit(view, change({ unpark: [stream], seen: [{ ...stream, version: 4, from: 1 }] }));
      expect(await models.parked(view)).toEqual([]);
      expect(await models.parkedEvents(view, stream)).toEqual([]);
    });

    it('belong to one generation', async () => {
      await models.commit(
        view,
        change({ seen: [{ ...stream, version: 1 }], park: [parked], parkedEvents: [stored(2)] }),
      );
      expect(await models.parked(next)).toEqual([]);
      await models.switchTo(next);
      expect(await models.parked(view)).toEqual([]);
      expect(await models.parkedEvents(view, stream)).toEqual([]);
    });
  });
}

function comparable({ data, hash, previousHash, ...event }: StoredEvent): Record<string, unknown> {
  const { topic: _topic, ...rest } = event as typeof event & { topic?: string };
  return { ...rest, bytes: [data, hash, previousHash].map((bytes) => Buffer.from(bytes).toString('hex')) };
}
