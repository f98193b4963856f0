import type { mongo } from 'mongoose';
import { answered, isDuplicate } from '../mongo/errors';
import { Overtaken } from '../mongo/transaction';

export type Session = Readonly<{ session: mongo.ClientSession }>;
export type Op<Row extends mongo.Document> = mongo.AnyBulkWriteOperation<Row>;

/** Rows of one request, so that none takes long. */
const CHUNK = 500;

export async function inChunks<T>(all: readonly T[], work: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += CHUNK) await work(all.slice(at, at + CHUNK));
}

/** Within a transaction. Returns how many rows were met or made. One that another transaction made meanwhile: all is tried again. */
export async function write<Row extends mongo.Document>(
  collection: mongo.Collection<Row>,
  ops: readonly Op<Row>[],
  session: Session,
): Promise<number> {
  try {
    return await written(collection, ops, session);
  } catch (error) {
    throw isDuplicate(error) ? new Overtaken('A row was made meanwhile', { cause: error }) : error;
  }
}

/** Within a transaction. False where an operation meets no row, or one that it was to make is there: then all is to be undone. */
export async function writeEach<Row extends mongo.Document>(
  collection: mongo.Collection<Row>,
  ops: readonly Op<Row>[],
  session: Session,
): Promise<boolean> {
  try {
    return (await written(collection, ops, session)) === ops.length;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function written<Row extends mongo.Document>(
  collection: mongo.Collection<Row>,
  ops: readonly Op<Row>[],
  session: Session,
): Promise<number> {
  const { insertedCount, matchedCount, upsertedCount, deletedCount } = await answered(() =>
    collection.bulkWrite([...ops], { ...session, ordered: false }),
  );
  return insertedCount + matchedCount + upsertedCount + deletedCount;
}
