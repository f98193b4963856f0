import type { mongo } from 'mongoose';
import { migrateIndexes, type Index } from '../mongo/indexes';
import { APPENDS } from './append-document';

/** What a topic generation still lacks; the one of a later generation is built when its topic is filled. */
export function unpublishedIndex(generation: number) {
  return {
    collection: APPENDS,
    name: generation === 1 ? 'unpublished' : `unpublished-${generation}`,
    key: { bucket: 1, tenant: 1, stream: 1, version: 1 },
    partialFilterExpression: { published: generation === 1 ? 0 : { $lt: generation } },
  } as const;
}

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
  unpublishedIndex(1),
];

export const migrateEvents = (db: mongo.Db): Promise<void> => migrateIndexes(db, EVENT_INDEXES);
