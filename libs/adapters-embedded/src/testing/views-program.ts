import type { DocumentChange, ProjectionPorts } from '@chuangwen/ports';
import type { MessagePort } from 'node:worker_threads';
import { keepViewsApart } from '../views/apart';

/** A view that writes down the version of each stream of its own service; what is asked over the line it answers. */
keepViewsApart((line: MessagePort, { service, views, feed, keys }: ProjectionPorts) => {
  const view = { view: 'versions', generation: 1 };
  let destroyed = 0;
  keys.onDestroyed(() => (destroyed += 1));
  void feed.subscribe({
    group: 'versions',
    topics: [service],
    start: async () => (await views.positions(view))[0]?.next ?? 0,
    handle: async ({ topic, partition, next, events }) => {
      const documents = events.map(({ tenant, stream, version }): DocumentChange => {
        return { tenant, id: stream, body: { version }, index: {} };
      });
      await views.commit(view, { documents, counters: [], seen: [], positions: [{ topic, partition, next }] });
      line.postMessage({ at: next });
    },
  });
  line.on('message', async (asked: 'die' | 'keys' | 'drop' | 'impossible') => {
    if (asked === 'die') process.exit(1);
    if (asked === 'keys') {
      const found = (await keys.find('red', 'person:1')) !== null;
      line.postMessage({ destroyed, found });
      return;
    }
    if (asked === 'drop') {
      await views.drop({ view: 'large', generation: 7 });
      line.postMessage({ dropped: true });
      return;
    }
    const counters = [{ tenant: 'red', group: 'g', key: 'k', day: '2026-04-28', add: { n: 0.5 } }];
    const failed = await views.commit(view, { documents: [], counters, seen: [], positions: [] }).catch(String);
    line.postMessage({ failed });
  });
});
