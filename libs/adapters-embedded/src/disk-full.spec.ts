import type { DatabaseSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { eventsWriter } from './events/writer';
import { openWriter } from './sqlite';
import { someCommand } from './testing/commands';
import { emptyFolder } from './testing/folders';
import { runChild } from './testing/run-child';

describe('a full disk', () => {
  let folder: ReturnType<typeof emptyFolder>;
  beforeEach(() => {
    folder = emptyFolder();
  });
  afterEach(() => folder.remove());

  it('refuses and loses nothing, and goes on by itself once there is room; a read-only one is named', async () => {
    const child = runChild([folder.path], {
      file: 'full-disk-child.ts',
      within: ['unshare', '--map-root-user', '--mount'],
    });
    await child.says('report ').catch((error: Error) => {
      throw new Error(`This test needs unshare (util-linux) and a kernel that lets it mount a tmpfs. ${error.message}`);
    });
    await child.ended;
    const line = child.lines.find((each) => each.startsWith('report '))!;
    expect(JSON.parse(line.slice('report '.length))).toEqual({
      refusedWhenFull: ['StorageUnavailable full'],
      nothingAckedLost: true,
      blobWhenFull: 'StorageUnavailable full',
      viewWhenFull: 'StorageUnavailable full',
      afterwards: { acked: 2 + 128, refused: [] },
      allThere: true,
      integrity: [],
      readOnly: 'StorageUnavailable read-only',
      afterReopen: true,
    });
  }, 240_000);

  it('fails every append of the group, and the group after it stands', () => {
    const path = join(folder.path, 'events.db');
    const db = openWriter(path, eventsWriter.schema, 'FULL');
    const group = eventsWriter.group(db);
    const commands = (version: number) =>
      Array.from({ length: 32 }, (_, lane) => ({
        ref: { tenant: 'red', stream: `lane-${lane}` },
        append: someCommand(lane, version),
      }));
    expect(group.run(commands(0))).toEqual(Array(32).fill({ answer: 1 }));
    db.exec(`PRAGMA max_page_count = ${pages(db) + 1}`);
    const refused = group.run(commands(1));
    expect(refused.map((outcome) => 'failed' in outcome && outcome.failed.refusal)).toEqual(Array(32).fill('full'));
    expect(statSync(`${path}-wal`).size).toBe(0); // what it took is given back to the disk, for others
    db.exec('PRAGMA max_page_count = 100000');
    expect(group.run(commands(1))).toEqual(Array(32).fill({ answer: 2 }));
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });
});

const pages = (db: DatabaseSync) => (db.prepare('PRAGMA page_count').get() as { page_count: number }).page_count;
