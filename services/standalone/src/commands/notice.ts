import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readNoticeFile, toInterchange, toPage, type Notice } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';

/** Reads a notice and prints what was understood: a page for a clerk, or JSON. Nothing is stored. */
export async function notice(file: string, options: { json?: boolean }): Promise<void> {
  const understood = await readNoticeAt(file);
  console.log(options.json ? JSON.stringify(toInterchange(understood), null, 1) : toPage(understood));
}

/** Throws RuleViolation `file.unreadable`, or why the notice is refused. */
export async function readNoticeAt(file: string): Promise<Notice> {
  return readNoticeFile(await bytesOf(file), basename(file));
}

export async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new RuleViolation('file.unreadable', { file: basename(file) });
  }
}
