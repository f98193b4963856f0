import type { Readable } from 'node:stream';

export type Blob = Readonly<{ /** Hex, of the bytes as given. */ sha256: string; /** Bytes. */ size: number }>;

/** Files by tenant and SHA-256. Promises: whole or absent, on disk when `put` resolves; the same bytes are kept once a tenant. */
export abstract class BlobStore {
  /** Throws RuleViolation('file.too-large', { limit }) past `limit` bytes, and keeps nothing then. */
  abstract put(tenant: string, content: Readable, limit: number): Promise<Blob>;
  /** null when this tenant has none. */
  abstract get(tenant: string, sha256: string): Promise<Readable | null>;
  abstract delete(tenant: string, sha256: string): Promise<void>;
}
