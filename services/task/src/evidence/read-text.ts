import { lookForMarks, readNoticeFile } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import type { Caller } from '@chuangwen/platform';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** What has a number and a day of its own. */
const TEXTS: readonly string[] = [
  'application/pdf',
  'application/msword',
  'application/vnd.ms-works',
  'application/vnd.ms-excel',
  'text/plain',
  'text/csv',
  `${OFFICE}.wordprocessingml.document`,
  `${OFFICE}.spreadsheetml.sheet`,
];

/** Bytes: as much as the reader takes; a file above this is kept unread. */
export const READ_LIMIT = 20 * 1024 * 1024;

const PICTURED = /^(?:image|audio|video)\//;

/** Everything but what only eyes and ears can read. */
export const isReadable = (mediaType: string): boolean => !PICTURED.test(mediaType);

/** `unseen`: names of what nobody could look into for a classification mark. */
export type Found = Readonly<{ docNumber: string | null; date: string | null; unseen: readonly string[] }>;

/**
 * Number and day as they literally stand in the file's text; null where they don't, or the text can't be read. Nothing is
 * concluded. Of slides, OFD and archives only marks are looked for. Throws RuleViolation `task.evidence-classified` for what
 * has a classification mark, which must not be kept; `document.busy` where nobody had time to look for one.
 */
export async function foundIn(caller: Caller, name: string, mediaType: string, bytes: Uint8Array): Promise<Found> {
  const reading = { for: caller.tenant, signal: caller.gone };
  const nothing = { docNumber: null, date: null };
  let unseen: readonly string[] = [];
  const andItself = () => [...new Set([...unseen, name])];
  try {
    const isText = TEXTS.includes(mediaType);
    // Pictures, and files that are embedded in a document, are no part of its text.
    if (!isText || mediaType.startsWith(OFFICE)) unseen = await lookForMarks(bytes, name, reading);
    if (!isText) return { ...nothing, unseen };
    const { docNumber, issuedOn, warnings } = await readNoticeFile(bytes, name, reading);
    const said = (field: typeof docNumber) => (field && !field.inferred ? field.value : null);
    const day = said(issuedOn);
    const date = day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
    const partly = warnings.some(({ code }) => PARTLY.includes(code));
    return { docNumber: said(docNumber), date, unseen: partly ? andItself() : unseen };
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    if (error.code === 'notice.classified') throw new RuleViolation('task.evidence-classified', error.params);
    if (error.code === 'notice.busy') throw new RuleViolation('document.busy');
    return { ...nothing, unseen: READ.includes(error.code) ? unseen : andItself() };
  }
}

/** The text was read to its end, and is no notice. */
const READ: readonly string[] = ['notice.nothing-recognised', 'notice.file-empty'];
/** Some of it was not. */
const PARTLY: readonly string[] = ['file.pages-without-text', 'text.beginning-only'];

/** What a person is told of a file that was kept unread; null where all of it was looked at. */
export function unseenWords(unseen: readonly string[]): Readonly<{ 'zh-CN': string; en: string }> | null {
  if (unseen.length === 0) return null;
  const [names, more] = [unseen.slice(0, 3), unseen.length - 3];
  return {
    'zh-CN': `${names.map((name) => `“${name}”`).join('')}${more > 0 ? `等 ${unseen.length} 个文件` : ''}平台读不到或没有读完里面的文字，没有检查是否标有密级。请自行确认不涉密；涉密的请移除，并按保密规定处理。`,
    en: `The text of ${names.map((name) => `“${name}”`).join(', ')}${more > 0 ? ` and ${more} more` : ''} could not be read, or not to its end: nobody looked whether it is marked as classified. Please make sure that it is not; otherwise remove it.`,
  };
}
