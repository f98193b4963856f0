/** The thread that makes one backup; see backup.ts. */
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { FORMAT } from '../manifest';
import { ErasureList, erasedIn } from '../seals/erased';
import { cutSeals, SealBook } from '../seals/book';
import { stretchOf } from '../seals/stretch';
import { writeWhole } from '../write-whole';
import type { BackupOrder, BackupStep, FromBackup } from './backup';
import { copyFile, filesBelow, hashFile, syncFolders } from './copy';
import { BACKUP_FORMAT, descriptionOf, type Backup, type BackupFile } from './description';
import { pin, type Pinned } from './pin';

const order = workerData as BackupOrder;
const { folder, target, services } = order;
const tell = (message: FromBackup) => parentPort!.postMessage(message);
const told = (step: BackupStep) => tell(step);

/** Pages copied between two looks at what else there is to do. */
const PAGES = 512;
/** Blobs between two lines of progress. */
const SOME = 200;

/** In the order in which their locks are taken. */
const databases = (['views', 'jobs', 'private'] as const)
  .flatMap((kind) => services.map((service) => posix.join(service, `${kind}.db`)))
  .concat('keys.db', ...services.map((service) => posix.join(service, 'events.db')));

async function copyPinned({ name, db }: Pinned): Promise<BackupFile> {
  const path = join(target, name);
  // The target itself is there; where its disk was taken away it must not be made anew on another one.
  if (dirname(path) !== target && !existsSync(dirname(path))) mkdirSync(dirname(path), { mode: 0o700 });
  const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) =>
    told({ step: 'file', name, done: totalPages - remainingPages, of: totalPages });
  await copyDatabase(db, path, { rate: PAGES, progress });
  db.close();
  return { name, ...(await hashFile(path)) };
}

async function copyBlobs(): Promise<{ files: BackupFile[]; damaged: string[] }> {
  const names = (await filesBelow(join(folder, 'blobs'))).map((name) => join('blobs', name));
  const files: BackupFile[] = [];
  const damaged: string[] = [];
  for (const name of names) {
    try {
      const file = { name, ...(await copyFile(join(folder, name), join(target, name))) };
      if (file.sha256 !== basename(name)) damaged.push(name);
      files.push(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // deleted meanwhile
    }
    if (files.length % SOME === 0) told({ step: 'blobs', name: 'blobs', done: files.length, of: names.length });
  }
  told({ step: 'blobs', name: 'blobs', done: files.length, of: names.length });
  return { files, damaged };
}

/** The seals as far as the copied events reach, and one more for the rest: the copy is sealed to its end. */
async function sealCopy(service: string): Promise<{ file: BackupFile | null; about: Backup['services'][string] }> {
  const seals = join(target, 'seals');
  const [from, to] = [join(order.seals, `${service}.jsonl`), join(seals, `${service}.jsonl`)];
  if (existsSync(from)) await copyFile(from, to);
  const db = new DatabaseSync(join(target, service, 'events.db'));
  try {
    const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    const events = count('events');
    cutSeals(seals, service, events);
    const book = new SealBook(seals, service);
    book.add(stretchOf(db, book.last?.to ?? 0), order.at);
    const about = {
      events,
      streams: count('streams'),
      receipts: count('receipts'),
      seal: book.last?.hash ?? '',
    };
    const name = posix.join('seals', `${service}.jsonl`);
    return { file: existsSync(to) ? { name, ...(await hashFile(to)) } : null, about };
  } finally {
    db.close();
  }
}

async function main(): Promise<Backup> {
  const { pinned, held } = pin(databases.map((name) => ({ name, path: join(folder, name) })));
  told({ step: 'held', ms: held });
  const copied: BackupFile[] = [];
  for (const one of pinned) copied.push(await copyPinned(one));
  const blobs = await copyBlobs();
  const files = [...copied, ...blobs.files];
  const about: Record<string, Backup['services'][string]> = {};
  for (const service of services) {
    const sealed = await sealCopy(service);
    about[service] = sealed.about;
    if (sealed.file) files.push(sealed.file);
  }
  const keys = join(target, 'keys.db');
  const destroyed = erasedIn(keys);
  const list = new ErasureList(join(target, 'seals'), order.installation);
  list.mend();
  list.add(destroyed);
  files.push({ name: 'seals/erased.jsonl', ...(await hashFile(join(target, 'seals/erased.jsonl'))) });
  const backup: Backup = {
    backup: BACKUP_FORMAT,
    data: FORMAT,
    installation: order.installation,
    at: order.at,
    from: folder,
    seals: order.seals,
    services: about,
    keys: { standing: standing(keys), destroyed: destroyed.length },
    files,
    damaged: blobs.damaged,
  };
  await syncFolders(target);
  writeWhole(descriptionOf(target), `${JSON.stringify(backup)}\n`);
  return backup;
}

function standing(keys: string): number {
  const db = new DatabaseSync(keys);
  try {
    return (db.prepare('SELECT count(*) AS n FROM keys WHERE key IS NOT NULL').get() as { n: number }).n;
  } finally {
    db.close();
  }
}

main().then(
  (done) => tell({ done }),
  (error: Error & { code?: string }) => {
    const { name, message, code, errcode } = error as Error & { code?: string; errcode?: number };
    tell({ failed: { name, message, ...(code && { code }), ...(errcode && { errcode }) } });
  },
);
