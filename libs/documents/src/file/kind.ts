import { RuleViolation } from '@chuangwen/kernel';

/** How a clerk would call a kind of file. */
export type KindName = Readonly<{ zh: string; en: string }>;
/** What bytes are, by their own words, whatever the name says. */
export type FileKind = Readonly<{ kind: 'text' | 'zip' | 'ole' | 'pdf' | 'rtf' | 'picture' | 'other'; name: KindName }>;

export const named = (zh: string, en: string): KindName => ({ zh, en });
export const ARCHIVE = named('压缩包', 'an archive');
const PICTURE = named('图片', 'a picture');
const PROGRAM = named('程序文件', 'a program');

const magics: readonly [readonly number[], FileKind['kind'], KindName][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip', ARCHIVE],
  [[0x50, 0x4b, 0x05, 0x06], 'zip', ARCHIVE],
  [[0xd0, 0xcf, 0x11, 0xe0], 'ole', named('旧版 Office 或 WPS 文件', 'an old file of Office or WPS')],
  [[0x25, 0x50, 0x44, 0x46], 'pdf', named('PDF 文件', 'a PDF')],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'rtf', named('RTF 文件', 'an RTF file')],
  [[0x89, 0x50, 0x4e, 0x47], 'picture', PICTURE],
  [[0xff, 0xd8, 0xff], 'picture', PICTURE],
  [[0x47, 0x49, 0x46, 0x38], 'picture', PICTURE],
  [[0x42, 0x4d], 'picture', PICTURE],
  [[0x49, 0x49, 0x2a, 0x00], 'picture', PICTURE],
  [[0x4d, 0x4d, 0x00, 0x2a], 'picture', PICTURE],
  [[0x52, 0x61, 0x72, 0x21], 'other', ARCHIVE],
  [[0x37, 0x7a, 0xbc, 0xaf], 'other', ARCHIVE],
  [[0x1f, 0x8b], 'other', ARCHIVE],
  [[0x4d, 0x5a], 'other', PROGRAM],
  [[0x7f, 0x45, 0x4c, 0x46], 'other', PROGRAM],
];

export function kindOfBytes(bytes: Uint8Array): FileKind {
  const starts = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
  const [magic, kind, name] = magics.find(([one]) => starts(one)) ?? [];
  // Two letters are no proof: a text may begin with BM or MZ.
  if (magic && (magic.length > 2 || controls(bytes) > 0.02)) return { kind: kind!, name: name! };
  return { kind: 'text', name: named('文字', 'text') };
}

export const UNKNOWN = named('无法识别的二进制文件', 'a binary file of an unknown kind');

export const unreadable = (file: string, { zh, en }: KindName): RuleViolation =>
  new RuleViolation('notice.file-type', { file, kind: zh, kindEn: en });

/** Share of control characters, other than blanks and the zero bytes of UTF-16, among the first bytes. */
export function controls(bytes: Uint8Array): number {
  const head = bytes.subarray(0, 4096);
  let count = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) count++;
  return head.length === 0 ? 0 : count / head.length;
}

/** Markup, when it says so at its beginning or is full of tags. */
export const looksLikeHtml = (text: string): boolean => {
  const head = text.slice(0, 20_000);
  return (
    /^\s{0,2000}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype html|html|head|body)/i.test(head) ||
    (head.match(/<\/?(?:p|div|span|br|table|tr|td|li|h[1-6])\b[^<>]{0,400}>/gi)?.length ?? 0) >= 3
  );
};
