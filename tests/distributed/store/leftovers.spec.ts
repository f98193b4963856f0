import { migrateBlobs, migratePrivate, openBlobs, openPrivate } from '@chuangwen/adapters-distributed';
import { BlobDamaged } from '@chuangwen/ports';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Database } from '../database';

let database: Database;
beforeAll(async () => {
  database = await Database.open();
  await migratePrivate(database.db);
  await migrateBlobs(database.db);
});
afterAll(() => database.close());

const count = (collection: string, filter = {}) => database.db.collection(collection).countDocuments(filter);
const HOUR = 3_600_000;

it('an entry that expired is gone from the database too, an hour later', async () => {
  let now = Date.parse('2026-04-28T01:00:00.000Z');
  const store = await openPrivate(database.db, () => new Date(now));
  await store.create('桐泽市', 'session', 'a', { token: 1 }, new Date(now + HOUR).toISOString());
  await store.create('桐泽市', 'session', 'b', { token: 2 });
  now += HOUR + 1;
  expect(await store.get('桐泽市', 'session', 'a')).toBeNull();
  await store.create('桐泽市', 'session', 'c', { token: 3 });
  expect(await count('entries')).toBe(3);
  now += HOUR;
  await store.create('桐泽市', 'session', 'd', { token: 4 });
  expect(await count('entries')).toBe(3);
  expect(await count('entries', { key: 'a' })).toBe(0);
});

it('of a file whose process was killed while it was deleted no byte stays', async () => {
  const db = database.mongo.db(database.name);
  const blobs = await openBlobs(db);
  const { sha256 } = await blobs.put('桐泽市', Readable.from([randomBytes(600_000)]), 1_000_000);
  const { collection } = db;
  const killed = jest.spyOn(db, 'collection').mockImplementation((name, options) => {
    if (name === 'files.files') throw new Error('killed');
    return collection.call(db, name, options);
  });
  await expect(blobs.delete('桐泽市', sha256)).rejects.toThrow('killed');
  killed.mockRestore();
  expect(await blobs.has('桐泽市', sha256)).toBe(false);
  expect(await count('files.chunks')).toBeGreaterThan(0);
  const longAgo = new Date(Date.now() - 48 * HOUR);
  await db.collection('uploads').updateMany({}, { $set: { at: longAgo } });
  await openBlobs(db);
  expect([await count('files.files'), await count('files.chunks'), await count('uploads')]).toEqual([0, 0, 0]);
});

it('a large file of which a piece is missing is named as damaged', async () => {
  const blobs = await openBlobs(database.db);
  const { sha256 } = await blobs.put('桐泽市', Readable.from([randomBytes(3_000_000)]), 4_000_000);
  await database.db.collection('files.chunks').deleteOne({ n: 5 });
  await expect(buffer((await blobs.get('桐泽市', sha256))!)).rejects.toBeInstanceOf(BlobDamaged);
});
