import { mongo } from 'mongoose';
import { migrateIndexes, type Index } from '../mongo/indexes';

/** A file under its name: which of GridFS's files holds the bytes. There is one only once those are whole. */
export type BlobDocument = Readonly<{
  /** Tenant and hash. */
  _id: string;
  tenant: string;
  sha256: string;
  file: mongo.ObjectId;
  size: number;
}>;

/** Bytes on their way: what is left of one that was broken off is removed later. */
export type UploadDocument = Readonly<{ /** Of the file in GridFS. */ _id: mongo.ObjectId; at: Date }>;

export const BLOBS = 'blobs';
export const UPLOADS = 'uploads';
export const BUCKET = 'files';

export const blobId = (tenant: string, sha256: string): string => `${tenant}\0${sha256}`;
export const bucketIn = (db: mongo.Db): mongo.GridFSBucket => new mongo.GridFSBucket(db, { bucketName: BUCKET });

/** The last two are those that GridFS itself makes with its first file. */
export const BLOB_INDEXES: readonly Index[] = [
  { collection: BLOBS, name: 'tenant', key: { tenant: 1, sha256: 1 }, unique: true },
  { collection: `${BUCKET}.files`, name: 'filename_1_uploadDate_1', key: { filename: 1, uploadDate: 1 } },
  { collection: `${BUCKET}.chunks`, name: 'files_id_1_n_1', key: { files_id: 1, n: 1 }, unique: true },
];

export const migrateBlobs = (db: mongo.Db): Promise<void> => migrateIndexes(db, BLOB_INDEXES);
