import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Passes bytes on and proves their hash. The last piece goes out only once all are proved, so that whoever counts bytes
 * never takes a changed file for a whole one.
 */
export class Proof extends Transform {
  private readonly hash = createHash('sha256');
  private held: Buffer | null = null;

  constructor(
    private readonly sha256: string,
    private readonly refusal: () => Error,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    const before = this.held;
    this.held = chunk;
    done(null, before ?? undefined);
  }

  override _flush(done: TransformCallback): void {
    if (this.hash.digest('hex') === this.sha256) done(null, this.held ?? undefined);
    else done(this.refusal());
  }
}
