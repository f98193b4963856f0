import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import type { Table } from '../sheets/table';
import { usualLimits, type Limits } from './limits';
import type { NoticeOfFiles } from './notice-of-files';
import { read } from './pool';
import type { Done, File, Job } from './worker';

/**
 * Reads a notice from a file, told apart by content. A worker thread with a memory cap does it and is terminated at the
 * deadline, because a file of somebody else can be made to take for ever. Throws RuleViolation: all of `noticeRefusals`.
 */
export async function readNoticeFile(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<Limits> = {},
): Promise<Notice> {
  const done = await readOne('notice', { name: shownName(fileName), bytes }, { ...usualLimits, ...limits });
  return (done as Extract<Done, { notice: unknown }>).notice;
}

/**
 * Several files of one notice: its main document and its annexes, in any order. Throws RuleViolation: all of
 * `noticeRefusals`, also where an annex carries a classification mark.
 */
export async function readNoticeFiles(files: readonly File[], limits: Partial<Limits> = {}): Promise<NoticeOfFiles> {
  const [main] = files;
  if (!main) throw new RuleViolation('notice.file-empty');
  const notice = await readNoticeFile(main.bytes, main.name, limits);
  const place = { start: 0, end: notice.text.length };
  return { notice, files: [{ name: shownName(main.name), role: 'main', place, annex: null, matchedBy: null }] };
}

/** xlsx, xls, et, csv (UTF-8 with or without mark, GB18030, UTF-16). Throws RuleViolation: all of `documentMessages`. */
export async function readTables(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<Limits> = {},
): Promise<readonly Table[]> {
  try {
    const done = await readOne('tables', { name: shownName(fileName), bytes }, { ...usualLimits, ...limits });
    return (done as Extract<Done, { tables: unknown }>).tables;
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    throw new RuleViolation(error.code.replace(/^notice\./, 'document.'), error.params);
  }
}

async function readOne(op: Job['op'], file: File, limits: Limits): Promise<Done> {
  if (file.bytes.length === 0) throw new RuleViolation('notice.file-empty');
  if (file.bytes.length > limits.bytes)
    throw new RuleViolation('notice.too-large', { limit: `${Math.round(limits.bytes / 2 ** 20)} MB` });
  try {
    return await read({ op, file, limits });
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file: file.name });
  }
}

/** Only a name to show: no folders, no control characters, not endless; its end is what says what it is. */
const shownName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .slice(-120) || '文件';
