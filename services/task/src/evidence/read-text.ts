import { readNoticeFile } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const READABLE: readonly string[] = [
  'application/pdf',
  'application/msword',
  'application/vnd.ms-works',
  'text/plain',
  WORD,
];

/** Bytes: a file above this is kept unread. */
export const READ_LIMIT = 5 * 1024 * 1024;

export const isReadable = (mediaType: string): boolean => READABLE.includes(mediaType);

/**
 * Number and day as they literally stand in the file's text; null where they don't, or the text can't be read. Nothing is
 * concluded. Throws RuleViolation `task.evidence-classified` for a text with a classification mark, which must not be kept.
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
    return { docNumber: null, date: null };
  }
}
