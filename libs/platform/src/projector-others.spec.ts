import { ViewMoved } from '@chuangwen/ports';
import { Arrivals } from './arrivals';
import { MemoryFeed } from './fakes/feed';
import { MemoryReadModels } from './fakes/read-models';
import { pointsView, writing, type PointEntry } from './fakes/sample';
import { Projector } from './projector';
import type { View } from './view';
import { ViewReader } from './views';

const topic = 'inspection';

describe('A projector beside those of other processes', () => {
  let w: ReturnType<typeof writing>;
  let models: MemoryReadModels;
  let mine: ReturnType<typeof aProcess>;
  let theirs: ReturnType<typeof aProcess>;

  /** A process of its own on the same views; only the other ones hear of its switches. */
  const aProcess = () => {
    const feed = new MemoryFeed(topic, w.store.log);
    const arrivals = new Arrivals();
    const projector = new Projector(pointsView as View, models, feed, w.codec, arrivals, w.clock, 'g');
    const reader = new ViewReader(pointsView, models, projector, arrivals);
    return { feed, projector, reader, arrivals };
  };
  const scores = async ({ reader }: { reader: ViewReader<PointEntry> }, id = '2') =>
    (await reader.get('bureau', id))?.scores;

  beforeEach(async () => {
    w = writing();
    models = new MemoryReadModels();
    [mine, theirs] = [aProcess(), aProcess()];
    for (const id of ['1', '2', '3']) await w.run(id, { do: 'open' });
    for (let i = 1; i <= 4; i += 1) for (const id of ['1', '2', '3']) await w.run(id, { do: 'visit', score: i });
    await Promise.all([mine.projector.start(), theirs.projector.start()]);
  });

  it('that comes too late with what another one took begins again from what is stored', async () => {
    const [consumer] = mine.feed.consumers;
    const [first] = await deliveries(mine.feed);
    models.before = async (what) => {
      if (what !== 'commit') return;
      models.before = () => undefined;
      await theirs.feed.deliver(); // the partition was given to the other one meanwhile
    };
    await expect(consumer!.handle(first!)).rejects.toThrow(ViewMoved);
    await mine.feed.deliver();
    expect(await scores(mine)).toEqual([1, 2, 3, 4]);
    expect((await mine.reader.sum('bureau', 'score'))[0]?.values).toEqual({ visits: 12, sum: 30 });
    expect(await mine.projector.compare()).toMatchObject({ equal: true });
  });

  it('that nobody told of a switch is refused, and goes on in what is live', async () => {
    await mine.feed.deliver();
    await theirs.projector.rebuild();
    await w.run('2', { do: 'visit', score: 5 });
    const [consumer] = mine.feed.consumers;
    const last = (await deliveries(mine.feed)).at(-1)!;
    expect(mine.projector.ref.generation).toBe(1);
    await expect(consumer!.handle(last)).rejects.toThrow(); // as moved or as a gap: what it stood on is gone
    await mine.feed.deliver();
    expect(mine.projector.ref.generation).toBe(2);
    expect(await scores(mine)).toEqual([1, 2, 3, 4, 5]);
    expect(await mine.projector.compare()).toMatchObject({ equal: true });
  });

  it('follows a switch made elsewhere: reads at work end where they began, later ones and who waits look there', async () => {
    await mine.feed.deliver();
    const { generation } = theirs.projector.ref;
    const began = Promise.withResolvers<void>();
    const read = mine.projector.read(async (ref) => {
      await began.promise;
      return ref.generation;
    });
    const stream = { topic, tenant: 'bureau', stream: 'point-2' };
    const wait = mine.arrivals.next(pointsView.name, { ...stream, version: 99 }, 60_000);
    models.switchedElsewhere({ view: pointsView.name, generation: generation + 1 });
    const later = mine.projector.read(async (ref) => ref.generation);
    began.resolve();
    expect([await read, await later]).toEqual([generation, generation + 1]);
    await wait.arrived;
    wait.cancel();
  });

  describe('rebuilding', () => {
    /** Before the switch the other one takes what came, `times`; the models say so as the port promises. */
    const moving = (times: number) => {
      models.before = async (what) => {
        if (what !== 'switch' || (times -= 1) < 0) return;
        await w.run('1', { do: 'visit', score: 5 });
        await theirs.feed.deliver();
        throw new ViewMoved(mine.projector.ref);
      };
    };

    it('takes the last stretch again as often as the other one moved the view in it', async () => {
      await mine.feed.deliver();
      moving(2);
      await mine.projector.rebuild();
      expect(mine.projector.ref.generation).toBe(2);
      expect(await scores(mine, '1')).toEqual([1, 2, 3, 4, 5, 5]);
      await theirs.feed.deliver();
      expect(await mine.projector.compare()).toMatchObject({ equal: true });
    });

    it('of one tenant takes it again as well', async () => {
      await mine.feed.deliver();
      moving(1);
      await mine.projector.rebuild({ tenant: 'office' });
      expect((await mine.reader.get('office', '1'))?.scores).toEqual([1, 2, 3, 4, 5]);
      expect(await mine.projector.compare()).toMatchObject({ equal: true });
    });

    it('is given up where that never ends, and the live view stays', async () => {
      await mine.feed.deliver();
      jest.useFakeTimers({ advanceTimers: 50 });
      try {
        moving(Infinity);
        await expect(mine.projector.rebuild()).rejects.toThrow(ViewMoved);
      } finally {
        jest.useRealTimers();
      }
      expect(mine.projector.ref.generation).toBe(1);
    });
  });

  it('a reader finds what another process took, of which nobody tells, long before it gives up', async () => {
    const { token } = await w.run('2', { do: 'visit', score: 5 });
    jest.useFakeTimers();
    try {
      const fresh = mine.reader.freshness([token], ['bureau']);
      let answered = false;
      void fresh.then(() => (answered = true));
      await jest.advanceTimersByTimeAsync(200);
      expect(answered).toBe(false);
      const taken = theirs.feed.deliver();
      await jest.advanceTimersByTimeAsync(200);
      await taken;
      await jest.advanceTimersByTimeAsync(60);
      expect(answered).toBe(true);
      expect(await fresh).toMatchObject({ caughtUp: true });
    } finally {
      jest.useRealTimers();
    }
  });

  async function deliveries(feed: MemoryFeed) {
    const all = [];
    for await (const delivery of feed.replay([topic], { from: await models.positions(mine.projector.ref) })) {
      all.push(delivery);
    }
    return all;
  }
});
