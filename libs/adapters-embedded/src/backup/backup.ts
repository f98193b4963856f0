import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, storageError } from '../sqlite';
import { startThread } from '../thread';
import { killPoint } from '@chuangwen/ports';
import type { Backup } from './description';
import { isThere, makePartial, nameIt, partialOf } from './partial';
import { begun, brokeOff, ended } from './under-way';
import { isWithin } from './within';

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
 * whole and on disk; nothing that this did not make is ever removed. Throws RuleViolation `backup.target-taken`, `backup.target-inside`, StorageUnavailable.
 */
export async function backUp(
  order: BackupOrder,
  told: BackupTold = () => undefined,
  signal?: AbortSignal,
): Promise<Backup> {
  const { folder, target, installation } = order;
  const taken = () => new RuleViolation('backup.target-taken', { target });
  // A backup within the data would be lost with it.
  if (isWithin(folder, target)) throw new RuleViolation('backup.target-inside', { target });
  if (isThere(target)) throw taken();
  const mark = { installation, id: randomBytes(8).toString('hex') };
  const partial = partialOf(target, mark.id);
  let release = (): void => undefined;
  try {
    mkdirSync(dirname(partial), { recursive: true, mode: 0o700 });
    begun(folder, partial, mark.id);
    release = makePartial(partial, mark);
    const backup = await copied({ ...order, target: partial }, told, signal);
    // Another may have taken the name meanwhile; an empty folder would be replaced without a word.
    if (isThere(target)) throw taken();
    killPoint('backup-copied');
    try {
      nameIt(partial, target, mark, release);
    } catch (error) {
      throw isThere(partial) && isThere(target) ? taken() : error;
    }
    ended(folder, partial);
    return backup;
  } catch (error) {
    letGo(release);
    brokeOff(folder, partial, mark);
    throw storageError(error, target);
  } finally {
    letGo(release);
  }
}

/** Once is enough; its disk may be away. */
function letGo(release: () => void): void {
  try {
    release();
  } catch {
    // It was given up before, or goes with the process.
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
