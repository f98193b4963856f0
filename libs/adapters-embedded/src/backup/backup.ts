import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { attempt, storageError } from '../sqlite';
import { startThread } from '../thread';
import { syncNames } from '../write-whole';
import { killPoint } from '@chuangwen/ports';
import type { Backup } from './description';
import { begun, brokeOff, ended, partialOf } from './under-way';

export type { Backup } from './description';

/** Of what: `held` once all files stand still for a moment (ms), then file by file (in pages), then the blobs (in files). */
export type BackupStep = Readonly<
  { step: 'held'; ms: number } | { step: 'file' | 'blobs'; name: string; done: number; of: number }
>;
export type BackupTold = (step: BackupStep) => void;

/** What is copied, from where to where. `at`: ISO instant. */
export type BackupOrder = Readonly<{
  folder: string;
  installation: string;
  seals: string;
  services: readonly string[];
  target: string;
  at: string;
}>;
export type FromBackup =
  BackupStep | { done: Backup } | { failed: { name: string; message: string; code?: string; errcode?: number } };

/**
 * Copies a folder that is in use, as it was at one instant: a thread of its own takes the write locks of all files for a
 * moment, begins a reading transaction on each, and lets go; SQLite keeps that state for it while commits go on. Blobs
 * are on disk before the events that name them, so they are copied afterwards. The target has its name only once it is
 * whole and on disk. Throws RuleViolation `backup.target-taken`, `backup.target-inside`, StorageUnavailable.
 */
export async function backUp(
  order: BackupOrder,
  told: BackupTold = () => undefined,
  signal?: AbortSignal,
): Promise<Backup> {
  const { folder, target } = order;
  if (isWithin(folder, target)) throw new RuleViolation('backup.target-inside', { target });
  if (existsSync(target)) throw new RuleViolation('backup.target-taken', { target });
  const partial = partialOf(target);
  try {
    mkdirSync(dirname(partial), { recursive: true, mode: 0o700 });
    begun(folder, partial);
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { mode: 0o700 });
    const backup = await copied({ ...order, target: partial }, told, signal);
    // Another may have taken the name meanwhile; an empty folder would be replaced without a word.
    if (existsSync(target)) throw new RuleViolation('backup.target-taken', { target });
    killPoint('backup-copied');
    renameSync(partial, target);
    syncNames(dirname(target));
    ended(folder, partial);
    return backup;
  } catch (error) {
    brokeOff(folder, partial);
    throw storageError(error, target);
  }
}

/** A backup within the data would be lost with it. Links are followed as far as the way exists. */
function isWithin(folder: string, target: string): boolean {
  const way = relative(real(folder), real(target));
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(resolve(path));
    return above === resolve(path) ? above : join(real(above), basename(path));
  }
}

function copied(order: BackupOrder, told: BackupTold, signal?: AbortSignal): Promise<Backup> {
  return new Promise((resolve, reject) => {
    const worker = attempt(order.folder, () => startThread('backup/worker', { name: 'backup', workerData: order }));
    worker.on('message', (message: FromBackup) => {
      if ('step' in message) told(message);
      else if ('done' in message) resolve(message.done);
      else reject(Object.assign(new Error(message.failed.message), message.failed));
    });
    worker.on('error', reject);
    const stop = () => void worker.terminate();
    signal?.addEventListener('abort', stop);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(new StorageUnavailable('closed')); // means nothing after an answer
    });
  });
}
