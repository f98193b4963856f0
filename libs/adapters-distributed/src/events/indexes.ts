import type { mongo } from 'mongoose';
import { migrateIndexes, type Index } from '../mongo/indexes';
import { APPENDS } from './append-document';

/** Sparse: a receipt without events has no place in a stream, most imported events have no receipt. */
export const EVENT_INDEXES: readonly Index[] = [
  { collection: APPENDS, name: 'place', key: { tenant: 1, stream: 1, version: 1 }, unique: true, sparse: true },
  {
    collection: APPENDS,
    name: 'receipt',
    key: { 'receipt.tenant': 1, 'receipt.actor': 1, 'receipt.commandId': 1 },
    unique: true,
    sparse: true,
  },
  {
    collection: APPENDS,
    name: 'unpublished',
    key: { bucket: 1, tenant: 1, stream: 1, version: 1 },
    partialFilterExpression: { published: 0 },
  },
];

export const migrateEvents = (db: mongo.Db): Promise<void> => migrateIndexes(db, EVENT_INDEXES);
