import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The layout of a backup; that of the data in it is `data`. */
export const BACKUP_FORMAT = 1;

export type BackupFile = Readonly<{ name: string; size: number; sha256: string }>;

/** `backup.json`: what a backup holds, so that a copy of it can be proved. Names as from its folder. */
export type Backup = Readonly<{
  backup: number;
  data: number;
  installation: string;
  /** ISO instant. */
  at: string;
  /** Where it was taken from and where the seals were, on that machine. */
  from: string;
  seals: string;
  services: Readonly<Record<string, Readonly<{ events: number; streams: number; receipts: number; seal: string }>>>;
  keys: Readonly<{ standing: number; destroyed: number }>;
  /** Databases, seals and blobs. */
  files: readonly BackupFile[];
  /** Files whose bytes were not those of their name when they were copied. */
  damaged: readonly string[];
}>;

export const descriptionOf = (backup: string): string => join(backup, 'backup.json');

/** null when the folder is no backup, or none that is whole. */
export function readBackup(folder: string): Backup | null {
  try {
    const backup = JSON.parse(readFileSync(descriptionOf(folder), 'utf8')) as Backup;
    return Number.isInteger(backup.backup) && Array.isArray(backup.files) ? backup : null;
  } catch {
    return null;
  }
}
