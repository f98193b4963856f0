import type { mongo } from 'mongoose';
import { migrateIndexes, type Index } from '../mongo/indexes';

export const ENTRIES = 'entries';

export type EntryDocument = Readonly<{
  /** Tenant, kind and key. */
  _id: string;
  tenant: string;
  kind: string;
  key: string;
  /** JSON. */
  value: string;
  revision: number;
  /** Milliseconds since 1970; null: never. */
  expires: number | null;
}>;

export const idOf = (tenant: string, kind: string, key: string): string => `${tenant}\0${kind}\0${key}`;

export const PRIVATE_INDEXES: readonly Index[] = [
  { collection: ENTRIES, name: 'place', key: { tenant: 1, kind: 1, key: 1 }, unique: true },
  { collection: ENTRIES, name: 'expires', key: { expires: 1 }, partialFilterExpression: { expires: { $gt: 0 } } },
];

export const migratePrivate = (db: mongo.Db): Promise<void> => migrateIndexes(db, PRIVATE_INDEXES);
