import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Key } from '@chuangwen/ports';

/** Named beside the data, so that another (国密 SM4) can come later. */
const ALGORITHM = 'A256GCM';

/** A value that only its subject's key opens: algorithm, subject, nonce and ciphertext with tag in base64url. */
export type Sealed = Readonly<{ $sealed: string; subject: string; nonce: string; box: string }>;

/** A key made ready once: given as bytes, each value pays four times as much for it. */
export const readied = (key: Key): KeyObject => createSecretKey(key);

/** Random bytes are fetched many at once, because fetching costs more than having them; each is used once. */
let nonces = Buffer.alloc(0);
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(12 * 512);
  const nonce = nonces.subarray(0, 12);
  nonces = nonces.subarray(12);
  return nonce;
}

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && '$sealed' in value;
}

/** `context` (tenant, event id, path) is authenticated too: a sealed value can't be moved elsewhere. */
export function seal(key: Key | KeyObject, subject: string, context: string, value: unknown): Sealed {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const box = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { $sealed: ALGORITHM, subject, nonce: nonce.toString('base64url'), box: box.toString('base64url') };
}

/** Throws when the value was changed, moved, or sealed by an unknown algorithm. */
export function open(key: Key | KeyObject, context: string, sealed: Sealed): unknown {
  if (sealed.$sealed !== ALGORITHM) throw new Error(`sealed by unknown algorithm ${sealed.$sealed}`);
  const box = Buffer.from(sealed.box, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64url'));
  decipher.setAAD(Buffer.from(context)).setAuthTag(box.subarray(box.length - 16));
  return JSON.parse(decipher.update(box.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8'));
}
