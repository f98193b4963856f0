import type { Readable } from 'node:stream';

export type Blob = Readonly<{ /** Hex, of the bytes as given. */ sha256: string; /** Bytes. */ size: number }>;

/** The bytes kept under a hash are no longer those that were put: never handed out as a whole file. */
export class BlobDamaged extends Error {
  override readonly name = 'BlobDamaged';
  constructor(
    readonly tenant: string,
    readonly sha256: string,
  ) {
    super(`The file ${sha256} of ${tenant} was changed where it is kept; restore it from a backup`);
  }
}

/**
 * One service's files by tenant and SHA-256: another service keeps the same bytes for itself, so neither deletes the
 * other's. Promises: whole or absent, on disk when `put` resolves; the same bytes are kept once a tenant; bytes that
 * were changed underneath are never given back as a whole file.
 */
export abstract class BlobStore {
  /** Throws RuleViolation('file.too-large', { limit }) past `limit` bytes, and keeps nothing then. Mends one that was damaged. */
  abstract put(tenant: string, content: Readable, limit: number): Promise<Blob>;
  /**
   * null when this tenant has none. BlobDamaged when the bytes were changed: thrown at once for small files, else the
   * stream ends in it, with its last piece held back.
   */
  abstract get(tenant: string, sha256: string): Promise<Readable | null>;
  /** Whether there is one, without reading it. */
  abstract has(tenant: string, sha256: string): Promise<boolean>;
  /** The hash of each file of a tenant, in no order. */
  abstract list(tenant: string): AsyncIterable<string>;
  abstract delete(tenant: string, sha256: string): Promise<void>;
  /** Reads every file there is and names those whose bytes were changed. Those that are missing only the caller's events know: ask `has`. */
  abstract changed(): AsyncIterable<Readonly<{ tenant: string; sha256: string }>>;
}
