import { createHmac, hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;

/** What tells one signing key from another, and nothing about either. */
export const fingerprintOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('chuangwen: fingerprint of the signing key').digest('hex');

/**
 * HMAC-SHA-256 of `text`, a line feed and a digest of 32 bytes, as `createHmac` makes it; that one sets up a context each time,
 * which costs several times what it computes, and every consumer checks every message.
 */
export function signer(key: Uint8Array, text: string): (digest: Uint8Array) => Buffer {
  if (key.length > BLOCK) throw new TypeError('A key for signatures has at most 64 bytes');
  const padded = Buffer.alloc(BLOCK);
  padded.set(key);
  const inner = Buffer.concat([padded.map((byte) => byte ^ 0x36), Buffer.from(`${text}\n`), Buffer.alloc(DIGEST)]);
  const outer = Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.alloc(DIGEST)]);
  return (digest) => {
    if (digest.length !== DIGEST) throw new TypeError('A digest has 32 bytes');
    inner.set(digest, inner.length - DIGEST);
    outer.set(hash('sha256', inner, 'buffer'), BLOCK);
    return hash('sha256', outer, 'buffer');
  };
}
