export type Entry = Readonly<{ key: string; value: unknown; /** Grows with each write. */ revision: number }>;

/** `expiresAt`: ISO instant; null: never. */
export type KindEntry = Entry & Readonly<{ kind: string; expiresAt: string | null }>;

/**
 * What must not be an event: credentials, sessions, drafts, claims. Small JSON values by tenant, kind and key.
 * Promises: durable when resolved; `create` and `replace` never overwrite what the caller has not seen.
 */
export abstract class PrivateStore {
  /** Resolves false when the key is taken (an expired entry is not). */
  abstract create(tenant: string, kind: string, key: string, value: unknown, expiresAt?: string): Promise<boolean>;
  /** Resolves false when the entry is not at `revision` any more. */
  abstract replace(tenant: string, kind: string, entry: Entry, expiresAt?: string): Promise<boolean>;
  /** null when there is none or it has expired. */
  abstract get(tenant: string, kind: string, key: string): Promise<Entry | null>;
  abstract list(tenant: string, kind: string, prefix?: string): Promise<Entry[]>;
  /** Every entry of a tenant that has not expired, of all kinds, in order of kind and key. */
  abstract everything(tenant: string): AsyncIterable<KindEntry>;
  /** Resolves false when there was none. */
  abstract delete(tenant: string, kind: string, key: string): Promise<boolean>;
}
