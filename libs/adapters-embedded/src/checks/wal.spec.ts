import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openWriter } from '../sqlite';
import { emptyFolder } from '../testing/folders';
import { brokenFrame, mustHaveWholeWal } from './wal';

const FRAME = 24 + 4096;

describe('A WAL that was left behind', () => {
  const folder = emptyFolder();
  const path = join(folder.path, 'x.db');
  let wal: Buffer;
  beforeAll(() => {
    // Eager: with zeros behind its end, as the events' is.
    const db = openWriter(path, 'CREATE TABLE IF NOT EXISTS t (x BLOB)', 'FULL', { eager: true });
    for (let n = 0; n < 20; n += 1) db.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(3000, n));
    copyFileSync(path, join(folder.path, 'copy.db'));
    wal = readFileSync(`${path}-wal`);
    db.close();
  });
  afterAll(() => folder.remove());

  /** Frames until the zeros. */
  const frames = () => {
    let count = 0;
    while (wal.readUInt32BE(32 + count * FRAME) !== 0) count += 1;
    return count;
  };
  const flipped = (at: number) => {
    const changed = Buffer.from(wal);
    changed[at]! ^= 16;
    return changed;
  };

  it('is whole when it was not harmed, empty, cut, or all zeros', () => {
    expect(frames()).toBeGreaterThan(20);
    expect(brokenFrame(wal)).toBeNull();
    expect(brokenFrame(Buffer.alloc(0))).toBeNull();
    expect(brokenFrame(Buffer.alloc(100_000))).toBeNull();
    // Cut off: nothing stands behind, so a loss of power may have done it.
    expect(brokenFrame(wal.subarray(0, 32 + 7 * FRAME + 100))).toBeNull();
  });

  it('is broken where a frame does not fit and commits stand behind it', () => {
    for (const [frame, within] of [
      [1, 2000],
      [3, 0], // its page number
      [5, 9], // its salt
      [8, 17], // its checksum
      [frames() - 5, 3000],
    ] as const)
      expect([frame, brokenFrame(flipped(32 + (frame - 1) * FRAME + within))]).toEqual([frame, frame]);
    for (const at of [1, 10, 17, 25]) expect([at, brokenFrame(flipped(at))]).toEqual([at, 0]);
  });

  it('may be torn in its very last commit: that one was never acknowledged', () => {
    expect(brokenFrame(flipped(32 + (frames() - 1) * FRAME + 500))).toBeNull();
  });

  it('is refused by the name of its file, where SQLite would go back without a word', () => {
    const copy = join(folder.path, 'copy.db');
    writeFileSync(`${copy}-wal`, flipped(32 + 4 * FRAME + 99));
    expect(() => mustHaveWholeWal(copy)).toThrow(/copy\.db is damaged .*frame 5/);
    const db = new DatabaseSync(copy);
    expect(db.prepare('SELECT count(*) AS n FROM t').get()).not.toEqual({ n: 20 });
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });
});
