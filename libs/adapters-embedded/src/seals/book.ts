import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { attempt, DataDamaged } from '../sqlite';
import { syncNames, writeWhole } from '../write-whole';
import type { Stretch } from './stretch';

/** A stretch of one service's log, sealed: each seal names the hash of the one before it, so none can be taken out. */
export type Seal = Stretch & Readonly<{ at: string; previous: string; hash: string }>;

const NONE = '0'.repeat(64);

/** The seals of one service, one line of JSON each, kept outside of the database they speak of. */
export class SealBook {
  readonly path: string;
  private latest: Seal | null;

  /** Cuts off a line that a power cut left half written. Throws DataDamaged when the last whole line is none of ours. */
  constructor(
    private readonly folder: string,
    service: string,
  ) {
    this.path = join(folder, `${service}.jsonl`);
    this.latest = attempt(this.path, () => this.readLast());
  }

  get last(): Seal | null {
    return this.latest;
  }

  /** On disk when it returns. A stretch without events leaves no seal. */
  add(stretch: Stretch, at: string): void {
    if (stretch.to <= stretch.from) return;
    const seal = sealed(stretch, at, this.latest?.hash ?? NONE);
    attempt(this.path, () => {
      const fresh = !existsSync(this.path);
      if (fresh) mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const fd = openSync(this.path, 'a');
      try {
        writeSync(fd, `${JSON.stringify(seal)}\n`);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      if (fresh) syncNames(this.folder);
    });
    this.latest = seal;
  }

  /** From the first on; `null` where the chain of seals itself is broken, which ends it. */
  async *all(): AsyncGenerator<Seal | null> {
    if (!existsSync(this.path)) return;
    let [previous, at] = [NONE, 0];
    for await (const line of createInterface({ input: createReadStream(this.path) })) {
      const seal = parsed(line);
      if (!seal || seal.previous !== previous || seal.from !== at) return yield null;
      yield seal;
      [previous, at] = [seal.hash, seal.to];
    }
  }

  private readLast(): Seal | null {
    if (!existsSync(this.path)) return null;
    const tail = tailOf(this.path);
    const end = tail.lastIndexOf(10);
    if (end + 1 < tail.length) truncateSync(this.path, statSync(this.path).size - (tail.length - end - 1));
    if (end < 0) return null;
    const seal = parsed(tail.toString('utf8', end === 0 ? 0 : tail.lastIndexOf(10, end - 1) + 1, end));
    if (!seal) throw new DataDamaged(this.path, undefined, 'its last seal was changed');
    return seal;
  }
}

function sealed({ from, to, tenants }: Stretch, at: string, previous: string): Seal {
  const body = { from, to, at, tenants, previous };
  return { ...body, hash: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
}

function parsed(line: string): Seal | null {
  try {
    const seal = JSON.parse(line) as Seal;
    return sealed(seal, seal.at, seal.previous).hash === seal.hash ? seal : null;
  } catch {
    return null;
  }
}

/** Enough of the end of a file to hold its last whole line. */
function tailOf(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    for (let length = Math.min(size, 64 * 1024); ; length = Math.min(size, length * 4)) {
      const bytes = Buffer.alloc(length);
      readSync(fd, bytes, 0, length, size - length);
      const ends = bytes.lastIndexOf(10);
      if (length === size) return bytes;
      const before = ends > 0 ? bytes.lastIndexOf(10, ends - 1) : -1;
      if (before >= 0) return bytes.subarray(before + 1);
    }
  } finally {
    closeSync(fd);
  }
}

/** Keeps of a service's seals those that end at or before a position: the log itself went back to it. */
export function cutSeals(folder: string, service: string, end: number): void {
  const path = join(folder, `${service}.jsonl`);
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const kept = lines.filter((line) => (JSON.parse(line) as Seal).to <= end);
  writeWhole(path, kept.map((line) => `${line}\n`).join(''));
}
