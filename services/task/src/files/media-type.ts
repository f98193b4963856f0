import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { utf16 } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Packages of these kinds all begin alike, so the name says which one it is. Nothing here ever opens them. */
const ZIPS: Readonly<Record<string, string>> = {
  '.docx': `${OFFICE}.wordprocessingml.document`,
  '.xlsx': `${OFFICE}.spreadsheetml.sheet`,
  '.pptx': `${OFFICE}.presentationml.presentation`,
  '.ofd': 'application/ofd',
  '.zip': 'application/zip',
};
const OLD_OFFICE: Readonly<Record<string, string>> = {
  '.doc': 'application/msword',
  '.wps': 'application/vnd.ms-works',
  '.xls': 'application/vnd.ms-excel',
  '.et': 'application/vnd.ms-excel',
  '.ppt': 'application/vnd.ms-powerpoint',
  '.dps': 'application/vnd.ms-powerpoint',
};
const TEXTS: Readonly<Record<string, string>> = { '.txt': 'text/plain', '.csv': 'text/csv' };

/** Hex of the first bytes → media type. */
const BEGINNINGS: readonly (readonly [begins: RegExp, type: string])[] = [
  [/^255044462d/, 'application/pdf'],
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^ffd8ff/, 'image/jpeg'],
  [/^474946383[79]61/, 'image/gif'],
  [/^52494646.{8}57454250/, 'image/webp'],
  [/^424d.{12}0000/, 'image/bmp'],
  [/^.{8}66747970(68656963|68656978|6d696631)/, 'image/heic'],
  [/^.{8}66747970717420/, 'video/quicktime'],
  [/^.{8}66747970/, 'video/mp4'],
  [/^494433|^fff[b3a2]/, 'audio/mpeg'],
];
const HEAD = 4096;

/** By content, never by what the browser said; null: not on the list of what a proof can be. */
export function mediaTypeOf(name: string, head: Uint8Array): string | null {
  const extension = extname(name).toLowerCase();
  const hex = Buffer.from(head.subarray(0, 32)).toString('hex');
  if (hex.startsWith('504b0304')) return ZIPS[extension] ?? null;
  if (hex.startsWith('d0cf11e0a1b11ae1')) return OLD_OFFICE[extension] ?? null;
  const known = BEGINNINGS.find(([begins]) => begins.test(hex));
  if (known) return known[1];
  return isText(head) ? (TEXTS[extension] ?? null) : null;
}

/** Text in UTF-8, GB 18030 or UTF-16: no control characters but tab, line feed and carriage return. */
function isText(head: Uint8Array): boolean {
  if (head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)) return true;
  const encoding = utf16(head);
  // As a stream: its last character may be cut in two.
  const text = encoding && new TextDecoder(encoding).decode(head, { stream: true });
  return text !== null && !/[^\P{Cc}\t\n\r]|[\ufffd-\uffff]/u.test(text);
}

/** The type of a file from its first bytes, and the whole file again. Throws RuleViolation `task.file-empty`, `task.file-type`. */
export async function sniffed(name: string, content: Readable): Promise<{ mediaType: string; content: Readable }> {
  const chunks: Buffer[] = [];
  const rest = content.iterator({ destroyOnReturn: true }) as AsyncIterator<Buffer>;
  for (let size = 0; size < HEAD;) {
    const next = await rest.next();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(chunks);
  const mediaType = mediaTypeOf(name, head.subarray(0, HEAD));
  if (head.length > 0 && mediaType !== null) return { mediaType, content: Readable.from(together([head], rest)) };
  await rest.return?.();
  throw new RuleViolation(head.length === 0 ? 'task.file-empty' : 'task.file-type');
}

/** What was read of a stream, and the rest of it. */
export async function* together(read: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
