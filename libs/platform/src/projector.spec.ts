import { StorageUnavailable } from '@chuangwen/kernel';
import { Arrivals } from './arrivals';
import { contracts, point, pointsView, writing, type PointEntry, type PointEvent } from './fakes/sample';
import { MemoryFeed } from './fakes/feed';
import { MemoryReadModels } from './fakes/read-models';
import { EventCodec } from './codec';
import { MemoryKeys } from './fakes/store';
import { Projector } from './projector';
import { defineView, type View } from './view';
import { ViewReader } from './views';

const topic = 'inspection';

describe('A projector', () => {
  let w: ReturnType<typeof writing>;
  let models: MemoryReadModels;
  let feed: MemoryFeed;
  let arrivals: Arrivals;
  let projector: Projector;
  let reader: ViewReader<PointEntry>;

  const make = (view: View = pointsView as View, codec = w.codec) =>
    new Projector(view, models, feed, codec, arrivals, w.clock, `g.${view.name}`);
  const scores = async (id: string, tenant = 'bureau') => (await reader.get(tenant, id))?.scores;
  const sum = async (tenant = 'bureau') => (await reader.sum(tenant, 'score'))[0]?.values;

  beforeEach(async () => {
    w = writing();
    models = new MemoryReadModels();
    feed = new MemoryFeed(topic, w.store.log);
    arrivals = new Arrivals();
    projector = make();
    reader = new ViewReader(pointsView, models, projector, arrivals);
    for (const id of ['1', '2', '3']) await w.run(id, { do: 'open' });
    await w.run('1', { do: 'open' }, 'street');
    for (let i = 1; i <= 4; i += 1) for (const id of ['1', '2', '3']) await w.run(id, { do: 'visit', score: i });
    await projector.start();
    await feed.deliver();
  });

  it('shows each event once, in the owner’s part and in that of its audience', async () => {
    expect(await scores('2')).toEqual([1, 2, 3, 4]);
    expect(await scores('2', 'office')).toEqual([1, 2, 3, 4]);
    expect(await sum()).toEqual({ visits: 12, sum: 30 });
    expect(await reader.get('street', '2')).toBeNull();
    expect((await reader.get('bureau', '1'))?.keeper).toBe('欧阳志远');
  });

  it('takes the whole topic again without a trace', async () => {
    for (const size of [1, 2, 7]) {
      feed.size = size;
      await feed.deliver(0);
    }
    expect(await scores('2')).toEqual([1, 2, 3, 4]);
    expect(await projector.compare()).toMatchObject({ equal: true });
  });

  it('gives the same rows however the events are cut into deliveries', async () => {
    const rows = [];
    for (const size of [1, 2, 5, 1000]) {
      feed.size = size;
      await projector.rebuild();
      const dump = [];
      for await (const row of models.dump(projector.ref)) dump.push(row);
      rows.push(dump.join('\n'));
    }
    expect(new Set(rows).size).toBe(1);
  });

  it('far behind, goes on by itself with few large commits, and says where it stands and what has arrived', async () => {
    await Promise.all([...Array(5600).keys()].map(() => w.run('1', { do: 'visit', score: 1 })));
    const commits = jest.spyOn(models, 'commit');
    const { version } = await w.streams().load(point, { tenant: 'bureau', stream: 'point-1' });
    const arrival = arrivals.next(pointsView.name, { topic, tenant: 'bureau', stream: 'point-1', version }, 60_000);
    feed.size = 500;
    const [consumer] = feed.consumers;
    const events = w.store.log.filter(({ stream }) => stream === 'point-1').slice(5, 505);
    expect(await consumer!.handle({ topic, partition: 1, next: 600, events })).toBe('further');
    await arrival.arrived;
    expect(commits.mock.calls.length).toBeLessThan(4);
    expect(await projector.lag()).toBe(0);
    expect(await sum()).toEqual({ visits: 5612, sum: 5630 });
    expect(await projector.compare()).toMatchObject({ equal: true });
  }, 60_000);

  it('says how far behind it is', async () => {
    expect(await projector.lag()).toBe(0);
    await w.run('1', { do: 'visit', score: 5 });
    await w.run('2', { do: 'visit', score: 5 });
    expect(await projector.lag()).toBe(2);
  });

  it('a comparison finds what a replay would not give, and leaves nothing behind', async () => {
    expect(await projector.compare()).toEqual({ equal: true, events: 16 });
    const forged = { pointId: '2', keeper: '', scores: [100] };
    await models.commit(projector.ref, {
      documents: [{ tenant: 'bureau', id: '2', body: forged, index: {} }],
      counters: [],
      positions: [],
      seen: [],
    });
    expect(await projector.compare()).toMatchObject({ equal: false });
    expect(await models.positions({ ...projector.ref, generation: 2 })).toEqual([]);
  });

  it('parks what was removed from the program or comes from a newer one, also where the view does not hear it', async () => {
    const codec = new EventCodec(contracts.slice(0, 1), new MemoryKeys());
    const hears = defineView<PointEntry, PointEvent>({
      ...pointsView,
      name: 'opened',
      route: { 'point.opened': ({ data }) => data.pointId },
    });
    const older = make(hears as View, codec);
    await older.start();
    await feed.deliver();
    expect((await older.parked()).map(({ stream, reason }) => [stream, reason])).toEqual(
      ['2', '1', '3'].map((id) => [`point-${id}`, expect.stringContaining('point.visited v1 is not known')]),
    );
  });

  describe('rebuilding', () => {
    it('switches to what was built beside, with all that came meanwhile', async () => {
      let more = 4;
      feed.between = async () => {
        feed.between = () => undefined;
        await w.run('1', { do: 'visit', score: (more += 1) });
        await feed.deliver();
      };
      const events = await projector.rebuild();
      expect(events).toBeGreaterThanOrEqual(17);
      expect(projector.ref.generation).toBe(2);
      expect(await scores('1')).toEqual([1, 2, 3, 4, 5]);
      await w.run('1', { do: 'visit', score: 6 });
      await feed.deliver();
      expect(await scores('1')).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('takes a delivery that began before the switch and ended after it', async () => {
      const building = projector.rebuild();
      await w.run('1', { do: 'visit', score: 5 });
      const deliveries = [feed.deliver(), building, feed.deliver(0)];
      await Promise.all(deliveries);
      expect(await scores('1')).toEqual([1, 2, 3, 4, 5]);
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('holds back a delivery that comes between the last replay and the switch', async () => {
      let delivering: Promise<void> | undefined;
      models.before = async (what) => {
        if (what !== 'switch') return;
        models.before = () => undefined;
        await w.run('1', { do: 'visit', score: 5 });
        delivering = feed.deliver();
        await new Promise((done) => setTimeout(done, 10));
      };
      await projector.rebuild();
      await delivering;
      expect(await scores('1')).toEqual([1, 2, 3, 4, 5]);
    });

    it('keeps the live view readable until the moment of the switch, and in it', async () => {
      const read: unknown[] = [];
      const waiting: Promise<unknown>[] = [];
      const look = () => void waiting.push(scores('2').then((found) => read.push(found)));
      models.before = async (what) => {
        look();
        if (what === 'switch' || what === 'switched') await new Promise((done) => setTimeout(done, 5));
        look();
      };
      feed.between = look;
      await projector.rebuild();
      await Promise.all(waiting);
      expect(read.length).toBeGreaterThan(10);
      expect(new Set(read.map((found) => JSON.stringify(found)))).toEqual(new Set(['[1,2,3,4]']));
    });

    it('mends what a mistake in the view has made', async () => {
      models = new MemoryReadModels();
      const wrong = make({ ...pointsView, evolve: () => ({ pointId: '?', keeper: '', scores: [] }) } as View);
      await wrong.start();
      await feed.deliver();
      const document = async (ref = wrong.ref) => (await models.load(ref, [{ tenant: 'bureau', id: '2' }]))[0];
      expect(await document()).toMatchObject({ pointId: '?' });
      const mended = make();
      await mended.rebuild();
      expect(await document(mended.ref)).toMatchObject({ pointId: '2', scores: [1, 2, 3, 4] });
    });

    it('that died half-way leaves the live view as it was, and the next one begins anew', async () => {
      let left = 1;
      models.before = (what) => {
        if (what === 'commit' && (left -= 1) === 0) throw new StorageUnavailable('full');
      };
      await expect(projector.rebuild()).rejects.toThrow(StorageUnavailable);
      expect(projector.ref.generation).toBe(1);
      expect(await scores('2')).toEqual([1, 2, 3, 4]);
      await projector.rebuild();
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('goes on with the generation that is live when a switch fails after it was made', async () => {
      models.before = (what) => {
        if (what === 'switched') throw new StorageUnavailable('io');
      };
      await expect(projector.rebuild()).rejects.toThrow(StorageUnavailable);
      models.before = () => undefined;
      expect(projector.ref.generation).toBe(2);
      await w.run('1', { do: 'visit', score: 5 });
      await feed.deliver();
      expect(await scores('1')).toEqual([1, 2, 3, 4, 5]);
    });

    it('twice at once is one after the other', async () => {
      await Promise.all([projector.rebuild(), projector.rebuild(), projector.compare()]);
      expect(projector.ref.generation).toBe(3);
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('is given up when the service stops', async () => {
      const building = projector.rebuild();
      feed.between = () => void projector.stop();
      await expect(building).rejects.toThrow(/closed/);
      expect(await scores('2')).toEqual([1, 2, 3, 4]);
    });

    it('tells how far it has come', async () => {
      const progress: number[] = [];
      await projector.rebuild({ onProgress: (events) => progress.push(events) });
      expect(progress.at(-1)).toBe(16);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
    });
  });

  describe('rebuilding one tenant’s part', () => {
    it('keeps what others have addressed to it, and leaves theirs alone', async () => {
      await models.commit(projector.ref, {
        documents: ['office', 'street'].map((tenant) => ({ tenant, id: 'forged', body: { a: 1 }, index: {} })),
        counters: [],
        positions: [],
        seen: [],
      });
      const commit = jest.spyOn(models, 'commit');
      await projector.rebuild({ tenant: 'office' });
      const written = commit.mock.calls
        .filter(([{ generation }]) => generation === 2)
        .flatMap(([, { documents }]) => documents);
      expect(new Set(written.map(({ tenant }) => tenant))).toEqual(new Set(['office'])); // no work for the others
      expect(await reader.get('office', 'forged')).toBeNull();
      expect(await reader.get('street', 'forged')).not.toBeNull();
      expect(await scores('2', 'office')).toEqual([1, 2, 3, 4]);
      expect(await sum('office')).toEqual({ visits: 12, sum: 30 });
      await projector.rebuild({ tenant: 'street' });
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('neither loses nor doubles what the live view has not seen yet', async () => {
      await w.run('2', { do: 'visit', score: 5 });
      feed.between = async () => {
        feed.between = () => undefined;
        await w.run('3', { do: 'visit', score: 6 });
      };
      await projector.rebuild({ tenant: 'office' });
      await feed.deliver();
      expect([await scores('2', 'office'), await scores('2')]).toEqual([
        [1, 2, 3, 4, 5],
        [1, 2, 3, 4, 5],
      ]);
      expect(await projector.compare()).toMatchObject({ equal: true });
    });

    it('is refused while a stream is parked', async () => {
      await models.commit(projector.ref, {
        documents: [],
        counters: [],
        positions: [],
        seen: [],
        park: [{ topic, tenant: 'bureau', stream: 'point-1', version: 6, reason: '', attempts: 3, parkedAt: '' }],
      });
      await expect(projector.rebuild({ tenant: 'office' })).rejects.toMatchObject({ code: 'rebuild.parked' });
      expect(await scores('2', 'office')).toEqual([1, 2, 3, 4]);
    });
  });

  it('a retry announces what has arrived', async () => {
    const failing = { on: true };
    const touchy = { ...pointsView, name: 'touchy' } as View;
    const view: View = {
      ...touchy,
      evolve: (entry, event, id) => {
        if (failing.on && event.meta.version === 3) throw new Error('no');
        return touchy.evolve(entry, event, id);
      },
    };
    const own = make(view);
    await own.start();
    await feed.deliver();
    const stream = { topic, tenant: 'bureau', stream: 'point-1' };
    await expect(own.retry(stream, true)).rejects.toThrow('no');
    failing.on = false;
    expect(await own.retry(stream, true)).toBe(3);
    expect(await models.seen(own.ref, [stream])).toEqual([2]);
    const wait = arrivals.next('touchy', { ...stream, version: 5 }, 5000);
    expect(await own.retry(stream, false)).toBe(3);
    await wait.arrived;
    expect(await models.seen(own.ref, [stream])).toEqual([5]);
  });
});
