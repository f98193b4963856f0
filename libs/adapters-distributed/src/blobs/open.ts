import type { mongo } from 'mongoose';
import { requireIndexes } from '../mongo/indexes';
import { BLOB_INDEXES } from './documents';
import { GridFsBlobStore } from './store';
import { removeBrokenOff } from './upload';

/** Throws IndexesMissing. */
export async function openBlobs(db: mongo.Db): Promise<GridFsBlobStore> {
  await requireIndexes(db, BLOB_INDEXES);
  await removeBrokenOff(db);
  return new GridFsBlobStore(db);
}
