import { IndexesMissing, migrateEvents, MongoEventStore, openEventStore } from '@chuangwen/adapters-distributed';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import { someRef } from '@chuangwen/ports/conformance';
import fc from 'fast-check';
import { Database } from '../database';
import { breaches, command, type Command } from './appends';

let database: Database;
let stores: MongoEventStore[];
const others: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  database = await Database.open();
  await migrateEvents(database.db);
  stores = [new MongoEventStore(database.db)];
  // As two more processes: own connections, own memory of where streams end.
  for (const _process of [1, 2]) {
    const mongo = await database.another();
    others.push(mongo);
    stores.push(new MongoEventStore(mongo.db(database.name)));
  }
});
afterAll(async () => {
  await Promise.all(others.map((mongo) => mongo.close()));
  await database.close();
});

const storeOf = (at: number) => stores[at % stores.length]!;

describe('F1: writers of one stream in several processes', () => {
  it('of sixteen who looked at the same version one wins, the others are told, and the stream stays writable', async () => {
    const ref = someRef();
    const won: Command[] = [];
    for (let version = 0; version < 20; version += 1) {
      const commands = Array.from({ length: 16 }, () => command(version));
      const results = await Promise.allSettled(commands.map((one, at) => storeOf(at).append(ref, one)));
      results.forEach((result, at) => {
        if (result.status === 'fulfilled') won.push(commands[at]!);
        else expect(result.reason).toBeInstanceOf(ConcurrencyConflict);
      });
      expect(won).toHaveLength(version + 1);
    }
    expect(await breaches(storeOf(0), ref, won)).toEqual([]);
  });

  it('whatever each of them believes of the version and however much each appends', async () => {
    // process, how far the belief is off, number of events; a few at a time
    const writer = fc.tuple(fc.nat(2), fc.constantFrom(0, 0, 0, -1, -2, 1, 3), fc.integer({ min: 0, max: 3 }));
    const rounds = fc.array(fc.array(writer, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rounds, async (storm) => {
        const ref = someRef();
        const acknowledged: Command[] = [];
        let version = 0;
        for (const round of storm) {
          const commands = round.map(([, off, count]) => command(Math.max(0, version + off), count));
          const results = await Promise.allSettled(commands.map((one, at) => storeOf(round[at]![0]).append(ref, one)));
          const through = commands.filter((_, at) => results[at]!.status === 'fulfilled');
          // Nothing that was decided on another version got through, and of those with events at most one.
          expect(through.filter(({ expectedVersion }) => expectedVersion < version)).toEqual([]);
          const changed = through.filter(({ events }) => events.length > 0);
          expect(new Set(changed.map(({ expectedVersion }) => expectedVersion)).size).toBe(changed.length);
          acknowledged.push(...through);
          version = (await storeOf(0).read(ref)).version;
        }
        expect(await breaches(storeOf(1), ref, acknowledged)).toEqual([]);
        for (const one of acknowledged)
          expect(await storeOf(2).append(ref, one)).toEqual({ outcome: 'known-command', receipt: one.receipt });
        expect((await storeOf(0).read(ref)).version).toBe(version);
      }),
      { numRuns: 30 },
    );
  });

  it('a command that several processes handle at once is handled once, also on different streams', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = command(0, 2);
      const refs = [someRef(), someRef(), someRef()];
      const results = await Promise.all(refs.map((ref, at) => storeOf(at).append(ref, one)));
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known-command', 'known-command']);
      const lengths = await Promise.all(refs.map(async (ref) => (await storeOf(0).read(ref)).version));
      expect(lengths.sort()).toEqual([0, 0, 2]);
    }
  });
});

describe('the migration', () => {
  it('is asked for by name: without its indexes the store is not opened', async () => {
    const bare = database.mongo.db(`${database.name}_bare`);
    const refused = await openEventStore(bare).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(IndexesMissing);
    expect(refused).toMatchObject({ indexes: ['appends.place', 'appends.receipt', 'appends.unpublished'] });
    await migrateEvents(bare);
    await bare.collection('appends').dropIndex('place');
    await bare.collection('appends').createIndex({ tenant: 1, stream: 1, version: 1 }, { name: 'place' });
    await expect(openEventStore(bare)).rejects.toMatchObject({ indexes: ['appends.place'] });
    await bare.collection('appends').dropIndex('place');
    await migrateEvents(bare);
    await migrateEvents(bare);
    await openEventStore(bare);
    await bare.dropDatabase();
  });
});
