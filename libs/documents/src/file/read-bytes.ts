import { RuleViolation } from '@chuangwen/kernel';
import { refuseClassified } from '../head/marks';
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
export function readContents({ text, margin, pictures, warnings }: Contents, file: string): Notice {
  if (margin.trim() !== '') refuseClassified(paragraphsOf(margin).list);
  try {
    const notice = readNotice(text);
    notice.warnings.push(...warnings);
    return notice;
  } catch (error) {
    const nothing =
      error instanceof RuleViolation && ['notice.file-empty', 'notice.nothing-recognised'].includes(error.code);
    if (nothing && pictures && text.length < 400) throw new RuleViolation('notice.scan', { file });
    throw error;
  }
}
