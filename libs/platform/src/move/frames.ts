import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

const [compress, decompress] = [promisify(zstdCompress), promisify(zstdDecompress)];

const LENGTH = 4;
const TAG = 16;
export const SHA256 = 32;
/** Bytes that a frame holds, unless one record is longer. */
export const FRAME = 256 * 1024;
/** No record is ever longer; a frame that says it is comes from elsewhere. */
export const LONGEST = 64 * 1024 * 1024;

/** Where a frame begins. */
export type Place = Readonly<{ at: number; frame: number }>;

/** The file is no export, breaks off, or was changed. */
export class FileUnfit extends Error {
  override readonly name = 'FileUnfit';
}

/**
 * Frames are compressed (zstd) and sealed (AES-256-GCM), each under its number, so that none can be left out, doubled or put elsewhere. A
 * length of 0 ends them, and the SHA-256 of the whole file up to there follows.
 */
export class FrameWriter {
  private readonly hash = createHash('sha256');
  private frame = 0;
  private at = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
  ) {}

  /** Bytes as they are. */
  async plain(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes);
    for (let done = 0; done < bytes.length;)
      done += (await this.file.write(bytes, done, bytes.length - done)).bytesWritten;
    this.at += bytes.length;
  }

  async write(content: Uint8Array): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.frame));
    const sealed = Buffer.concat([cipher.update(await compress(content)), cipher.final()]);
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(sealed.length + TAG);
    await this.plain(Buffer.concat([length, sealed, cipher.getAuthTag()]));
    this.frame += 1;
  }

  /** On disk when it resolves. In hex: the hash of all of it. */
  async end(): Promise<string> {
    await this.plain(Buffer.alloc(LENGTH));
    const digest = this.hash.digest();
    await this.file.write(digest);
    await this.file.sync();
    return digest.toString('hex');
  }
}

/** What frames hold, from one on. Throws FileUnfit. */
export async function* framesOf(path: string, key: Uint8Array, from: Place): AsyncGenerator<[Buffer, Place]> {
  const file = await open(path);
  try {
    let { at, frame } = from;
    for (;;) {
      const place = { at, frame };
      const length = (await exactly(file, at, LENGTH)).readUInt32BE();
      if (length === 0) return;
      if (length <= TAG || length > LONGEST) throw new FileUnfit(`frame ${frame} has an impossible length`);
      const sealed = await exactly(file, at + LENGTH, length);
      yield [await opened(sealed, key, frame), place];
      at += LENGTH + length;
      frame += 1;
    }
  } finally {
    await file.close();
  }
}

async function opened(sealed: Buffer, key: Uint8Array, frame: number): Promise<Buffer> {
  const cipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame));
  cipher.setAuthTag(sealed.subarray(-TAG));
  try {
    const compressed = Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()]);
    return await decompress(compressed, { maxOutputLength: 2 * LONGEST });
  } catch (error) {
    throw new FileUnfit(`frame ${frame} can't be opened`, { cause: error });
  }
}

/** The key is of this file alone, so a number is enough. */
function nonceOf(frame: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame), 4);
  return nonce;
}

export async function exactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw new FileUnfit('it breaks off');
    done += bytesRead;
  }
  return bytes;
}
