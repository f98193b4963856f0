import { existsSync, readFileSync } from 'node:fs';
import { DataDamaged } from '../sqlite';

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const HEADER = 32;
const FRAME = 24;
const MAGIC = 0x377f0682;

/**
 * Throws DataDamaged when the WAL that a process left behind is broken before commits that had been on disk. SQLite takes
 * the first frame that does not fit for the end of the log and says nothing, as it must after a loss of power; but then
 * only the very last commit can be torn, because each one was synced before the next began. Frames of two commits or
 * more behind the break say that it was damage. Only for files whose commits are all synced.
 */
export function mustHaveWholeWal(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  const wal = readFileSync(`${path}-wal`);
  const broken = brokenFrame(wal);
  if (broken === null) return;
  throw new DataDamaged(path, undefined, `its WAL is broken at frame ${broken}, and whole commits stand behind that`);
}

/** The first frame that does not fit where more than one commit follows (0: the header); null when all is well. */
export function brokenFrame(wal: Buffer): number | null {
  if (wal.length < HEADER + FRAME) return null;
  const pageSize = wal.readUInt32BE(8);
  const size = FRAME + (pageSize === 1 ? 65536 : pageSize);
  let sum: Sum = [0, 0];
  const whole =
    (wal.readUInt32BE(0) & ~1) >>> 0 === MAGIC &&
    same((sum = summed(wal, 0, 24, sum, wal[3]! & 1)), wal, 24) &&
    pageSize >= 512;
  // A header that was never written is all zeros; of one that was damaged not even the page size may be right.
  if (!whole)
    return wal.subarray(0, HEADER).every((byte) => byte === 0) || commitsIn(wal, HEADER, 4096 + FRAME) < 2 ? null : 0;
  const salts = wal.subarray(16, 24);
  for (let at = HEADER, frame = 1; at + size <= wal.length; at += size, frame += 1) {
    const next = summed(wal, at + FRAME, size - FRAME, summed(wal, at, 8, sum, wal[3]! & 1), wal[3]! & 1);
    if (!salts.equals(wal.subarray(at + 8, at + 16)) || !same(next, wal, at + 16))
      return commitsIn(wal, at, size, salts) >= 2 ? frame : null;
    sum = next;
  }
  return null;
}

type Sum = readonly [number, number];

/** Frames of commits from here on that carry these salts (or those of the first frame). */
function commitsIn(wal: Buffer, from: number, size: number, salts = wal.subarray(from + 8, from + 16)): number {
  let commits = 0;
  for (let at = from; at + size <= wal.length; at += size)
    if (wal.readUInt32BE(at + 4) !== 0 && salts.equals(wal.subarray(at + 8, at + 16))) commits += 1;
  return commits;
}

const same = ([a, b]: Sum, wal: Buffer, at: number) => wal.readUInt32BE(at) === a && wal.readUInt32BE(at + 4) === b;

function summed(wal: Buffer, from: number, length: number, [a, b]: Sum, bigEndian: number): Sum {
  for (let at = from; at < from + length; at += 8) {
    a = (a + b + (bigEndian ? wal.readUInt32BE(at) : wal.readUInt32LE(at))) >>> 0;
    b = (b + a + (bigEndian ? wal.readUInt32BE(at + 4) : wal.readUInt32LE(at + 4))) >>> 0;
  }
  return [a, b];
}
