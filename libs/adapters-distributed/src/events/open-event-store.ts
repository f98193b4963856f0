import type { mongo } from 'mongoose';
import { requireIndexes } from '../mongo/indexes';
import { EVENT_INDEXES } from './indexes';
import { MongoEventStore, type EventStoreOptions } from './store';

/** Throws IndexesMissing: without them versions and receipts would not be unique. */
export async function openEventStore(db: mongo.Db, options: EventStoreOptions = {}): Promise<MongoEventStore> {
  await requireIndexes(db, EVENT_INDEXES);
  return new MongoEventStore(db, options);
}
