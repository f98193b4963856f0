import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { killPoint } from '@chuangwen/ports';
import { z } from 'zod';
import { exactly, FileUnfit, FRAME, framesOf, FrameWriter, SHA256, type Place } from './frames';
import { derivation, keyOf, mustBeLong, newDerivation, type Derivation } from './passphrase';
import { packed, unpacked, type FileRecord, type Head } from './records';

const NAME = 'chuangwen-export';
const FORMAT = 1;
/** The first line says what it is, the second how its key is made of the passphrase. */
const FIRST = `${NAME} ${FORMAT}\n`;
const MOST_OF_LINES = 4096;

/** A file that is being written; it has its name once it is whole and on disk. */
export class ExportFile {
  private waiting: Buffer[] = [];
  private bytes = 0;

  private constructor(
    private readonly path: string,
    private readonly partial: string,
    private readonly file: FileHandle,
    private readonly frames: FrameWriter,
  ) {}

  /** Throws RuleViolation `move.target-taken`, `move.passphrase-short`. */
  static async create(path: string, passphrase: string): Promise<ExportFile> {
    mustBeLong(passphrase);
    mustBeFree(path);
    const kdf = newDerivation();
    const key = await keyOf(passphrase, kdf);
    const partial = `${path}.partial-${randomBytes(6).toString('hex')}`;
    const file = await open(partial, 'wx', 0o600);
    const frames = new FrameWriter(file, key);
    await frames.plain(Buffer.from(`${FIRST}${JSON.stringify(kdf)}\n`));
    return new ExportFile(path, partial, file, frames);
  }

  async add(head: Head, bytes?: Uint8Array): Promise<void> {
    const record = packed(head, bytes);
    if (this.bytes > 0 && this.bytes + record.length > FRAME) await this.flush();
    this.waiting.push(record);
    this.bytes += record.length;
  }

  /** What follows begins a frame, so that a reader can begin there. */
  section(): Promise<void> {
    return this.flush();
  }

  /** Resolves with its SHA-256 in hex and its size in bytes. Throws RuleViolation `move.target-taken`. */
  async end(): Promise<{ sha256: string; bytes: number }> {
    await this.flush();
    const sha256 = await this.frames.end();
    const { size } = await this.file.stat();
    await this.file.close();
    killPoint('export-written');
    mustBeFree(this.path);
    await rename(this.partial, this.path);
    await syncFolder(dirname(this.path));
    return { sha256, bytes: size };
  }

  async giveUp(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.partial, { force: true });
  }

  private async flush(): Promise<void> {
    if (this.bytes === 0) return;
    const content = Buffer.concat(this.waiting);
    [this.waiting, this.bytes] = [[], 0];
    await this.frames.write(content);
  }
}

function mustBeFree(path: string): void {
  if (existsSync(path)) throw new RuleViolation('move.target-taken', { file: path });
}

/** A name is on disk when its folder is. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file that is there, and whole; to be read as often as it takes. */
export class WholeFile {
  private constructor(
    readonly path: string,
    /** In hex. */
    readonly sha256: string,
    private readonly key: Uint8Array,
    private readonly first: Place,
  ) {}

  /** Throws RuleViolation `move.no-export`, `move.newer`, `move.damaged`, `move.passphrase-wrong`; ENOENT. */
  static async open(path: string, passphrase: string): Promise<WholeFile> {
    const { kdf, begin } = await linesOf(path);
    const sha256 = await provedHash(path);
    const key = await keyOf(passphrase, kdf);
    const file = new WholeFile(path, sha256, key, { at: begin, frame: 0 });
    try {
      for await (const _frame of framesOf(path, key, file.first)) break; // which closes it
    } catch (error) {
      if (error instanceof FileUnfit) throw new RuleViolation('move.passphrase-wrong');
      throw error;
    }
    return file;
  }

  /** From the beginning or from a frame on; each with where its frame begins. Throws RuleViolation `move.damaged`. */
  async *records(from: Place = this.first): AsyncGenerator<FileRecord & { place: Place }> {
    try {
      for await (const [frame, place] of framesOf(this.path, this.key, from))
        for (const found of unpacked(frame)) yield { ...found, place };
    } catch (error) {
      throw error instanceof FileUnfit ? damaged(this.path) : error;
    }
  }
}

const damaged = (file: string) => new RuleViolation('move.damaged', { file });

async function linesOf(path: string): Promise<{ kdf: Derivation; begin: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const lines = (await exactly(file, 0, Math.min(size, MOST_OF_LINES))).toString('latin1');
    const [, format] = new RegExp(`^${NAME} (\\d{1,9})\\n`).exec(lines) ?? [];
    if (format === undefined) throw new RuleViolation('move.no-export', { file: path });
    if (Number(format) > FORMAT) throw new RuleViolation('move.newer', { file: path });
    const end = lines.indexOf('\n', FIRST.length);
    const kdf = z.string().transform(asJson).pipe(derivation).safeParse(lines.slice(FIRST.length, end));
    if (end < 0 || !kdf.success) throw damaged(path);
    return { kdf: kdf.data, begin: end + 1 };
  } finally {
    await file.close();
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Throws RuleViolation `move.damaged` unless the file ends in the hash of all before that. */
async function provedHash(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= SHA256) throw damaged(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: size - SHA256 - 1 })) hash.update(chunk as Buffer);
  const file = await open(path);
  try {
    const digest = hash.digest();
    if (!digest.equals(await exactly(file, size - SHA256, SHA256))) throw damaged(path);
    return digest.toString('hex');
  } finally {
    await file.close();
  }
}
