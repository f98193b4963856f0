import { openKafka, openMongo, type KafkaOptions } from '@chuangwen/adapters-distributed';
import { wait } from '@chuangwen/ports/conformance';
import { Moved, SharedBook } from './shared-book';

/** One member of a group in a process of its own. */
export type Given = Readonly<{
  kafka: Omit<KafkaOptions, 'signingKey' | 'log'> & { signingKey: string };
  mongo: string;
  database: string;
  group: string;
  fenced: boolean;
}>;
/** To it: handle the next delivery so slowly (ms). */
export type ToMember = { slow: number } | { stop: true };
export type FromMember =
  | { ready: true }
  | { begun: { partition: number; next: number; events: number } }
  | { done: { partition: number; next: number; moved: boolean } }
  | { stopped: true };

const tell = (message: FromMember) => void process.send?.(message);
const given = JSON.parse(process.argv[2]!) as Given;
let slow = 0;
let stop: () => void = () => undefined;
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToMember) => {
  if ('slow' in message) slow = message.slow;
  else stop();
});

async function main(): Promise<void> {
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const mongo = await openMongo(given.mongo, { database: given.database });
  const db = mongo.db(given.database);
  const signingKey = Buffer.from(given.kafka.signingKey, 'hex');
  const kafka = await openKafka({ ...given.kafka, signingKey }, db, ['task']);
  const { feed } = kafka.service('task', db);
  const book = new SharedBook(mongo.connection.getClient(), db, given.fenced);
  const consumer = book.consumer(given.group, async ({ partition, next, events }) => {
    if (events.length === 0) return;
    tell({ begun: { partition, next, events: events.length } });
    const ms = slow;
    slow = 0;
    if (ms > 0) await wait(ms);
  });
  await feed.subscribe({
    ...consumer,
    handle: async (delivery) => {
      const { partition, next, events } = delivery;
      const done = (moved: boolean) => events.length > 0 && tell({ done: { partition, next, moved } });
      await consumer.handle(delivery).then(
        () => done(false),
        (error: unknown) => {
          done(error instanceof Moved);
          throw error;
        },
      );
    },
  });
  tell({ ready: true });
  await stopped;
  await kafka.close();
  await mongo.close();
  tell({ stopped: true });
  process.disconnect();
}
void main();
