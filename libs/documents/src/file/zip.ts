import { inflateRawSync } from 'node:zlib';
import { RuleViolation } from '@chuangwen/kernel';
import type { Limits } from './limits';

export type Entry = { name: string; compressed: number; method: number; at: number; encrypted: boolean };

/**
 * The entries of a zip. Nothing is ever unpacked to a disk, so a name is only a name. Throws RuleViolation notice.too-large
 * for too many, notice.broken-file for what is no zip.
 */
export function entriesOf(bytes: Uint8Array, file: string, limits: Limits): Entry[] {
  return refusing(file, () => directory(bufferOf(bytes), limits));
}

/** `content`: throws RuleViolation notice.too-large once all that was asked for is, notice.password, notice.broken-file. */
export type Member = Readonly<{ name: string; content(): Buffer }>;

/** The entries of a zip, each inflated when it is asked for; what is too large itself does not count. Throws as `entriesOf`. */
export function membersOf(bytes: Uint8Array, file: string, limits: Limits): Member[] {
  const data = bufferOf(bytes);
  let left = limits.inflatedBytes;
  const contentOf = (entry: Entry): Buffer => {
    if (entry.encrypted) throw new RuleViolation('notice.password', { file });
    const content = inflated(data, entry, left);
    if (!content || content.length > left)
      throw new RuleViolation('notice.too-large', { limit: `${Math.round(limits.inflatedBytes / 2 ** 20)} MB` });
    left -= content.length;
    return content;
  };
  return entriesOf(bytes, file, limits).map((entry) => ({
    name: entry.name,
    content: () => refusing(file, () => contentOf(entry)),
  }));
}

/**
 * The content of the entries that are kept, of those `wanted`, which are all really inflated and bounded: the sizes that an
 * archive states about itself are only its word. Throws RuleViolation notice.too-large, notice.broken-file.
 */
export function unpack(
  bytes: Uint8Array,
  file: string,
  limits: Limits,
  wanted: RegExp,
  kept: RegExp | ((name: string, content: Buffer) => boolean) = wanted,
): ReadonlyMap<string, Buffer> {
  const out = new Map<string, Buffer>();
  for (const member of membersOf(bytes, file, limits)) {
    if (!wanted.test(member.name)) continue;
    const content = member.content();
    if (typeof kept === 'function' ? kept(member.name, content) : kept.test(member.name)) out.set(member.name, content);
  }
  return out;
}

/** A zip of the same files as they are, for a reader that would inflate them again without a bound. */
export function stored(files: ReadonlyMap<string, Buffer>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, Buffer.from(name));
    local.push(Buffer.from([0x50, 0x4b, 3, 4]), common, Buffer.from(name), content);
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(
    central.reduce((sum, { length }) => sum + length, 0),
    8,
  );
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, ...central, Buffer.from([0x50, 0x4b, 5, 6]), end]);
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function refusing<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  }
}

function directory(data: Buffer, limits: Limits): Entry[] {
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > data.length) throw new Error('no central directory');
  const count = data.readUInt16LE(end + 10);
  if (count > limits.zipEntries)
    throw new RuleViolation('notice.too-large', { limit: `${limits.zipEntries} 个条目 entries` });
  const out: Entry[] = [];
  for (let at = data.readUInt32LE(end + 16), i = 0; i < count; i++) {
    if (at + 46 > data.length || data.readUInt32LE(at) !== 0x02014b50) throw new Error('broken central directory');
    const nameLength = data.readUInt16LE(at + 28);
    out.push({
      name: nameOf(data.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (data.readUInt16LE(at + 8) & 1) === 1,
      method: data.readUInt16LE(at + 10),
      compressed: data.readUInt32LE(at + 20),
      at: data.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return out;
}

/** Chinese Windows writes names in its own encoding. */
const nameOf = (bytes: Buffer): string => {
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? new TextDecoder('gb18030').decode(bytes) : utf8;
};

/** null: more than `most` bytes. */
function inflated(data: Buffer, entry: Entry, most: number): Buffer | null {
  if (entry.at + 30 > data.length) throw new Error('broken entry');
  const from = entry.at + 30 + data.readUInt16LE(entry.at + 26) + data.readUInt16LE(entry.at + 28);
  const packed = data.subarray(from, from + entry.compressed);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new Error('unknown compression');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
