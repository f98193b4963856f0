import { RuleViolation } from '@chuangwen/kernel';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { holding } from '../folder';
import { FORMAT, readDescription, writeDescription } from '../manifest';
import { ErasureList, type Erased } from '../seals/erased';
import { destroyKeys } from '../seals/place';
import { attempt } from '../sqlite';
import { stripViews } from '../upgrade/strip-views';
import { syncFile } from '../write-whole';
import { copyFile, syncFolders } from './copy';
import { BACKUP_FORMAT, readBackup, type Backup } from './description';
import { isWithin } from './within';

export type RestoreOrder = Readonly<{
  backup: string;
  /** Absent or empty. */
  folder: string;
  /** Data folders, newer backups or folders of seals that know which keys were destroyed since. */
  respecting?: readonly string[];
}>;
export type RestoreTold = (step: Readonly<{ name: string; done: number; of: number }>) => void;
export type Restored = Readonly<{
  backup: Backup;
  /** Keys that were destroyed after the backup and are destroyed again. */
  erased: number;
  /** Where that was looked up; empty: nowhere, so what was erased since is not known. */
  asked: readonly string[];
}>;

/**
 * Copies a backup into an empty folder, every byte proved on the way, and destroys again what was erased since it was
 * taken. Sessions end: whoever was signed out, or lost an account, must not come back. The folder's description is
 * written last, so that a restore that was broken off is no data folder. Throws RuleViolation `restore.not-empty`,
 * `restore.inside`, `restore.no-backup`, `restore.newer`, `restore.damaged`, `restore.another`.
 */
export async function restoreBackup(order: RestoreOrder, told: RestoreTold = () => undefined): Promise<Restored> {
  const { backup: from, folder } = order;
  const backup = readBackup(from);
  if (!backup) throw new RuleViolation('restore.no-backup', { backup: from });
  if (backup.backup > BACKUP_FORMAT || backup.data > FORMAT) throw new RuleViolation('restore.newer');
  if (isWithin(from, folder)) throw new RuleViolation('restore.inside', { folder });
  attempt(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  if (readdirSync(folder).length > 0) throw new RuleViolation('restore.not-empty', { folder });
  const { erased, asked } = erasedSince(order, backup);
  try {
    for (const [done, file] of backup.files.entries()) {
      told({ name: file.name, done, of: backup.files.length });
      // A description that somebody else wrote must not name places outside the two folders.
      if (!isLocalName(file.name)) throw new RuleViolation('restore.damaged', { file: file.name });
      const copied = await copyOf(join(from, file.name), join(folder, file.name));
      if (copied?.size !== file.size || copied.sha256 !== file.sha256)
        throw new RuleViolation('restore.damaged', { file: file.name });
    }
    mkdirSync(join(folder, 'blobs'), { recursive: true, mode: 0o700 });
    const services = Object.keys(backup.services);
    const keys = { path: join(folder, 'keys.db'), kind: 'keys', sync: 'FULL' } as const;
    const gone = destroyKeys(keys, erased);
    new ErasureList(join(folder, 'seals'), backup.installation).add(erased);
    for (const service of services) {
      // The views of the backup show texts in the clear, also those whose keys are gone now.
      if (gone > 0) stripViews(join(folder, service, 'views.db'));
      endSessions(join(folder, service, 'private.db'));
    }
    await syncFolders(folder);
    const files = [
      'keys.db',
      ...services.flatMap((service) => [`${service}/events.db`, `${service}/private.db`]),
    ].sort();
    holding(folder, (release) => {
      writeDescription(folder, { format: backup.data, installation: backup.installation, files });
      release();
    });
    return { backup, erased: gone, asked };
  } catch (error) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    throw error;
  }
}

const isLocalName = (name: string): boolean =>
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !name.includes('\\');

const copyOf = (from: string, to: string) =>
  copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/**
 * Asks everybody who may know: those named, the folder it was taken from and its seals where they are still to be had,
 * and the newer backups beside it.
 */
function erasedSince({ backup: from, respecting = [] }: RestoreOrder, { installation, ...backup }: Backup) {
  const asked: string[] = [];
  const erased = new Map<string, Erased>();
  const ask = (folder: string): boolean => {
    const lists = [folder, join(folder, 'seals')].map((where) => read(where, installation));
    const found = lists.find((list) => list !== null);
    if (!found) return false;
    asked.push(folder);
    for (const one of found) erased.set(`${one.tenant}\n${one.subject}`, one);
    return true;
  };
  for (const folder of respecting) if (!ask(sealsOf(folder))) throw new RuleViolation('restore.another', { folder });
  const original = sealsOf(backup.from);
  if (respecting.length === 0 && !ask(original)) ask(backup.seals);
  for (const name of siblings(from))
    if ((readBackup(name)?.at ?? '') > backup.at && readBackup(name)?.installation === installation) ask(name);
  return { erased: [...erased.values()], asked };
}

const read = (folder: string, installation: string) => {
  try {
    return new ErasureList(folder, installation).read();
  } catch {
    return null;
  }
};

/** A data folder may keep its seals elsewhere. */
function sealsOf(folder: string): string {
  try {
    return readDescription(folder)?.seals ?? folder;
  } catch {
    return folder;
  }
}

function siblings(backup: string): string[] {
  try {
    const names = readdirSync(dirname(backup)).filter((name) => name !== basename(backup));
    return names.map((name) => join(dirname(backup), name));
  } catch {
    return [];
  }
}

function endSessions(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA secure_delete = ON; DELETE FROM entries WHERE kind = 'session'");
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  syncFile(path);
}
