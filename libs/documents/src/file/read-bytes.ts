import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import { readNotice } from '../read-notice';
import { decode } from './decode';
import { docxToText } from './docx';
import { htmlToText } from './html';
import { kindOfBytes, looksLikeHtml } from './kind';
import type { Limits } from './limits';

/**
 * The whole way from bytes to a notice, in one thread and without a deadline: what the worker runs. The size of the
 * file is judged before it gets here.
 */
export async function readBytes(bytes: Uint8Array, fileName: string, limits: Limits): Promise<Notice> {
  const file = baseName(fileName);
  const kind = kindOfBytes(bytes);
  if (kind.kind === 'other' || kind.kind === 'ole')
    throw new RuleViolation('notice.file-type', { file, kind: kind.zh });
  if (kind.kind === 'zip') return readNotice(await docxToText(bytes, file, limits));
  const decoded = decode(bytes);
  if (!decoded) throw new RuleViolation('notice.file-type', { file, kind: '无法识别的二进制文件' });
  const text = withoutMark(decoded.text);
  const notice = readNotice(looksLikeHtml(text) ? htmlToText(redecoded(bytes, text)) : text);
  if (decoded.damaged > 0) notice.warnings.push({ code: 'file.encoding-damaged', params: { count: decoded.damaged } });
  return notice;
}

const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/** Only a name to show: no folders, no control characters, not endless. */
const baseName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 120) || '文件';

/** A page may name its own encoding; it is believed where the bytes left a choice. */
function redecoded(bytes: Uint8Array, text: string): string {
  const named = /<meta[^>]{1,200}charset ?= ?["']?(big5|gbk|gb2312|gb18030)/i.exec(text.slice(0, 4000))?.[1];
  return named?.toLowerCase() === 'big5' ? new TextDecoder('big5').decode(bytes) : text;
}
