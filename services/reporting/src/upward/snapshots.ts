import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { NotFound } from '@chuangwen/kernel';
import { canonicalJson, sha256Hex } from '@chuangwen/platform';
import { BlobDamaged, BlobStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import type { Snapshot } from './snapshot';

/** Bytes: a report of 20,000 units. */
const LIMIT = 32 * 1024 * 1024;

type Kept = Readonly<{ sha256: string; size: number }>;

/** Frozen reports: canonical JSON by its SHA-256, in the tenant that reports. Figures and names of units only, no words. */
@Injectable()
export class Snapshots {
  constructor(private readonly blobs: BlobStore) {}

  /** Throws RuleViolation `file.too-large`. */
  async keep(tenant: string, snapshot: Snapshot): Promise<Kept> {
    const { sha256, size } = await this.blobs.put(tenant, Readable.from([Buffer.from(canonicalJson(snapshot))]), LIMIT);
    return { sha256, size };
  }

  /** The very bytes. Throws NotFound, BlobDamaged. */
  async bytes(tenant: string, { sha256 }: Kept): Promise<Buffer> {
    const content = await this.blobs.get(tenant, sha256);
    if (!content) throw new NotFound('snapshot');
    return buffer(content);
  }

  async read(tenant: string, kept: Kept): Promise<Snapshot> {
    return JSON.parse((await this.bytes(tenant, kept)).toString('utf8')) as Snapshot;
  }

  /** Whether what is kept is what was frozen, to the byte. Throws what says nothing about it: StorageUnavailable. */
  async intact(tenant: string, kept: Kept): Promise<boolean> {
    try {
      const bytes = await this.bytes(tenant, kept);
      return bytes.length === kept.size && sha256Hex(bytes) === kept.sha256;
    } catch (error) {
      if (error instanceof BlobDamaged || error instanceof NotFound) return false;
      throw error;
    }
  }
}
