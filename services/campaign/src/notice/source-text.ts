import { BlobStore, KeyVault, type Blob } from '@chuangwen/ports';
import { open, seal } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

/** Bytes of a sealed text or file: more than the largest file that is read makes. */
const LIMIT = 128 * 2 ** 20;

type Sealed = Parameters<typeof open>[2];

const subjectOf = (noticeId: string) => `document:${noticeId}`;
const contextOf = (tenant: string, noticeId: string, what: string) => `${tenant}/${noticeId}/${what}`;

/**
 * The plain text of notices and the files they came in: files of the tenant, each sealed with its notice's key, so that
 * destroying the key forgets it.
 */
@Injectable()
export class SourceTexts {
  constructor(
    private readonly blobs: BlobStore,
    private readonly keys: KeyVault,
  ) {}

  keep(tenant: string, noticeId: string, text: string): Promise<Blob> {
    return this.put(tenant, noticeId, 'source', text);
  }

  /** `at`: the how manieth file, from 0. */
  keepFile(tenant: string, noticeId: string, at: number, bytes: Uint8Array): Promise<Blob> {
    return this.put(tenant, noticeId, `file-${at}`, Buffer.from(bytes).toString('base64'));
  }

  drop(tenant: string, sha256: string): Promise<void> {
    return this.blobs.delete(tenant, sha256);
  }

  /** null once its key is destroyed. */
  read(tenant: string, noticeId: string, sha256: string): Promise<string | null> {
    return this.get(tenant, noticeId, 'source', sha256);
  }

  /** null once its key is destroyed. */
  async readFile(tenant: string, noticeId: string, at: number, sha256: string): Promise<Buffer | null> {
    const text = await this.get(tenant, noticeId, `file-${at}`, sha256);
    return text === null ? null : Buffer.from(text, 'base64');
  }

  private async put(tenant: string, noticeId: string, what: string, text: string): Promise<Blob> {
    const key = await this.keys.obtain(tenant, subjectOf(noticeId));
    if (!key) throw new Error(`the key of notice ${noticeId} was destroyed`);
    const sealed = seal(key, subjectOf(noticeId), contextOf(tenant, noticeId, what), text);
    return this.blobs.put(tenant, Readable.from([Buffer.from(JSON.stringify(sealed))]), LIMIT);
  }

  private async get(tenant: string, noticeId: string, what: string, sha256: string): Promise<string | null> {
    const key = await this.keys.find(tenant, subjectOf(noticeId));
    const file = key && (await this.blobs.get(tenant, sha256));
    return file ? (open(key, contextOf(tenant, noticeId, what), (await json(file)) as Sealed) as string) : null;
  }
}
