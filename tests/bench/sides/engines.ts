import { migrateEvents, openEventStore } from '@chuangwen/adapters-distributed';
import { EventCodec, Streams } from '@chuangwen/platform';
import { configuration, distributedOnly, openEngines, prepareEngines } from '@chuangwen/runtime';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../distributed/database';
import { Stage } from '../../distributed/feed/stage';
import { engines } from '../../engines';
import { engineSettings } from '../../support/distributed';
import { begin, chosenStreams, drive, inFlight, result, withFacts } from '../drive';
import { lagAt } from '../lag';
import type { Side } from '../measure';
import { clock, report } from '../pipeline';
import * as workload from '../workload';
import { appendOf, taskOf, TENANT } from '../workload';

/** Partitions of a topic, as they are when nobody says otherwise. */
export const PARTITIONS = 12;
/** Streams taken in turn: more than are in flight. */
const STREAMS = 1000;

/** Ours on the engines of this run, each measurement in databases and topics of its own. */
export const oursOnEngines: Side = {
  seed: async () => undefined,
  tasks: {
    async append(job) {
      const database = await Database.open();
      await migrateEvents(database.db);
      const store = await openEventStore(database.db);
      const streams = Math.min(job.sizes.streams, STREAMS);
      const one = (i: number) => {
        const [stream, expectedVersion] = [taskOf(i % streams), Math.floor(i / streams)];
        return store.append({ tenant: TENANT, stream }, { expectedVersion, ...appendOf(stream, expectedVersion + 1) });
      };
      // Each has its first event: a command would have read the stream it appends to.
      await inFlight(64, 0, streams, one);
      const measured = await drive(job, (i) => one(streams + i));
      await database.close();
      return withFacts(measured, await facts());
    },
    async commands(job) {
      const { task, close } = await open();
      const streams = chosenStreams(job);
      const measured = await drive(job, (i) => report(task.streams, taskOf(streams[i]!), i + 1));
      await close();
      return withFacts(measured, await facts());
    },
    async lag(job) {
      const { task, close } = await open();
      const measured = await lagAt(job, task);
      await close();
      return withFacts(measured, await facts());
    },
    /** What lies in the store is sent; timed from the last look at which less than `warmup` of it was in the topic. */
    async relay(job) {
      const stage = await Stage.open({ partitions: PARTITIONS });
      const store = await openEventStore(stage.database.db);
      const all = job.warmup + job.count;
      await inFlight(64, 0, all, (i) =>
        store.append({ tenant: TENANT, stream: taskOf(i) }, { expectedVersion: 0, ...appendOf(taskOf(i), 1) }),
      );
      const { feed } = await stage.node();
      const sent = async () => (await feed.ends(['task'])).reduce((sum, { next }) => sum + next, 0);
      let [before, mark] = [0, begin()];
      for (let now = 0; now < all; now = await sent()) {
        if (now < job.warmup) [before, mark] = [now, begin()];
        await pause(5);
      }
      const measured = result(all - before, mark, []);
      await stage.close();
      return withFacts(measured, await facts());
    },
  },
};

async function open() {
  const settings = distributedOnly(
    configuration({ ...(await engineSettings()), CHUANGWEN_PARTITIONS: `${PARTITIONS}` }),
  );
  await prepareEngines(settings, ['task'], () => undefined);
  const storage = await openEngines(settings, ['task']);
  const ports = storage.ports('task');
  const codec = new EventCodec([workload.reported], ports.keys);
  const task = { ports, codec, streams: new Streams('task', ports.events, codec, clock) };
  return { task, close: () => storage.close() };
}

/** What stood for what. */
export const facts = async () => {
  const [mongo, kafka] = await Promise.all([engines.mongo(), engines.kafka()]);
  return {
    mongo: mongo.standIn ? `${mongo.standIn}, which is not MongoDB` : 'MongoDB',
    kafka: `one broker, ${kafka.from}`,
  };
};
