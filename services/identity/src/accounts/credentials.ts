import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';

/** A password as it is kept; the parameters stand beside it, so that they can change. `salt`, `tag`: base64url. */
export type PasswordHash = Readonly<{
  algorithm: 'argon2id';
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
  salt: string;
  tag: string;
}>;

const derive = promisify(argon2);

/** OWASP's first choice: 19 MiB, 2 passes. */
const TODAY = { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
/** Node's thread pool has four threads, and files and other hashes need some of them. */
const AT_ONCE = 2;

/** Makes and checks password hashes, off the main thread. */
@Injectable()
export class Credentials {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<PasswordHash> | null = null;

  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(16).toString('base64url');
    const tag = await this.tag(password, { ...TODAY, salt });
    return { ...TODAY, salt, tag: tag.toString('base64url') };
  }

  /** With null (no such account) it takes as long, and is false. */
  async verify(password: string, kept: PasswordHash | null): Promise<boolean> {
    this.dummy ??= this.hash(randomBytes(16).toString('hex'));
    const against = kept ?? (await this.dummy);
    const right = Buffer.from(against.tag, 'base64url');
    const given = await this.tag(password, against);
    return given.length === right.length && timingSafeEqual(given, right) && kept !== null;
  }

  /** It was made with other parameters than today's. */
  outdated({ algorithm, memory, passes, parallelism }: PasswordHash): boolean {
    return (
      algorithm !== TODAY.algorithm ||
      memory !== TODAY.memory ||
      passes !== TODAY.passes ||
      parallelism !== TODAY.parallelism
    );
  }

  private async tag(password: string, parameters: Omit<PasswordHash, 'tag'>): Promise<Buffer> {
    const { algorithm, memory, passes, parallelism, salt } = parameters;
    await this.turn();
    try {
      // The same character typed on two keyboards may come as different code points.
      const message = password.normalize('NFKC');
      const nonce = Buffer.from(salt, 'base64url');
      return await derive(algorithm, { message, nonce, parallelism, tagLength: TAG_BYTES, memory, passes });
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    while (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
  }
}
