import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { RuleViolation } from '@chuangwen/kernel';
import { z } from 'zod';

const derive = promisify(argon2);

/** As it stands in the file, so that it can change. Bounded: a file that somebody made up must not take the memory of the machine. */
export const derivation = z.strictObject({
  algorithm: z.literal('argon2id'),
  /** KiB. */
  memory: z.number().int().min(8).max(1_048_576),
  passes: z.number().int().min(1).max(20),
  parallelism: z.number().int().min(1).max(8),
  /** base64url. */
  salt: z.string().min(16).max(64),
});
export type Derivation = z.infer<typeof derivation>;

const LEAST = 12;
const KEY_BYTES = 32;

/** 64 MiB, 3 passes (RFC 9106, second choice, on one lane): a file is tried offline, and by nobody in a hurry. */
export const newDerivation = (): Derivation => ({
  algorithm: 'argon2id',
  memory: 65_536,
  passes: 3,
  parallelism: 1,
  salt: randomBytes(16).toString('base64url'),
});

/** Throws RuleViolation `move.passphrase-short`. */
export function mustBeLong(passphrase: string): void {
  if ([...passphrase].length < LEAST) throw new RuleViolation('move.passphrase-short', { least: LEAST });
}

/** However it is typed, it is the same passphrase. */
export async function keyOf(passphrase: string, { algorithm, salt, memory, passes, parallelism }: Derivation) {
  const message = passphrase.normalize('NFKC');
  const nonce = Buffer.from(salt, 'base64url');
  return derive(algorithm, { message, nonce, parallelism, tagLength: KEY_BYTES, memory, passes });
}
