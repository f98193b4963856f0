import { RuleViolation } from '@chuangwen/kernel';
import { UPGRADE_KILL_POINTS } from '@chuangwen/ports';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderOld, DataFolderTooNew, forgetUpgrades, openEmbedded, upgradeBack, upgradeFolder } from '../index';
import { someCommand } from '../testing/commands';
import { emptyFolder } from '../testing/folders';
import { thaw } from '../testing/frozen';
import { runChild } from '../testing/run-child';
import { readSample } from '../testing/sample';

const samples = resolve(__dirname, '../../samples');
const expected = (format: string): unknown => JSON.parse(readFileSync(join(samples, format, 'read.json'), 'utf8'));

describe('a data folder of an older format', () => {
  let folder: ReturnType<typeof emptyFolder>;
  beforeEach(() => {
    folder = emptyFolder();
    thaw(join(samples, 'format-1'), folder.path);
  });
  afterEach(() => folder.remove());
  const file = (...parts: string[]) => join(folder.path, ...parts);
  const format = () => (JSON.parse(readFileSync(file('format.json'), 'utf8')) as { format: number }).format;

  async function readAll(): Promise<unknown> {
    const storage = await openEmbedded(folder.path);
    try {
      const read = await readSample(storage);
      const damage = [];
      for await (const one of storage.damage()) damage.push(one);
      expect(damage).toEqual([]);
      return read;
    } finally {
      await storage.close();
    }
  }

  /** What an old program would find: the files as that format's own SQL. */
  const rows = (name: string, sql: string) => {
    const db = new DatabaseSync(file(name));
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  };

  it('is refused until it is upgraded, and untouched', async () => {
    await expect(openEmbedded(folder.path)).rejects.toThrow(DataFolderOld);
    expect(format()).toBe(1);
  });

  it('is upgraded in place, and everything in it reads as it did', async () => {
    const steps: string[] = [];
    expect(upgradeFolder(folder.path, ({ file }) => steps.push(file))).toEqual({
      from: 1,
      to: 2,
      kept: 'before-upgrade-1',
    });
    expect(steps).toContain('task/events.db');
    expect(format()).toBe(2);
    expect(await readAll()).toEqual(expected('format-1'));
    expect(upgradeFolder(folder.path)).toEqual({ from: 2, to: 2, kept: null });
    expect(globSync('{.upgrading,switch.json,**/*-wal}', { cwd: folder.path })).toEqual([]);
  });

  it('keeps the keys where they are: no old copy of a key outlives its destruction', () => {
    upgradeFolder(folder.path);
    expect(globSync('**/keys.db', { cwd: folder.path })).toEqual(['keys.db']);
  });

  it('goes back, byte for byte to what was there, and forward again', async () => {
    const before = readFileSync(file('task', 'events.db'));
    upgradeFolder(folder.path);
    expect(await readAll()).toEqual(expected('format-1'));
    expect(upgradeBack(folder.path)).toMatchObject({ from: 2, to: 1 });
    expect(format()).toBe(1);
    expect(readFileSync(file('task', 'events.db')).equals(before)).toBe(true);
    expect(rows('task/events.db', 'PRAGMA table_info(receipts)')).toHaveLength(7);
    upgradeFolder(folder.path);
    expect(await readAll()).toEqual(expected('format-1'));
  });

  it('does not go back over what was recorded since, unless that is to be lost', async () => {
    upgradeFolder(folder.path);
    const storage = await openEmbedded(folder.path);
    await storage.ports('task').events.append({ tenant: 'red', stream: 'lane-9' }, someCommand(90, 0));
    await storage.close();
    const refused = (() => {
      try {
        return upgradeBack(folder.path);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toMatchObject({ code: 'upgrade.events-since', params: { count: 1 } });
    expect(format()).toBe(2);
    expect(upgradeBack(folder.path, true)).toMatchObject({ to: 1, kept: 'before-back-2' });
    // The seals went back too: they must not miss the event that was given up.
    upgradeFolder(folder.path);
    expect(await readAll()).toEqual(expected('format-1'));
  });

  it('shows no text of a destroyed key after going back', async () => {
    upgradeFolder(folder.path);
    const storage = await openEmbedded(folder.path);
    await storage.ports('task').keys.destroy('red', 'person:1');
    await storage.close();
    upgradeBack(folder.path);
    expect(rows('task/views.db', 'SELECT * FROM documents')).toEqual([]);
    expect(rows('keys.db', "SELECT key FROM keys WHERE subject = 'person:1'")).toEqual([{ key: null }]);
  });

  it('has no way back any more once the old files are forgotten', () => {
    upgradeFolder(folder.path);
    expect(forgetUpgrades(folder.path)).toEqual(['before-upgrade-1']);
    expect(() => upgradeBack(folder.path)).toThrow(RuleViolation);
    expect(existsSync(file('before-upgrade-1'))).toBe(false);
  });

  it('of a newer program is refused, untouched', () => {
    writeFileSync(file('format.json'), '{"format":9}');
    expect(() => upgradeFolder(folder.path)).toThrow(DataFolderTooNew);
    expect(globSync('{.upgrading,before-*}', { cwd: folder.path })).toEqual([]);
  });

  it('with a damaged file is refused, untouched', () => {
    const bytes = readFileSync(file('task', 'events.db'));
    bytes.fill(7, 4096 * 3, 4096 * 5);
    writeFileSync(file('task', 'events.db'), bytes);
    expect(() => upgradeFolder(folder.path)).toThrow(/damaged/);
    expect(format()).toBe(1);
    expect(existsSync(file('before-upgrade-1'))).toBe(false);
  });

  it('is not mistaken for another when it is gone', () => {
    rmSync(file('format.json'));
    expect(() => upgradeFolder(folder.path)).toThrow(/format.json/);
  });

  describe('killed on the way', () => {
    const passages = UPGRADE_KILL_POINTS.flatMap((point) =>
      (point === 'switch-decided' ? [1] : [1, 4]).map((passage) => [`${point}@${passage}`, point] as const),
    );
    it.each(passages)('at %s it is of the old format or of the new, whole', async (killAt, point) => {
      const child = runChild([folder.path], { file: 'upgrade-child.ts', env: { CHUANGWEN_KILL_AT: killAt } });
      expect(await child.ended).toBe('SIGKILL');
      const opened = openEmbedded(folder.path);
      if (point === 'upgrade-copied') {
        await expect(opened).rejects.toThrow(DataFolderOld);
        upgradeFolder(folder.path);
      } else await (await opened).close();
      expect(format()).toBe(2);
      expect(await readAll()).toEqual(expected('format-1'));
      expect(existsSync(file('switch.json'))).toBe(false);
      upgradeBack(folder.path);
      expect(format()).toBe(1);
    });
  });
});
