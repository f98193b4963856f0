import { BlobDamaged, BlobStore, Proof, requireTenant, sha256Of, type Blob } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { answered, meaningOf } from '../mongo/errors';
import { paged } from '../mongo/pages';
import { blobId, BLOBS, bucketIn, type BlobDocument } from './documents';
import { arrived, leaving, removeUpload, upload } from './upload';

/** Bytes up to which a file is read whole and proved before any of it is handed out. */
const SMALL = 1024 * 1024;

/** One service's files in GridFS. The name of a file is a document of its own, written once its bytes are whole. */
export class GridFsBlobStore extends BlobStore {
  private readonly blobs;

  constructor(private readonly db: mongo.Db) {
    super();
    this.blobs = db.collection<BlobDocument>(BLOBS);
  }

  override async put(tenant: string, content: Readable, limit: number): Promise<Blob> {
    requireTenant(tenant);
    const { file, sha256, size } = await upload(this.db, content, limit);
    const known = await this.find(tenant, sha256);
    if (known && !(await this.isChanged(known))) await removeUpload(this.db, file);
    else await this.name({ _id: blobId(tenant, sha256), tenant, sha256, file, size });
    return { sha256, size };
  }

  override async get(tenant: string, sha256: string): Promise<Readable | null> {
    requireTenant(tenant);
    const found = await this.find(tenant, sha256);
    if (!found) return null;
    const damaged = () => new BlobDamaged(tenant, sha256);
    if (found.size > SMALL) {
      const [source, proof] = [this.stream(found), new Proof(sha256, damaged)];
      source.once('error', (error) => proof.destroy(isBroken(error) ? damaged() : (meaningOf(error) as Error)));
      return pipeline(source, proof, () => {}); // its reader is told
    }
    const bytes = await this.wholeOf(found);
    if (bytes === null || sha256Of(bytes) !== sha256) throw damaged();
    return Readable.from(bytes, { objectMode: false });
  }

  override async has(tenant: string, sha256: string): Promise<boolean> {
    requireTenant(tenant);
    return (await this.find(tenant, sha256)) !== null;
  }

  override async *list(tenant: string): AsyncGenerator<string> {
    requireTenant(tenant);
    const all = paged<BlobDocument>((last, limit) =>
      this.blobs
        .find({ tenant: { $eq: tenant }, sha256: { $gt: last?.sha256 ?? '' } })
        .sort({ sha256: 1 })
        .limit(limit)
        .toArray(),
    );
    for await (const { sha256 } of all) yield sha256;
  }

  override async delete(tenant: string, sha256: string): Promise<void> {
    requireTenant(tenant);
    const found = await this.find(tenant, sha256);
    if (!found) return;
    await leaving(this.db, found.file);
    await answered(() => this.blobs.deleteOne({ _id: found._id, file: found.file }));
    await removeUpload(this.db, found.file);
  }

  override async *changed(): AsyncGenerator<{ tenant: string; sha256: string }> {
    const all = paged<BlobDocument>((last, limit) =>
      this.blobs
        .find({ _id: { $gt: last?._id ?? '' } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    for await (const blob of all) {
      if (await this.isChanged(blob)) yield { tenant: blob.tenant, sha256: blob.sha256 };
    }
  }

  /** Of two that come at once the later one's bytes stay; they are the same. */
  private async name(blob: BlobDocument): Promise<void> {
    const { _id, ...rest } = blob;
    const before = await answered(() => this.blobs.findOneAndReplace({ _id }, rest, { upsert: true }));
    if (before) await leaving(this.db, before.file);
    await arrived(this.db, blob.file);
    if (before) await removeUpload(this.db, before.file);
  }

  private find(tenant: string, sha256: string): Promise<BlobDocument | null> {
    return answered(() => this.blobs.findOne({ _id: blobId(tenant, sha256) }));
  }

  private async wholeOf(blob: BlobDocument): Promise<Buffer | null> {
    try {
      return await answered(() => buffer(this.stream(blob)));
    } catch (error) {
      if (isBroken(error)) return null;
      throw error;
    }
  }

  private async isChanged(blob: BlobDocument): Promise<boolean> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of this.stream(blob)) hash.update(chunk as Buffer);
      return hash.digest('hex') !== blob.sha256;
    } catch (error) {
      if (!isBroken(error)) throw meaningOf(error);
      return (await this.find(blob.tenant, blob.sha256))?.file.equals(blob.file) ?? false; // else deleted or mended meanwhile
    }
  }

  private stream({ file }: BlobDocument): Readable {
    return bucketIn(this.db).openDownloadStream(file);
  }
}

/** GridFS finds its own file incomplete: a piece is gone, too short or too long. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error && /FileNotFound|ChunkIs|ExtraChunk|chunk/i.test(`${error.name} ${error.message}`);
