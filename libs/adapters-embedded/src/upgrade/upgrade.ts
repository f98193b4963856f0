import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { killPoint } from '@chuangwen/ports';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { holding } from '../folder';
import {
  DataFolderDamaged,
  FORMAT,
  installationOf,
  readDescription,
  writeDescription,
  type Description,
} from '../manifest';
import { attempt, DataDamaged, type FileKind } from '../sqlite';
import { syncFile, syncNames } from '../write-whole';
import { erasedIn } from '../seals/erased';
import { cutSeals } from '../seals/book';
import { chainFrom } from './chain';
import { decideSwitch, finishSwitch } from './switch';
import { stripViews } from './strip-views';

/** Told file by file what is being done. */
export type Told = (step: Readonly<{ file: string; done: number; of: number }>) => void;
export type Upgraded = Readonly<{ from: number; to: number; kept: string | null }>;

const FRESH = '.upgrading';
const KEPT = /^before-(upgrade|back)-\d+$/;

/**
 * Brings a folder to today's format: its files are copied, the copies changed and checked, then put in the place of the
 * old ones, which stay in `before-upgrade-N`. Killed at any step the folder is of the old format or of the new. The keys
 * stay where they are in every format: a key destroyed after the upgrade must not stand in an old copy. Throws
 * DataFolderTooNew, DataFolderInUse, StorageUnavailable `full`.
 */
export function upgradeFolder(folder: string, told: Told = () => undefined): Upgraded {
  return locked(folder, (described) => {
    const from = described.format;
    if (from === FORMAT) return { from, to: FORMAT, kept: null };
    const files = serviceFiles(folder);
    files.forEach((file) => settle(join(folder, file)));
    mustHaveRoom(folder, files);
    rmSync(join(folder, FRESH), { recursive: true, force: true });
    for (const [at, file] of files.entries()) {
      told({ file, done: at, of: files.length });
      changed(folder, file, from);
      killPoint('upgrade-copied');
    }
    const { installation } = described;
    const fresh = { ...described, format: FORMAT, installation: installation || installationOf(folder) };
    writeDescription(join(folder, FRESH), fresh);
    const keep = freeName(folder, 'before-upgrade', from);
    remember(folder, keep);
    decideSwitch(folder, { take: FRESH, keep, files: [...files, 'format.json'] });
    return { from, to: FORMAT, kept: keep };
  });
}

/**
 * Puts the files of before the last upgrade back; those of now stay in `before-back-N`. What was recorded since then is
 * lost with it, so it is refused (RuleViolation `upgrade.events-since`) unless `discard`. Throws `upgrade.nothing-kept`.
 */
export function upgradeBack(folder: string, discard = false): Upgraded {
  return locked(folder, (described) => {
    const take = keptIn(folder).findLast((name) => name.startsWith('before-upgrade-'));
    if (take === undefined) throw new RuleViolation('upgrade.nothing-kept');
    const old = readDescription(join(folder, take));
    if (!old) throw new DataFolderDamaged(join(folder, take), 'lost: format.json');
    const files = serviceFiles(folder);
    files.forEach((file) => settle(join(folder, file)));
    const kept = serviceFiles(join(folder, take));
    const count = sum(folder, files) - sum(join(folder, take), kept);
    if (count > 0 && !discard) throw new RuleViolation('upgrade.events-since', { count });
    // The kept views hold texts in the clear; of those whose keys were destroyed since, nothing may come back.
    if (erasedSince(folder, take))
      for (const file of kept.filter((name) => name.endsWith('views.db'))) stripViews(join(folder, take, file));
    const keep = freeName(folder, 'before-back', described.format);
    writeDescription(join(folder, take), { ...described, format: old.format, files: old.files });
    decideSwitch(folder, { take, keep, files: [...kept, 'format.json'] });
    for (const file of kept.filter((name) => name.endsWith('events.db')))
      cutSeals(described.seals ?? join(folder, 'seals'), dirname(file), endOf(join(folder, file)));
    return { from: described.format, to: old.format, kept: keep };
  });
}

