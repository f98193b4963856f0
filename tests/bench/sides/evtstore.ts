import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chosenStreams, drive, inFlight, withFacts } from '../drive';
import type { Side } from '../measure';
import { peer, peerVersion } from '../peers';
import { reportOf, task, taskOf, type Report, type TaskState } from '../workload';

/** What is used of evtstore and knex. */
type Flat = { type: 'reported'; data: Report; correlationId: string; causationId: string };
type Knex = ((table: string) => unknown) & {
  raw(sql: string): Promise<Record<string, unknown>[]>;
  destroy(): Promise<void>;
};
type Aggregate = { state: TaskState; aggregateId: string };
type Commands = { report(id: string, command: object): Promise<unknown> };

const evt = () =>
  peer<{
    createAggregate(options: {
      stream: string;
      create(): { state: TaskState };
      fold(event: Flat, previous: Aggregate): object;
    }): object;
    createDomain(options: { provider: unknown }, aggregates: { tasks: object }): { domain: { tasks: object } };
    createCommands(
      domain: object,
      handlers: { report(command: object, aggregate: Aggregate): Promise<Flat> },
    ): Commands;
  }>('evtstore');
const provider = () =>
  peer<{
    createProvider(options: { events(): unknown; bookmarks(): unknown }): unknown;
    migrate(options: { client: Knex; events: string; bookmarks: string }): Promise<void>;
  }>('evtstore/provider/knex');

/** evtstore with its durable provider for SQLite (knex on sqlite3, as its own tests have it), set to WAL by us. */
export const evtstore: Side = {
  async seed({ dir, sizes }) {
    const { client, commands } = await open(dir);
    await provider().migrate({ client, events: 'events', bookmarks: 'bookmarks' });
    await client.raw('PRAGMA synchronous = OFF'); // only for filling the file
    for (let step = 1; step <= sizes.events; step += 1)
      await inFlight(1, 0, sizes.streams, (stream) => commands.report(taskOf(stream), {}));
    await client.destroy();
  },
  tasks: {
    async commands(job) {
      const { client, commands } = await open(job.dir);
      const facts = await factsOf(client);
      const streams = chosenStreams(job);
      let retries = 0;
      const measured = await drive(job, async (index) => {
        for (;;) {
          try {
            return await commands.report(taskOf(streams[index]!), {});
          } catch (error) {
            retries += 1;
            if (!/UNIQUE|BUSY/.test(String(error)) || retries > job.count) throw error;
          }
        }
      });
      return withFacts(measured, { ...facts, retries });
    },
  },
};

async function open(dir: string): Promise<{ client: Knex; commands: Commands }> {
  const make = peer<(options: object) => Knex>('knex');
  const client = make({
    client: 'sqlite3',
    connection: { filename: join(dir, 'evtstore.db') },
    useNullAsDefault: true,
  });
  await client.raw('PRAGMA journal_mode = WAL');
  await client.raw('PRAGMA synchronous = FULL');
  const tasks = evt().createAggregate({
    stream: 'tasks',
    create: () => ({ state: task.initialState() }),
    fold: ({ data }, { state }) => ({ state: task.evolve(state, { type: 'task.reported', data }) }),
  });
  const store = provider().createProvider({ events: () => client('events'), bookmarks: () => client('bookmarks') });
  const { domain } = evt().createDomain({ provider: store }, { tasks });
  const commands = evt().createCommands(domain.tasks, {
    async report(_command, { state, aggregateId }) {
      const step = (state.situation === 'open' ? state.reports : 0) + 1;
      const [event] = task.decide(state, { reports: [reportOf(aggregateId, step)] });
      return { type: 'reported', data: event!.data, correlationId: randomUUID(), causationId: randomUUID() };
    },
  });
  return { client, commands };
}

async function factsOf(client: Knex) {
  const ask = async (pragma: string) => String(Object.values((await client.raw(`PRAGMA ${pragma}`))[0] ?? {})[0]);
  const [journal, synchronous] = [await ask('journal_mode'), await ask('synchronous')];
  if (synchronous !== '2') throw new Error(`evtstore runs at synchronous=${synchronous}, expected FULL`);
  return { version: peerVersion('evtstore'), journal, synchronous };
}
