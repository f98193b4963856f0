import type { Key } from '@chuangwen/ports';
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { mongo } from 'mongoose';

/** Named beside each key, so that another (国密 SM4) can come later. */
const ALGORITHM = 'A256GCM';
const NONCE = 12;
const TAG = 16;

export type Wrapped = Readonly<{
  algorithm: string;
  /** Nonce, ciphertext, tag. */
  box: mongo.Binary;
}>;

/** A wrapped key was changed, moved to another subject, or is of an algorithm that is not known here. */
export class KeyDamaged extends Error {
  override readonly name = 'KeyDamaged';
  constructor(tenant: string, subject: string, options?: ErrorOptions) {
    super(`The key of ${subject} of ${tenant} cannot be unwrapped; restore it from a backup`, options);
  }
}

/** Keys wrapped by the installation's master key: whoever has only the database has none of them. */
export class Wrapping {
  private readonly master: KeyObject;

  /** `master`: 32 bytes. */
  constructor(master: Uint8Array) {
    if (master.length !== 32) throw new TypeError('The master key has 32 bytes');
    this.master = createSecretKey(master);
  }

  /** What tells one master key from another, and nothing about either. */
  get fingerprint(): string {
    return createHmac('sha256', this.master).update('chuangwen: fingerprint of the master key').digest('hex');
  }

  wrap(tenant: string, subject: string, key: Key): Wrapped {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.master, nonce).setAAD(placeOf(tenant, subject));
    const box = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    return { algorithm: ALGORITHM, box: new mongo.Binary(box) };
  }

  /** Throws KeyDamaged. */
  unwrap(tenant: string, subject: string, { algorithm, box }: Wrapped): Key {
    try {
      if (algorithm !== ALGORITHM) throw new Error(`wrapped by unknown algorithm ${algorithm}`);
      const bytes = Buffer.from(box.buffer);
      const decipher = createDecipheriv('aes-256-gcm', this.master, bytes.subarray(0, NONCE));
      decipher.setAAD(placeOf(tenant, subject)).setAuthTag(bytes.subarray(-TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    } catch (cause) {
      throw new KeyDamaged(tenant, subject, { cause });
    }
  }
}

/** Authenticated too: a wrapped key can't be put in the place of another one. */
const placeOf = (tenant: string, subject: string) => Buffer.from(JSON.stringify([tenant, subject]));
