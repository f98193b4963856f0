import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DataDamaged } from './sqlite';

/**
 * SQLite opens a file whose end is missing as if nothing were wrong, and fails only where it misses a page. The header
 * says how many pages there are; while a WAL stands beside the file its word counts instead, and nothing is said here.
 * https://www.sqlite.org/fileformat.html#the_database_header
 */
export function refuseTruncated(path: string): void {
  const size = sizeOf(path);
  if (size === 0 || sizeOf(`${path}-wal`) > 0) return;
  const header = Buffer.alloc(100);
  const fd = openSync(path, 'r');
  try {
    if (readSync(fd, header, 0, 100, 0) < 100) throw new DataDamaged(path);
  } finally {
    closeSync(fd);
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  if (size < header.readUInt32BE(28) * pageSize) throw new DataDamaged(path);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
