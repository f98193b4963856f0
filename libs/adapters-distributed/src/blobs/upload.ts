import { RuleViolation } from '@chuangwen/kernel';
import { mongo } from 'mongoose';
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answered, meaningOf } from '../mongo/errors';
import { BLOBS, BUCKET, bucketIn, UPLOADS, type UploadDocument } from './documents';

/** What was on its way for so long (ms) is not any more. */
const BROKEN_OFF = 24 * 3_600_000;

export type Uploaded = Readonly<{ file: mongo.ObjectId; sha256: string; size: number }>;

/** Writes bytes to a new file of GridFS; nothing of it stays when this throws. Throws RuleViolation `file.too-large`. */
export async function upload(db: mongo.Db, content: Readable, limit: number): Promise<Uploaded> {
  const file = new mongo.ObjectId();
  await answered(() => uploads(db).insertOne({ _id: file, at: new Date() }));
  const counting = new Counting(limit);
  try {
    await pipeline(content, counting, bucketIn(db).openUploadStreamWithId(file, 'blob'));
    return { file, sha256: counting.digest(), size: counting.size };
  } catch (error) {
    content.destroy();
    await removeUpload(db, file).catch(() => undefined); // else later, by `removeBrokenOff`
    throw meaningOf(error);
  }
}

/** It has its name, or is to be gone. */
export const arrived = (db: mongo.Db, file: mongo.ObjectId): Promise<unknown> =>
  answered(() => uploads(db).deleteOne({ _id: file }));

/** Noted before its name goes: whoever is killed then leaves bytes that `removeBrokenOff` finds. */
export const leaving = (db: mongo.Db, file: mongo.ObjectId): Promise<unknown> =>
  answered(() => uploads(db).updateOne({ _id: file }, { $set: { at: new Date() } }, { upsert: true }));

export async function removeUpload(db: mongo.Db, file: mongo.ObjectId): Promise<void> {
  await removeFile(db, file);
  await arrived(db, file);
}

/** Without effect where it is gone. */
async function removeFile(db: mongo.Db, file: mongo.ObjectId): Promise<void> {
  await answered(async () => {
    await db.collection(`${BUCKET}.files`).deleteOne({ _id: file });
    await db.collection(`${BUCKET}.chunks`).deleteMany({ files_id: file });
  });
}

/** What processes left that were killed while bytes came in. */
export async function removeBrokenOff(db: mongo.Db): Promise<void> {
  const old = await answered(() =>
    uploads(db)
      .find({ at: { $lt: new Date(Date.now() - BROKEN_OFF) } })
      .toArray(),
  );
  for (const { _id } of old) {
    // Killed between the name and this entry: then it is in use.
    const named = await answered(() => db.collection(BLOBS).findOne({ file: _id }));
    await (named ? arrived(db, _id) : removeUpload(db, _id));
  }
}

const uploads = (db: mongo.Db) => db.collection<UploadDocument>(UPLOADS);

/** Passes bytes on, with their hash and how many there were. */
class Counting extends Transform {
  private readonly hash = createHash('sha256');
  size = 0;

  constructor(private readonly limit: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void) {
    this.size += chunk.length;
    if (this.size > this.limit) return done(new RuleViolation('file.too-large', { limit: this.limit }));
    this.hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}
