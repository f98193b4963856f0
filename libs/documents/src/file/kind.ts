/** What bytes are, by their own words, whatever the name says. `other` carries how a clerk would call it. */
export type FileKind = { kind: 'text' | 'zip' | 'ole' | 'pdf' | 'rtf' | 'picture' | 'other'; zh: string };

const magics: readonly [readonly number[], FileKind['kind'], string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip', '压缩包'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip', '压缩包'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'ole', '旧版 Office 或 WPS 文件'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf', 'PDF 文件'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'rtf', 'RTF 文件'],
  [[0x89, 0x50, 0x4e, 0x47], 'picture', '图片'],
  [[0xff, 0xd8, 0xff], 'picture', '图片'],
  [[0x47, 0x49, 0x46, 0x38], 'picture', '图片'],
  [[0x42, 0x4d], 'picture', '图片'],
  [[0x49, 0x49, 0x2a, 0x00], 'picture', '图片'],
  [[0x4d, 0x4d, 0x00, 0x2a], 'picture', '图片'],
  [[0x52, 0x61, 0x72, 0x21], 'other', '压缩包'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'other', '压缩包'],
  [[0x1f, 0x8b], 'other', '压缩包'],
  [[0x4d, 0x5a], 'other', '程序文件'],
  [[0x7f, 0x45, 0x4c, 0x46], 'other', '程序文件'],
];

export function kindOfBytes(bytes: Uint8Array): FileKind {
  const starts = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
  const [magic, kind, zh] = magics.find(([one]) => starts(one)) ?? [];
  // Two letters are no proof: a text may begin with BM or MZ.
  if (magic && (magic.length > 2 || controls(bytes) > 0.02)) return { kind: kind!, zh: zh! };
  return { kind: 'text', zh: '文字' };
}

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
