import { readNoticeFile } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const READABLE: readonly string[] = [
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

export const isReadable = (mediaType: string): boolean => READABLE.includes(mediaType);

/**
 * Number and day as they literally stand in the file's text; null where they don't, or the text can't be read. Nothing is
 * concluded. Throws RuleViolation `task.evidence-classified` for a text with a classification mark, which must not be kept;
 * `document.busy` where nobody had time to look for one.
 */
export async function foundIn(
  name: string,
  bytes: Uint8Array,
): Promise<{ docNumber: string | null; date: string | null }> {
  try {
    const { docNumber, issuedOn } = await readNoticeFile(bytes, name);
    const said = (field: typeof docNumber) => (field && !field.inferred ? field.value : null);
    const day = said(issuedOn);
    return { docNumber: said(docNumber), date: day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null };
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    if (error.code === 'notice.classified') throw new RuleViolation('task.evidence-classified', error.params);
    if (error.code === 'notice.busy') throw new RuleViolation('document.busy');
    return { docNumber: null, date: null };
  }
}