/** Removes what upgrades left; there is no way back any more. Returns the names. */
export function forgetUpgrades(folder: string): readonly string[] {
  return locked(folder, () => {
    const names = keptIn(folder);
    for (const name of names) rmSync(join(folder, name), { recursive: true });
    return names;
  });
}

/** What upgrades have left in a folder. */
export const keptIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => KEPT.test(name))
    .sort();

function locked<T>(folder: string, work: (described: Description) => T): T {
  return attempt(folder, () =>
    holding(folder, (release) => {
      finishSwitch(folder);
      const described = readDescription(folder);
      if (!described) throw new DataFolderDamaged(folder, 'lost: format.json');
      const done = work(described);
      release();
      return done;
    }),
  );
}

/** `task/events.db` and the like, of every service. */
const serviceFiles = (folder: string): string[] =>
  globSync('*/{events,private,views,jobs}.db', { cwd: folder })
    .filter((file) => !KEPT.test(file.split(sep)[0]!) && !file.startsWith('.'))
    .sort();

const kindOf = (file: string) => basename(file, '.db') as FileKind;

/** Brings the WAL into the file: the file alone is then all there is. */
function settle(path: string): void {
  const db = new DatabaseSync(path);
  try {
    const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy !== 0) throw new Error(`${path} is being read`);
  } finally {
    db.close();
  }
}

function changed(folder: string, file: string, from: number): void {
  const fresh = join(folder, FRESH, file);
  mkdirSync(dirname(fresh), { recursive: true, mode: 0o700 });
  copyFileSync(join(folder, file), fresh);
  const db = new DatabaseSync(fresh);
  try {
    const before = rowCounts(db);
    db.exec('PRAGMA secure_delete = ON; BEGIN');
    for (const migration of chainFrom(from)) migration.transform(db, kindOf(file));
    db.exec('COMMIT');
    const whole = db.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
    if (whole.integrity_check !== 'ok') throw new DataDamaged(join(folder, file), undefined, whole.integrity_check);
    if (rowCounts(db) !== before) throw new Error(`${file} lost rows when it was changed`);
  } finally {
    db.close();
  }
  syncFile(fresh);
  syncNames(dirname(fresh));
}

function rowCounts(db: DatabaseSync): string {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return JSON.stringify(
    tables.map(({ name }) => [name, db.prepare(`SELECT count(*) AS n FROM "${String(name)}"`).get()]),
  );
}

function mustHaveRoom(folder: string, files: readonly string[]): void {
  const needed = files.reduce((bytes, file) => bytes + statSync(join(folder, file)).size, 0);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < needed * 1.3) throw new StorageUnavailable('full');
}

function freeName(folder: string, kind: string, format: number): string {
  for (let at = format; ; at += 1) if (!existsSync(join(folder, `${kind}-${at}`))) return `${kind}-${at}`;
}

const noteIn = (folder: string, keep: string) => join(folder, keep, 'erased.json');

/** How many keys had been destroyed by then. */
function remember(folder: string, keep: string): void {
  mkdirSync(join(folder, keep), { recursive: true, mode: 0o700 });
  writeFileSync(noteIn(folder, keep), JSON.stringify(erasedIn(join(folder, 'keys.db')).length));
}

const erasedSince = (folder: string, keep: string): boolean =>
  !existsSync(noteIn(folder, keep)) ||
  JSON.stringify(erasedIn(join(folder, 'keys.db')).length) !== readFileSync(noteIn(folder, keep), 'utf8');

const sum = (folder: string, files: readonly string[]): number =>
  files.filter((file) => kindOf(file) === 'events').reduce((count, file) => count + endOf(join(folder, file)), 0);

function endOf(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return (db.prepare('SELECT coalesce(max(position), 0) AS n FROM events').get() as { n: number }).n;
  } finally {
    db.close();
  }
}
