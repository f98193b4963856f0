import { migrateEvents, MongoEventStore } from '@chuangwen/adapters-distributed';
import type { StreamRef } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import { someRef, wait } from '@chuangwen/ports/conformance';
import { startMongo, type PrivateEngine } from '../../engines';
import { Database } from '../database';
import { breaches, command, type Command } from './appends';

jest.setTimeout(240_000); // engines are started anew

const KILLS = 5;
const WRITERS = 12;

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

/** Appends until told to end; a command that was not answered comes again under the same id, as clients do. */
async function write(ref: StreamRef, acknowledged: Command[], going: () => boolean): Promise<void> {
  for (let version = 0; going();) {
    const one = command(version, 1 + (version % 3));
    for (;;) {
      try {
        const appended = await store.append(ref, one);
        acknowledged.push(one);
        if (appended.outcome === 'appended') expect(appended.version).toBe(version + one.events.length);
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(StorageUnavailable);
      }
    }
    version += one.events.length;
  }
}

it('kill -9 of the engine while appends are under way: each acknowledged one is there, once, and the streams go on', async () => {
  const work = Array.from({ length: WRITERS }, () => ({ ref: someRef(), acknowledged: [] as Command[] }));
  let going = true;
  const writing = work.map(({ ref, acknowledged }) => write(ref, acknowledged, () => going));
  const counts: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await wait(200 + Math.random() * 600);
    await engine.kill();
    counts.push(work.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0));
    await engine.restart();
    const again = new MongoEventStore(database.db); // remembers nothing
    for (const { ref, acknowledged } of work) {
      const told = [...acknowledged];
      const wrong = await breaches(again, ref, told);
      expect(wrong).toEqual([]);
    }
  }
  await wait(500);
  going = false;
  await Promise.all(writing);
  for (const { ref, acknowledged } of work) expect(await breaches(store, ref, acknowledged)).toEqual([]);
  const all = work.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  counts.push(all);
  // It was really at work at each kill, and after the last one.
  counts.reduce((before, now) => (expect(now).toBeGreaterThan(before), now), 0);
});
