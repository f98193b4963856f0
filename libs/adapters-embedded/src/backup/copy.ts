import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { BackupFile } from './description';

const CHUNK = 1024 * 1024;

/** Copies a file and has it on disk; the hash is of the bytes that were written. */
export async function copyFile(from: string, to: string): Promise<Omit<BackupFile, 'name'>> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      for (let at = 0; at < chunk.length;) at += (await target.write(chunk, at)).bytesWritten;
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return { size, sha256: hash.digest('hex') };
}

export async function hashFile(path: string): Promise<Omit<BackupFile, 'name'>> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** Files below a folder, sorted, as from it; none where there is no folder. What begins with a dot is left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (within: string): Promise<void> => {
    const entries = await readdir(within, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const path = join(within, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) found.push(relative(folder, path));
    }
  };
  await walk(folder);
  return found;
}

/** Names are on disk when their folders are, from the deepest up. */
export async function syncFolders(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name));
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
