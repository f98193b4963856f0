import type { mongo } from 'mongoose';
import { requireIndexes } from '../mongo/indexes';
import { PRIVATE_INDEXES } from './entry-document';
import { MongoPrivateStore } from './store';

/** Throws IndexesMissing. */
export async function openPrivate(db: mongo.Db, clock: () => Date): Promise<MongoPrivateStore> {
  await requireIndexes(db, PRIVATE_INDEXES);
  return new MongoPrivateStore(db, clock);
}
