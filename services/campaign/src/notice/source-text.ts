import { BlobStore, KeyVault, type Blob } from '@chuangwen/ports';
import { open, seal } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

/** Bytes of the sealed text: three times the largest file that is read. */
const LIMIT = 64 * 2 ** 20;

type Sealed = Parameters<typeof open>[2];

const subjectOf = (noticeId: string) => `document:${noticeId}`;
const contextOf = (tenant: string, noticeId: string) => `${tenant}/${noticeId}/source`;

/** The plain text of notices: files of the tenant, each sealed with its notice's key, so that destroying the key forgets it. */
@Injectable()
export class SourceTexts {
  constructor(
    private readonly blobs: BlobStore,
    private readonly keys: KeyVault,
  ) {}

  async keep(tenant: string, noticeId: string, text: string): Promise<Blob> {
    const key = await this.keys.obtain(tenant, subjectOf(noticeId));
    if (!key) throw new Error(`the key of notice ${noticeId} was destroyed`);
    const sealed = seal(key, subjectOf(noticeId), contextOf(tenant, noticeId), text);
    return this.blobs.put(tenant, Readable.from([Buffer.from(JSON.stringify(sealed))]), LIMIT);
  }

  drop(tenant: string, sha256: string): Promise<void> {
    return this.blobs.delete(tenant, sha256);
  }

  /** null once its key is destroyed. */
  async read(tenant: string, noticeId: string, sha256: string): Promise<string | null> {
    const key = await this.keys.find(tenant, subjectOf(noticeId));
    const file = key && (await this.blobs.get(tenant, sha256));
    return file ? (open(key, contextOf(tenant, noticeId), (await json(file)) as Sealed) as string) : null;
  }
}
