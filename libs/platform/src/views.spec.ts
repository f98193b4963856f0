import { INSTALLATION } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import type { Find } from '@chuangwen/ports';
import { Arrivals } from './arrivals';
import { formatToken } from './caller';
import { caller, pointsView, writing, type PointEntry } from './fakes/sample';
import { MemoryFeed } from './fakes/feed';
import { MemoryReadModels } from './fakes/read-models';
import { freshnessOf } from './freshness';
import { overseerScope } from './policy';
import { Projector } from './projector';
import type { View } from './view';
import { ViewReader } from './views';

describe('A reader of a view', () => {
  let w: ReturnType<typeof writing>;
  let models: MemoryReadModels;
  let feed: MemoryFeed;
  let projector: Projector;
  let reader: ViewReader<PointEntry>;
  let arrivals: Arrivals;

  beforeEach(async () => {
    w = writing();
    models = new MemoryReadModels();
    feed = new MemoryFeed('inspection', w.store.log);
    arrivals = new Arrivals();
    projector = new Projector(pointsView as View, models, feed, w.codec, arrivals, w.clock, 'g');
    reader = new ViewReader(pointsView, models, projector, arrivals);
    await projector.start();
  });

  const token = (version: number, tenant = 'bureau') =>
    formatToken({ service: 'inspection', tenant, stream: 'point-1', version });

  it('waits for what a token names', async () => {
    const { token: own } = await w.run('1', { do: 'open' });
    const waiting = reader.freshness([own], ['bureau']);
    setTimeout(() => void feed.deliver(), 20);
    expect(await waiting).toEqual({ caughtUp: true, behind: 0, parked: 0 });
    expect(await reader.get('bureau', '1')).not.toBeNull();
  });

  it('waits for all that was said by now, and not for what is said meanwhile', async () => {
    await w.run('1', { do: 'open' });
    const heard = reader.heardAll();
    setTimeout(() => {
      void feed.deliver().then(() => w.run('2', { do: 'open' }));
    }, 20);
    await heard;
    expect(await reader.get('bureau', '1')).not.toBeNull();
  });

  it('gives up on what is not said to it in time', async () => {
    await w.run('1', { do: 'open' });
    await expect(reader.heardAll(30)).rejects.toThrow('is behind');
  });

  it('does not miss what arrives while it looks', async () => {
    const { token: own } = await w.run('1', { do: 'open' });
    const seen = models.seen.bind(models);
    jest.spyOn(models, 'seen').mockImplementationOnce(async (ref, streams) => {
      const before = await seen(ref, streams);
      await feed.deliver();
      return before;
    });
    const began = performance.now();
    expect(await reader.freshness([own], ['bureau'])).toMatchObject({ caughtUp: true });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('answers “not yet” with the lag when it takes too long', async () => {
    await w.run('1', { do: 'open' });
    const { token: own } = await w.run('1', { do: 'visit', score: 2 });
    const began = performance.now();
    expect(await reader.freshness([own], ['bureau'])).toEqual({ caughtUp: false, behind: 2, parked: 0 });
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('tells the lag also to who brings no token', async () => {
    await w.run('1', { do: 'open' });
    await w.run('1', { do: 'visit', score: 2 });
    expect(await reader.freshness([], ['bureau'])).toEqual({ caughtUp: false, behind: 2, parked: 0 });
    expect(await reader.freshness(['nonsense'], ['bureau'])).toEqual({ caughtUp: false, behind: 2, parked: 0 });
    await feed.deliver();
    expect(await reader.freshness([], ['bureau'])).toEqual({ caughtUp: true, behind: 0, parked: 0 });
  });

  it('has caught up with a token while what came later is still on its way, and says how much', async () => {
    const { token: own } = await w.run('1', { do: 'open' });
    await feed.deliver();
    await w.run('2', { do: 'open' });
    expect(await reader.freshness([own], ['bureau'])).toEqual({ caughtUp: true, behind: 1, parked: 0 });
  });

  it('costs a look at offsets and ends, no more', async () => {
    await w.run('1', { do: 'open' });
    const [positions, ends] = [jest.spyOn(models, 'positions'), jest.spyOn(feed, 'ends')];
    await reader.freshness([], ['bureau']);
    expect([positions.mock.calls.length, ends.mock.calls.length]).toEqual([1, 1]);
  });

  it('waits only for services whose events the view hears, and for what is a token', async () => {
    const other = formatToken({ service: 'task', tenant: 'bureau', stream: 'task-1', version: 9 });
    const fresh = await reader.freshness([other, 'nonsense', '', 'inspection:a:b:-1'], ['bureau']);
    expect(fresh).toEqual({ caughtUp: true, behind: 0, parked: 0 });
  });

  it('has not caught up with a token that it does not look at while it is behind', async () => {
    const { token: own } = await w.run('1', { do: 'open' });
    const unheard = formatToken({ service: 'task', tenant: 'bureau', stream: 'task-1', version: 9 });
    const behind = { caughtUp: false, behind: 1, parked: 0 };
    expect(await reader.freshness([unheard], ['bureau'])).toEqual(behind);
    expect(await reader.freshness([token(1)], ['street'])).toEqual(behind);
    await feed.deliver();
    await w.run('2', { do: 'open' });
    const deaf = { standing: async () => ({ arrived: null, behind: 7, parked: [] }) };
    expect(await freshnessOf([reader, deaf], [own, unheard], ['bureau'])).toMatchObject({ caughtUp: true, behind: 7 });
  });

  it('gives the same answer to another tenant’s token, whether what it names exists or not', async () => {
    await w.run('1', { do: 'open' });
    await feed.deliver();
    const began = performance.now();
    const [exists, not] = [
      await reader.freshness([token(1)], ['street']),
      await reader.freshness([token(7)], ['street']),
    ];
    expect(exists).toEqual(not);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('waits for the register of the installation on everybody’s behalf', async () => {
    await w.run('1', { do: 'open' }, INSTALLATION);
    const waiting = reader.freshness([token(1, INSTALLATION)], ['street']);
    setTimeout(() => void feed.deliver(), 20);
    expect(await waiting).toMatchObject({ caughtUp: true });
    expect(
      await models.seen(projector.ref, [{ topic: 'inspection', tenant: INSTALLATION, stream: 'point-1' }]),
    ).toEqual([1]);
  });

  it('says how many streams of the tenants asked about are parked, and of no others', async () => {
    const park = ['bureau', 'street'].map((tenant) => ({
      topic: 'inspection',
      tenant,
      stream: 'point-1',
      version: 1,
      reason: '',
      attempts: 3,
      parkedAt: '',
    }));
    await models.commit(projector.ref, { documents: [], counters: [], positions: [], seen: [], park });
    expect(await reader.freshness([], ['bureau'])).toMatchObject({ parked: 1 });
    expect(await reader.freshness([], ['bureau', 'street', 'x'])).toMatchObject({ parked: 2 });
  });

  it('of several views is no fresher than the one furthest back, and a stream that both miss counts once', async () => {
    const other = { ...pointsView, name: 'others' };
    const others = new Projector(other as View, models, feed, w.codec, arrivals, w.clock, 'h');
    const both = [reader, new ViewReader(other, models, others, arrivals)];
    await w.run('1', { do: 'open' });
    await w.run('2', { do: 'open' });
    await feed.deliver();
    const park = (...streams: string[]) => ({
      documents: [],
      counters: [],
      positions: [],
      seen: [],
      park: streams.map((stream) => ({
        topic: 'inspection',
        tenant: 'bureau',
        stream,
        version: 1,
        reason: '',
        attempts: 3,
        parkedAt: '',
      })),
    });
    await models.commit(projector.ref, park('point-1', 'point-2'));
    await models.commit(others.ref, park('point-1', 'point-3'));
    expect(await freshnessOf(both, [], ['bureau'])).toEqual({ caughtUp: false, behind: 2, parked: 3 });
    expect(await freshnessOf([reader], [], ['bureau'])).toEqual({ caughtUp: true, behind: 0, parked: 2 });
  });

  it('leaves nobody waiting behind', async () => {
    const { token: own } = await w.run('1', { do: 'open' });
    jest.spyOn(models, 'seen').mockRejectedValueOnce(new Error('away'));
    await expect(reader.freshness([own], ['bureau'])).rejects.toThrow('away');
    expect(Reflect.get(arrivals, 'waiters')).toEqual(new Set());
  });

  it('finds everything, however much there is, and no more than it was asked for', async () => {
    const ids = Array.from({ length: 2003 }, (_, at) => `t-${String(at).padStart(4, '0')}`);
    const documents = ids.map((id) => ({ tenant: 'bureau', id, body: { pointId: id }, index: { kind: ['all'] } }));
    await models.commit(projector.ref, { documents, counters: [], positions: [], seen: [] });
    const found = async (find?: Find) => (await reader.find('bureau', find)).map(({ pointId }) => pointId);
    expect(await found()).toEqual(ids);
    expect(await found({ index: 'kind', value: 'all' })).toEqual(ids);
    expect(await found({ after: 't-1000' })).toEqual(ids.slice(1001));
    expect(await found({ after: 't-0009', limit: 2 })).toEqual(['t-0010', 't-0011']);
  });

  describe('across tenants', () => {
    const office = (overseen: readonly string[]) =>
      overseerScope(
        caller('c', {
          tenant: 'office',
          principal: { account: '', person: '', tenant: 'office', office: true, root: 'office', posts: [] },
        }),
        overseen,
      );

    beforeEach(async () => {
      await w.run('1', { do: 'open', office: 'x' });
      await w.run('1', { do: 'visit', score: 2 });
      await w.run('2', { do: 'open', office: 'x' }, 'street');
      await feed.deliver();
    });

    it('reads what the policy’s scope names', async () => {
      const found = await reader.findAcross(office(['bureau']));
      expect(found.map(({ tenant, document }) => [tenant, document.pointId])).toEqual([['bureau', '1']]);
      expect(await reader.sumAcross(office(['bureau', 'street']), 'score')).toMatchObject([{ tenant: 'bureau' }]);
    });

    it('of some of them only, and of nobody else', async () => {
      const scope = office(['bureau', 'street']);
      const found = await reader.findAcross(scope, {}, ['street']);
      expect(found.map(({ tenant }) => tenant)).toEqual(['street']);
      await expect(reader.findAcross(office(['bureau']), {}, ['street'])).rejects.toThrow(NotFound);
      expect(() => reader.differencesAcross(office(['bureau']), 'street', 'score')).toThrow(NotFound);
    });

    it('tells what changed of whom', async () => {
      const scope = office(['bureau', 'street']);
      const [, bureau, street] = await reader.stampsAcross(scope);
      const { stamp, rows } = await reader.differencesAcross(scope, 'bureau', 'score');
      expect([stamp, rows.length]).toEqual([bureau, 1]);
      await w.run('1', { do: 'visit', score: 3 });
      await feed.deliver();
      const after = await reader.stampsAcross(scope);
      expect([after[1] === bureau, after[2] === street]).toEqual([false, true]);
      expect((await reader.differencesAcross(scope, 'bureau', 'score', { since: stamp })).rows).toHaveLength(1);
    });

    it('refuses a view that is not declared for it', async () => {
      const { readableByOverseers: _no, ...closed } = pointsView;
      const own = new ViewReader(closed, models, projector, arrivals);
      expect(() => own.sumAcross(office(['bureau']), 'score')).toThrow(/not readable across/);
      await expect(own.findAcross(office(['bureau']))).rejects.toThrow(/not readable across/);
    });
  });
});
