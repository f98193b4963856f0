/** 32 bytes for AES-256-GCM. */
export type Key = Uint8Array;

/** Where it answers with a promise, it has forgotten when that resolves. */
export type KeyListener = (tenant: string) => unknown;

/**
 * Keys that can be destroyed. `subject` is `person:ID` or `document:ID`. Promises: a key handed out by `obtain` is on disk;
 * after `destroy` neither call ever returns it again, nor makes another for that subject. Unlike all else, one vault for
 * all services: texts about a person lie in the events of several, and destroying one key must forget them all at once.
 */
export abstract class KeyVault {
  /** The subject's key, made now if there was none; null when it was destroyed. */
  abstract obtain(tenant: string, subject: string): Promise<Key | null>;
  /** null when there is none or it was destroyed. */
  abstract find(tenant: string, subject: string): Promise<Key | null>;
  /** Whether there is a key or was one: of what nobody ever made or destroyed, it was lost. */
  abstract knows(tenant: string, subject: string): Promise<boolean>;
  /** Every subject of a tenant, in order, with its key: null where that was destroyed. */
  abstract list(tenant: string): AsyncIterable<Readonly<{ subject: string; key: Key | null }>>;
  /** As `obtain`, with the key of another installation instead of a new one: where there is one already it stays, and is given. */
  abstract adopt(tenant: string, subject: string, key: Key): Promise<Key | null>;
  abstract destroy(tenant: string, subject: string): Promise<void>;
  /** Told that a key of this tenant is gone: whoever remembers what it opened forgets it before `destroy` resolves. For life. */
  abstract onDestroyed(listener: KeyListener): void;
}
