import { migrateBlobs, openBlobs } from '@chuangwen/adapters-distributed';
import { describeBlobStore } from '@chuangwen/ports/conformance';
import { mongo } from 'mongoose';
import { Database, openedOn } from '../database';

describeBlobStore('GridFS', async () => {
  const opened = await openedOn(migrateBlobs, ({ db }) => openBlobs(db));
  const elsewhere = await Database.open();
  await migrateBlobs(elsewhere.db);
  return Object.assign(opened, {
    other: await openBlobs(elsewhere.db),
    close: async () => {
      await elsewhere.close();
      await opened.database.close();
    },
    /** What stands in GridFS under the file's name, past the port. */
    tamper: async (tenant: string, sha256: string, bytes: Uint8Array) => {
      const { db } = opened.database;
      const blob = await db.collection('blobs').findOne({ tenant, sha256 });
      const files_id = blob!['file'] as mongo.ObjectId;
      const chunks = db.collection('files.chunks');
      const size = (await db.collection('files.files').findOne({ _id: files_id }))!['chunkSize'] as number;
      await chunks.deleteMany({ files_id });
      for (let n = 0; n * size < bytes.length; n += 1)
        await chunks.insertOne({ files_id, n, data: new mongo.Binary(bytes.subarray(n * size, (n + 1) * size)) });
      await db.collection('files.files').updateOne({ _id: files_id }, { $set: { length: bytes.length } });
    },
  });
});
