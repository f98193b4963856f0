import mammoth from 'mammoth';
import { RuleViolation } from '@chuangwen/kernel';
import { htmlToText } from './html';
import type { Limits } from './limits';
import { checkedEntries } from './zip';

/** The text of a Word document, tables as rows between bars. Pictures are never opened. */
export async function docxToText(bytes: Uint8Array, file: string, limits: Limits): Promise<string> {
  const names = entryNames(bytes, file, limits);
  if (!names.includes('word/document.xml'))
    throw new RuleViolation('notice.file-type', { file, kind: kindOfZip(names) });
  try {
    const noPictures = mammoth.images.imgElement(async () => ({ src: '' }));
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { convertImage: noPictures, externalFileAccess: false },
    );
    return htmlToText(value);
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  }
}

function entryNames(bytes: Uint8Array, file: string, limits: Limits): string[] {
  try {
    return checkedEntries(bytes, limits).map(({ name }) => name);
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  }
}

function kindOfZip(names: readonly string[]): string {
  if (names.some((name) => name.startsWith('xl/'))) return 'Excel 表格';
  if (names.some((name) => name.startsWith('ppt/'))) return '幻灯片';
  if (names.some((name) => /OFD\.xml$/i.test(name))) return 'OFD 文件';
  if (names.includes('content.xml')) return 'ODF 文件';
  return '压缩包';
}
