import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import type { Table } from '../sheets/table';
import type { NoticeOfFiles } from './annexes/notice-of-files';
import { needsOffice } from './contents';
import { usualLimits, type Limits } from './limits';
import { named } from './named';
import { convertedToDocx } from './office';
import { read } from './pool';
import type { Turn } from './turns';
import type { File } from './file';
import type { Done, Job } from './worker';

/** What may be used, and for whom it is read: a tenant waits behind its own files, and one that has gone is not read for. */
export type Reading = Partial<Limits> & Turn;

/**
 * Reads a notice from a file, told apart by content: docx, doc, wps, PDF with text, html, txt (UTF-8, GB18030, UTF-16), xlsx,
 * xls, et, csv. A worker thread with a memory cap does it and is terminated at the deadline, because a file of somebody
 * else can be made to take for ever. Throws RuleViolation: all of `noticeRefusals`.
 */
export async function readNoticeFile(bytes: Uint8Array, fileName: string, reading: Reading = {}): Promise<Notice> {
  return (await readNoticeFiles([{ name: fileName, bytes }], reading)).notice;
}

/**
 * Several files of one notice: its main document and its annexes, in any order; which is which is told by what they say.
 * Throws RuleViolation: all of `noticeRefusals`, also where an annex carries a classification mark.
 */
export async function readNoticeFiles(files: readonly File[], reading: Reading = {}): Promise<NoticeOfFiles> {
  const { milliseconds = usualLimits.milliseconds } = reading;
  const done = await readAll('notice', files, { ...reading, milliseconds: milliseconds * Math.min(5, files.length) });
  return (done as Extract<Done, { notice: unknown }>).notice;
}

/** xlsx, xls, et, csv (UTF-8 with or without mark, GB18030, UTF-16). Throws RuleViolation: all of `documentMessages`. */
export async function readTables(
  bytes: Uint8Array,
  fileName: string,
  reading: Reading = {},
): Promise<readonly Table[]> {
  try {
    const done = await readAll('tables', [{ name: fileName, bytes }], reading);
    return (done as Extract<Done, { tables: unknown }>).tables;
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    throw new RuleViolation(error.code.replace(/^notice\./, 'document.'), error.params);
  }
}

/**
 * Whether any file carries a classification mark: documents, slides, OFD, the files of an archive. Answers with the names of
 * what could not be looked into. Throws RuleViolation notice.classified, notice.busy, and what `noticeRefusals` has for
 * files that are too large or take too long.
 */
export async function lookForMarks(
  bytes: Uint8Array,
  fileName: string,
  reading: Reading = {},
): Promise<readonly string[]> {
  const done = await readAll('marks', [{ name: fileName, bytes }], reading);
  return (done as Extract<Done, { unseen: unknown }>).unseen;
}

async function readAll(op: Job['op'], given: readonly File[], reading: Reading): Promise<Done> {
  const { for: tenant, signal, ...less } = reading;
  const limits = { ...usualLimits, ...less };
  const turn = { for: tenant, signal };
  if (given.length > limits.files)
    throw new RuleViolation('notice.all-too-large', { limit: `${limits.files} 个文件 files` });
  const files = given.map(({ name, bytes }) => ({ name: shownName(name), bytes }));
  const all = files.map(({ name }) => name).join('、');
  if (given.every(({ bytes }) => bytes.length === 0)) throw new RuleViolation('notice.file-empty', { file: all });
  const megabytes = (limit: number) => `${Math.round(limit / 2 ** 20)} MB`;
  const large = files.find(({ bytes }) => bytes.length > limits.bytes);
  if (large) throw new RuleViolation('notice.too-large', { file: large.name, limit: megabytes(limits.bytes) });
  if (given.reduce((sum, { bytes }) => sum + bytes.length, 0) > limits.allBytes)
    throw new RuleViolation('notice.all-too-large', { limit: megabytes(limits.allBytes) });
  let unopened: RuleViolation | null = null;
  // Each round has one more file converted that the parser cannot open itself.
  for (const _ of [...files, null]) {
    try {
      return await read({ op, files, limits }, turn);
    } catch (error) {
      if (signal?.aborted && error === signal.reason) throw error;
      if (!(error instanceof RuleViolation)) throw new RuleViolation('notice.broken-file', { file: files[0]!.name });
      if (error.code !== needsOffice) throw named(unopened && ONLY_UNREAD.includes(error.code) ? unopened : error, all);
      const at = Number(error.params['index']);
      const { name, bytes } = files[at]!;
      const converted: Uint8Array | RuleViolation = await convertedToDocx(bytes, name, limits, turn).catch(refusal);
      if (converted instanceof RuleViolation && files.length === 1) throw named(converted, all);
      if (converted instanceof RuleViolation) unopened = converted;
      // Of several files the others may be enough; this one counts as unreadable.
      files[at] = { name, bytes: converted instanceof RuleViolation ? new Uint8Array() : converted };
    }
  }
  throw new RuleViolation('notice.office-failed', { file: files[0]!.name });
}

/** Nothing was found in what could be opened: why the rest could not says more. */
const ONLY_UNREAD = ['notice.nothing-recognised', 'notice.file-empty'];

function refusal(error: unknown): RuleViolation {
  if (error instanceof RuleViolation) return error;
  throw error;
}

/** Only a name to show: no folders, no control characters, not endless; its end is what says what it is. */
const shownName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .slice(-120) || '文件';
