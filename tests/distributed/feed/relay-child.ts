import { openEventStore, openKafka, openMongo, type KafkaOptions } from '@chuangwen/adapters-distributed';
import { someEvent } from '@chuangwen/ports/conformance';

/** A process that writes into its own streams and relays, until it is killed. */
export type Given = Readonly<{
  kafka: Omit<KafkaOptions, 'signingKey' | 'log'> & { signingKey: string };
  mongo: string;
  database: string;
  streams: readonly string[];
  /** How many more events to write into each. */
  more: number;
}>;
/** `written`: acknowledged by the store. `grew`: bytes of memory that relaying took at most. */
export type FromRelay = { written: { stream: string; version: number } } | { grew: number };

const tell = (message: FromRelay) => void process.send?.(message);
const given = JSON.parse(process.argv[2]!) as Given;
process.on('disconnect', () => process.exit(1));

async function main(): Promise<void> {
  const mongo = await openMongo(given.mongo, { database: given.database });
  const db = mongo.db(given.database);
  const signingKey = Buffer.from(given.kafka.signingKey, 'hex');
  const kafka = await openKafka({ ...given.kafka, signingKey }, db, ['task']);
  const before = process.memoryUsage.rss();
  const { relay } = kafka.service('task', db, { leases: { life: 600, beat: 200 } });
  const store = await openEventStore(db, { onAppended: () => relay.wake() });
  for (let more = 0; more < given.more; more += 1)
    await Promise.all(
      given.streams.map(async (stream) => {
        const { version } = await store.read({ tenant: 'red', stream });
        const append = { expectedVersion: version, events: [someEvent()], receipt: null };
        await store.append({ tenant: 'red', stream }, append);
        tell({ written: { stream, version: version + 1 } });
      }),
    );
  await relay.settled();
  tell({ grew: process.resourceUsage().maxRSS * 1024 - before });
}
void main();
