import { StorageUnavailable } from '@chuangwen/kernel';
import type { ServicePorts } from '@chuangwen/ports';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Arrivals } from '../arrivals';
import { MemoryFeed } from '../fakes/feed';
import { MemoryReadModels } from '../fakes/read-models';
import { contracts, pointsView, writing, type PointEntry } from '../fakes/sample';
import type { View } from '../view';
import { ViewReader } from '../views';
import type { DistantProjector } from './distant-projector';
import { keepViews } from './keep-views';
import { viewsApart } from './views-apart';

const topic = 'inspection';
const stream = { topic, tenant: 'bureau', stream: 'point-1' };

describe('Views that another thread keeps', () => {
  let w: ReturnType<typeof writing>;
  let models: MemoryReadModels;
  let feed: MemoryFeed;
  let arrivals: Arrivals;
  let projector: DistantProjector;
  let reader: ViewReader<PointEntry>;
  let ends: MessagePort[];
  /** The thread begins to run, or runs again. */
  let run: () => void;
  let failing: boolean;

  const touchy = {
    ...pointsView,
    evolve: (entry: PointEntry | null, event: never, id: string) => {
      if (failing && (event as { meta: { version: number } }).meta.version === 3) throw new Error('no');
      return pointsView.evolve(entry, event, id);
    },
  } as View;

  beforeEach(async () => {
    w = writing();
    [models, feed, arrivals, failing, ends] = [
      new MemoryReadModels(),
      new MemoryFeed(topic, w.store.log),
      new Arrivals(),
      false,
      [],
    ];
    const ports = { service: 'inspection', views: models, feed, keys: w.keys };
    const connect = (onLine: (line: MessagePort) => void) => {
      run = () => {
        const { port1, port2 } = new MessageChannel();
        ends.push(port1, port2);
        keepViews(port2, { contracts, views: [touchy] }, ports);
        onLine(port1);
      };
      run();
    };
    [projector] = viewsApart({ connect }, [touchy], ports as unknown as ServicePorts, arrivals) as [DistantProjector];
    reader = new ViewReader(pointsView, models, projector, arrivals);
    await w.run('1', { do: 'open' });
    for (const score of [1, 2, 3]) await w.run('1', { do: 'visit', score });
    await projector.start();
  });
  afterEach(() => ends.forEach((port) => port.close()));

  it('are read here as they stand, with texts opened there', async () => {
    await feed.deliver();
    expect(await reader.get('bureau', '1')).toMatchObject({ scores: [1, 2, 3], keeper: '欧阳志远' });
    expect(await projector.lag()).toBe(0);
  });

  it('tell who waits for a version when it has arrived', async () => {
    const token = `inspection:bureau:point-1:4`;
    const waiting = reader.freshness([token], ['bureau']);
    await new Promise((wait) => setTimeout(wait, 20)); // it has looked once and found nothing
    const began = performance.now();
    await feed.deliver();
    expect(await waiting).toMatchObject({ caughtUp: true });
    expect(performance.now() - began).toBeLessThan(1000); // its patience is twice that
  });

  it('are rebuilt there, with progress, while readers wait only for the switch', async () => {
    await feed.deliver();
    const progress: number[] = [];
    let during: Promise<unknown> | null = null;
    const release = Promise.withResolvers<void>();
    const reading = projector.read(async (ref) => {
      await release.promise;
      await new Promise((wait) => setTimeout(wait, 30)); // long enough for a switch that would not wait
      return models.load(ref, [{ tenant: 'bureau', id: '1' }]);
    });
    feed.between = () => {
      during ??= reader.get('bureau', '1');
      setTimeout(release.resolve, 30);
    };
    expect(await projector.rebuild({ onProgress: (events) => progress.push(events) })).toBe(4);
    expect(await reading).toMatchObject([{ scores: [1, 2, 3] }]); // the old one was not dropped under it
    expect(await during).toMatchObject({ scores: [1, 2, 3] });
    expect(progress.length).toBeGreaterThan(0);
    expect(projector.ref.generation).toBe(2);
    expect(await reader.get('bureau', '1')).toMatchObject({ scores: [1, 2, 3] });
    expect(await projector.compare()).toMatchObject({ equal: true });
  });

  it('say why they refuse, in the words of this side', async () => {
    failing = true;
    await feed.deliver();
    await expect(projector.rebuild({ tenant: 'bureau' })).rejects.toMatchObject({
      name: 'RuleViolation',
      code: 'rebuild.parked',
      params: { count: 2 },
    });
    expect(projector.ref.generation).toBe(1);
    await expect(projector.retry(stream, true)).rejects.toThrow('no');
    failing = false;
    expect(await projector.retry(stream, false)).toBe(2);
    expect(await projector.parked()).toEqual([]);
    expect(await reader.get('bureau', '1')).toMatchObject({ scores: [1, 2, 3] });
  });

  it('go on where they were when the thread died and runs again; who asked meanwhile is told', async () => {
    await feed.deliver();
    const hold = Promise.withResolvers<void>();
    feed.between = () => hold.promise;
    const asked = projector.rebuild();
    await new Promise((wait) => setTimeout(wait, 20));
    feed.consumers.clear();
    ends.at(-1)!.close();
    await expect(asked).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(projector.compare()).rejects.toBeInstanceOf(StorageUnavailable);
    hold.resolve();
    await w.run('1', { do: 'visit', score: 4 });
    run();
    while (feed.consumers.size === 0) await new Promise((wait) => setTimeout(wait, 5));
    await feed.deliver();
    expect(await reader.get('bureau', '1')).toMatchObject({ scores: [1, 2, 3, 4] });
  });

  it('let readers go on when the thread died in the middle of a switch', async () => {
    await feed.deliver();
    const never = Promise.withResolvers<void>();
    models.switchTo = () => never.promise;
    const asked = projector.rebuild();
    asked.catch(() => undefined);
    await new Promise((wait) => setTimeout(wait, 50));
    const reading = reader.get('bureau', '1');
    ends.at(-1)!.close();
    expect(await reading).toMatchObject({ scores: [1, 2, 3] });
    await expect(asked).rejects.toBeInstanceOf(StorageUnavailable);
    never.resolve();
  });

  it('let readers go on when the thread died while a switch still waited for one of them', async () => {
    await feed.deliver();
    const release = Promise.withResolvers<void>();
    const reading = projector.read(() => release.promise);
    const asked = projector.rebuild();
    asked.catch(() => undefined);
    await new Promise((wait) => setTimeout(wait, 50));
    ends.at(-1)!.close();
    await expect(asked).rejects.toBeInstanceOf(StorageUnavailable);
    release.resolve();
    await reading;
    expect(await reader.get('bureau', '1')).toMatchObject({ scores: [1, 2, 3] });
  });

  it('are begun again where the first try failed', async () => {
    ends.at(-1)!.close();
    await new Promise((wait) => setTimeout(wait, 5));
    feed.consumers.clear();
    const live = models.live.bind(models);
    let tries = 0;
    models.live = async (view) => {
      if ((tries += 1) === 1) throw new StorageUnavailable('io');
      return live(view);
    };
    run();
    while (feed.consumers.size === 0) await new Promise((wait) => setTimeout(wait, 5));
    expect(tries).toBe(2);
    await feed.deliver();
    expect(await projector.lag()).toBe(0);
  });

  it('start although the thread dies meanwhile, and is not taken for a fault of the disk; not for ever', async () => {
    await projector.stop();
    const live = models.live.bind(models);
    let deaths = 1;
    models.live = async (view) => {
      if (deaths > 0) {
        deaths -= 1;
        ends.at(-1)!.close();
        setTimeout(run, 20);
        return new Promise<number>(() => undefined);
      }
      return live(view);
    };
    await projector.start();
    expect(feed.consumers.size).toBe(1);
    await feed.deliver();
    expect(await projector.lag()).toBe(0);
    await projector.stop();
    deaths = Infinity;
    await expect(projector.start()).rejects.toBeInstanceOf(StorageUnavailable);
  });

  it('are named when that thread does not know them', async () => {
    const unknown = { ...touchy, name: 'unknown' };
    const ports = { views: models, feed } as unknown as ServicePorts;
    const connect = (onLine: (line: MessagePort) => void) => {
      const { port1, port2 } = new MessageChannel();
      ends.push(port1, port2);
      keepViews(port2, { contracts, views: [touchy] }, { service: 'inspection', views: models, feed, keys: w.keys });
      onLine(port1);
    };
    const [own] = viewsApart({ connect }, [unknown], ports, arrivals);
    await expect(own!.start()).rejects.toThrow('view unknown in the thread of views not found');
  });

  it('give up a question whose asker throws at its news', async () => {
    await feed.deliver();
    const onProgress = () => {
      throw new Error('no more');
    };
    await expect(projector.rebuild({ onProgress })).rejects.toThrow('no more');
  });

  it('stop, and a thread that is gone counts as stopped', async () => {
    await projector.stop();
    expect(feed.consumers.size).toBe(0);
    ends.at(-1)!.close();
    await new Promise((wait) => setTimeout(wait, 5));
    await projector.stop();
  });
});
