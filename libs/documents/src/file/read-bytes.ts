import { RuleViolation } from '@chuangwen/kernel';
import { headWarnings, refuseClassified, refuseMarkedLines } from '../head/marks';
import { paragraphsOf } from '../lines/paragraphs';
import type { Notice } from '../notice';
import { readNotice } from '../read-notice';
import { contentsOf, type Contents } from './contents';
import type { Limits } from './limits';

/**
 * The whole way from bytes to a notice, in one thread and without a deadline: what the worker runs. The size of the
 * file is judged before it gets here.
 */
export async function readBytes(bytes: Uint8Array, file: string, limits: Limits): Promise<Notice> {
  return readContents(await contentsOf(bytes, file, limits), file);
}

/** Throws RuleViolation as readNotice does; what has pictures and no notice in its text is a scan. */
export function readContents(contents: Contents, file: string): Notice {
  const { text, margin, hidden, pictures, warnings } = contents;
  refuseMarkedLines(hidden.split('\n'));
  const edges = margin.trim() === '' ? [] : paragraphsOf(margin).list;
  refuseClassified(edges);
  try {
    const notice = readNotice(text);
    const known = new Set(notice.warnings.map(({ code }) => code));
    notice.warnings.push(...headWarnings(edges).filter(({ code }) => !known.has(code)), ...warnings);
    return notice;
  } catch (error) {
    const nothing =
      error instanceof RuleViolation && ['notice.file-empty', 'notice.nothing-recognised'].includes(error.code);
    if (nothing && pictures && text.length < 400) throw new RuleViolation('notice.scan', { file });
    throw error;
  }
}
