import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { begin, chosenStreams, drive, inFlight, result, withFacts, type Mark } from '../drive';
import type { Job, Side } from '../measure';
import { peer, peerVersion } from '../peers';
import { overHttp } from '../http';
import { report, reportOf, task, taskOf, type Report, type Reported, type TaskState } from '../workload';

/** What is used of @event-driven-io/emmett and emmett-sqlite. */
type Stored = Reported & { metadata?: Record<string, unknown> };
type Connection = {
  command(sql: string, values?: unknown[]): Promise<unknown>;
  querySingle<T>(sql: string, values?: unknown[]): Promise<T | null>;
  close(): void;
};
type Handle = (store: Store, stream: string, handle: (state: TaskState) => Stored[]) => Promise<unknown>;
type Message = Stored & { metadata: { streamName: string; globalPosition: bigint } };
type Processor = {
  processorId: string;
  stopAfter(message: Message): boolean;
  eachMessage(message: Message, context: { connection: Connection }): Promise<void>;
};
type Consumer = { processor(options: Processor): unknown; start(): Promise<void> };
type Store = {
  schema: { migrate(): Promise<void> };
  appendToStream(stream: string, events: Stored[], options: { expectedStreamVersion: bigint }): Promise<unknown>;
  consumer(options: { pulling: { batchSize: number; pullingFrequencyInMs: number } }): Consumer;
};
type Options = { fileName: string; connectionOptions?: { singleton: true; connection: Connection } };

const sqlite = () =>
  peer<{
    getSQLiteEventStore(options: Options): Store;
    sqliteConnection(options: { fileName: string }): Connection;
  }>('@event-driven-io/emmett-sqlite');
const core = () =>
  peer<{ CommandHandler(options: { evolve: typeof task.evolve; initialState(): TaskState }): Handle }>(
    '@event-driven-io/emmett',
  );

/**
 * emmett-sqlite as its documentation uses it opens a connection for each operation; with several commands in flight these
 * block each other until hardly any gets through. `kept` gives it one connection to keep, which is faster; there commands in
 * flight share a transaction counter that the first error breaks for good, so they queue here, one transaction after another.
 */
export const emmett = side('each');
export const emmettKept = side('kept');

function side(mode: 'each' | 'kept'): Side {
  return {
    async seed({ dir, sizes }) {
      const { connection, store } = open(dir, 'kept');
      await connection.command('PRAGMA synchronous = OFF'); // only for filling the file
      await store.schema.migrate();
      await inFlight(1, 0, sizes.streams, (stream) =>
        store.appendToStream(
          taskOf(stream),
          Array.from({ length: sizes.events }, (_, i) => event(taskOf(stream), i + 1)),
          { expectedStreamVersion: 0n },
        ),
      );
      connection.close();
    },
    tasks: {
      async commands(job) {
        const { connection, store } = open(job.dir, mode);
        const facts = await factsOf(connection);
        const handle = core().CommandHandler({ evolve: task.evolve, initialState: task.initialState });
        const streams = chosenStreams(job);
        const turn = new Turns();
        const measured = await drive(job, (index) => {
          const name = taskOf(streams[index]!);
          return turn.take(() => handle(store, name, (state) => decided(state, name)));
        });
        return withFacts(measured, { ...facts, connection: mode === 'kept' ? 'kept' : 'one an operation' });
      },
      replay: (job) => replay(job, mode),
      'http-report': (job) => overExpress(job),
    },
  };
}

/** Express as its guide shows it, with the body checked by zod. */
type Asked = Readonly<{ params: { task: string }; body: unknown }>;
type Answered = { status(code: number): Answered; json(body: unknown): void };
type App = {
  use(handler: unknown): void;
  post(path: string, handler: (asked: Asked, answered: Answered) => Promise<void>): void;
  listen(port: number, host: string, done: () => void): Server;
};

async function overExpress(job: Job) {
  const express = peer<(() => App) & { json(): unknown }>('express');
  const { connection, store } = open(job.dir, 'kept');
  const facts = await factsOf(connection);
  const handle = core().CommandHandler({ evolve: task.evolve, initialState: task.initialState });
  const turn = new Turns();
  const app = express();
  app.use(express.json());
  app.post('/tasks/:task/reports', async ({ params, body }, answered) => {
    const data = report.parse(body);
    await turn.take(() => handle(store, params.task, (state) => decided(state, params.task, data)));
    answered.status(201).json({ token: params.task, version: data.step, answer: null });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  const measured = await overHttp(job, { port, path: '/tasks/:task/reports', headers: {} });
  server.closeAllConnections();
  server.close();
  return withFacts(measured, { ...facts, express: peerVersion('express'), connection: 'kept' });
}

async function replay(job: Job, mode: 'each' | 'kept') {
  const { connection, store } = open(job.dir, mode);
  const facts = await factsOf(connection);
  await connection.command(
    'CREATE TABLE view (id TEXT PRIMARY KEY, unit TEXT, percent INTEGER, reports INTEGER, note TEXT)',
  );
  await connection.command('CREATE INDEX view_unit ON view (unit)');
  // Larger batches and no pause between them: kinder to it than its defaults (100 events, 50 ms).
  const consumer = store.consumer({ pulling: { batchSize: 1000, pullingFrequencyInMs: 0 } });
  let mark: Mark | null = null;
  consumer.processor({
    processorId: 'bench',
    stopAfter: ({ metadata }) => metadata.globalPosition >= BigInt(job.count),
    async eachMessage({ data, metadata }, context) {
      mark ??= begin();
      await context.connection.command(
        `INSERT INTO view VALUES (?, ?, ?, 1, ?) ON CONFLICT (id) DO UPDATE
         SET percent = excluded.percent, reports = reports + 1, note = excluded.note`,
        [metadata.streamName, data.unit, data.percent, data.note],
      );
    },
  });
  await consumer.start();
  return withFacts(result(job.count, mark ?? begin(), []), facts);
}

function open(dir: string, mode: 'each' | 'kept'): { connection: Connection; store: Store } {
  const fileName = join(dir, 'emmett.db');
  const connection = sqlite().sqliteConnection({ fileName });
  const kept = mode === 'kept' ? { connectionOptions: { singleton: true as const, connection } } : {};
  return { connection, store: sqlite().getSQLiteEventStore({ fileName, ...kept }) };
}

const event = (name: string, step: number): Stored => ({
  type: 'task.reported',
  data: reportOf(name, step),
  metadata: { correlationId: randomUUID(), causationId: randomUUID() },
});

function decided(state: TaskState, name: string, given?: Report): Stored[] {
  const step = (state.situation === 'open' ? state.reports : 0) + 1;
  return task
    .decide(state, { reports: [given ?? reportOf(name, step)] })
    .map((one) => ({ ...one, metadata: { correlationId: randomUUID(), causationId: randomUUID() } }));
}

/** Of a connection made as the peer makes them. */
async function factsOf(connection: Connection) {
  const journal = await connection.querySingle<{ journal_mode: string }>('PRAGMA journal_mode');
  const sync = await connection.querySingle<{ synchronous: number }>('PRAGMA synchronous');
  if (sync?.synchronous !== 2) throw new Error(`emmett-sqlite runs at synchronous=${sync?.synchronous}, expected FULL`);
  return {
    version: peerVersion('@event-driven-io/emmett-sqlite'),
    journal: journal?.journal_mode ?? '',
    synchronous: String(sync.synchronous),
  };
}

/** One after another. */
class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result;
    return result;
  }
}
