import { migrateEvents, MongoEventStore, openMongo } from '@chuangwen/adapters-distributed';
import { ConcurrencyConflict, StorageUnavailable } from '@chuangwen/kernel';
import { eventually, someRef } from '@chuangwen/ports/conformance';
import type { mongo } from 'mongoose';
import { engines, startMongo, type PrivateEngine } from '../../engines';
import { Database } from '../database';
import { breaches, command, type Command } from './appends';
import { Link } from './link';

jest.setTimeout(60_000);

let engine: PrivateEngine;
let database: Database;
let store: MongoEventStore;
beforeAll(async () => {
  engine = await startMongo();
  database = await Database.open(engine.url);
  await migrateEvents(database.db);
  store = new MongoEventStore(database.db);
});
afterAll(async () => {
  await database.close();
  await engine.stop();
});

/** Makes the next `times` inserts fail. The driver itself tries once more, so it takes two or more to get past it. */
const failInserts = (times: number, data: mongo.Document) =>
  database.mongo
    .db('admin')
    .command({ configureFailPoint: 'failCommand', mode: { times }, data: { failCommands: ['insert'], ...data } });

/** Three appends, the second of which meets the fault. */
async function through(fault: () => Promise<unknown>): Promise<void> {
  const ref = someRef();
  const commands: Command[] = [command(0), command(1, 3), command(4)];
  expect(await store.append(ref, commands[0]!)).toEqual({ outcome: 'appended', version: 1 });
  await fault();
  expect(await store.append(ref, commands[1]!)).toEqual({ outcome: 'appended', version: 4 });
  expect(await store.append(ref, commands[2]!)).toEqual({ outcome: 'appended', version: 5 });
  expect(await breaches(store, ref, commands)).toEqual([]);
}

describe('F10: an append whose outcome nobody knows', () => {
  it.each([1, 2, 5])('the primary is none any more, %d times', (times) =>
    through(() => failInserts(times, { errorCode: 10107 })),
  );

  it.each([1, 2, 5])('the connection is closed before the write, %d times', (times) =>
    through(() => failInserts(times, { closeConnection: true })),
  );

  it.each([1, 2, 5])('it was written, and a majority did not say so in time, %d times', (times) =>
    through(() => failInserts(times, { writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } })),
  );

  it('it was written, the primary then stepped down', () =>
    through(() =>
      failInserts(3, {
        writeConcernError: { code: 11602, errmsg: 'interrupted', errorLabels: ['RetryableWriteError'] },
      }),
    ));

  it('of two that were made on one version, the one that is not there is told so', async () => {
    const ref = someRef();
    const far = await openMongo(engine.url, { database: database.name, appName: 'late' });
    const late = new MongoEventStore(far.db(database.name));
    const [mine, theirs] = [command(0), command(0)];
    await failInserts(6, { errorCode: 10107, appName: 'late' });
    const appending = late.append(ref, mine).catch((error: unknown) => error);
    expect(await store.append(ref, theirs)).toEqual({ outcome: 'appended', version: 1 });
    expect(await appending).toBeInstanceOf(ConcurrencyConflict);
    expect(await breaches(store, ref, [theirs])).toEqual([]);
    await far.close();
  });

  it('a command after which nothing happened is kept once, too', async () => {
    const ref = someRef();
    const nothing = command(0, 0);
    await failInserts(3, { writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } });
    expect(await store.append(ref, nothing)).toEqual({ outcome: 'appended', version: 0 });
    expect(await store.append(ref, nothing)).toMatchObject({ outcome: 'known-command' });
  });

  it('the primary steps down while appends are under way', async () => {
    const refs = Array.from({ length: 20 }, () => someRef());
    const acknowledged = new Map(refs.map((ref) => [ref, [] as Command[]]));
    const writing = refs.map(async (ref) => {
      for (let version = 0; version < 10; version += 1) {
        const one = command(version);
        expect(await store.append(ref, one)).toEqual({ outcome: 'appended', version: version + 1 });
        acknowledged.get(ref)!.push(one);
      }
    });
    await store.append(someRef(), command(0));
    await database.mongo
      .db('admin')
      .command({ replSetStepDown: 2, force: true })
      .catch(() => undefined); // it closes connections
    await Promise.all(writing);
    for (const ref of refs) expect(await breaches(store, ref, acknowledged.get(ref)!)).toEqual([]);
  });

  it('it was written, and the answer was lost on the way', async () => {
    const link = await Link.open((await engines.toxiproxy()).url, engine.url);
    const far = await Database.open(link.url);
    const over = new MongoEventStore(far.mongo.db(database.name));
    const ref = someRef();
    const commands = [command(0), command(1, 2), command(3)];
    await over.append(ref, commands[0]!);
    await link.loseAnswers();
    const second = over.append(ref, commands[1]!);
    await eventually('it is written', async () => (await store.read(ref)).version === 3);
    await link.mend();
    expect(await second).toEqual({ outcome: 'appended', version: 3 });
    await over.append(ref, commands[2]!);
    expect(await breaches(store, ref, commands)).toEqual([]);
    await far.close();
    await link.close();
  });

  it('an engine that does not answer is an error within ten seconds, and the command can come again', async () => {
    const ref = someRef();
    const [first, second] = [command(0), command(1)];
    await store.append(ref, first);
    engine.pause();
    const begun = Date.now();
    await expect(store.append(ref, second)).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(store.read(ref)).rejects.toBeInstanceOf(StorageUnavailable);
    expect(Date.now() - begun).toBeLessThan(25_000);
    engine.resume();
    const again = await store.append(ref, second);
    expect(['appended', 'known-command']).toContain(again.outcome);
    expect(await breaches(store, ref, [first, second])).toEqual([]);
  });
});
