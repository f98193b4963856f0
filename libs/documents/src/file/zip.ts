import { inflateRawSync } from 'node:zlib';
import { RuleViolation } from '@chuangwen/kernel';
import type { Limits } from './limits';

export type Entry = { name: string; compressed: number; method: number; at: number };

/**
 * Looks through a zip before anybody unpacks it. Counts entries and really inflates the XML, bounded, because the sizes that
 * an archive states about itself are only its word. Throws notice.too-large, or an Error for what is no zip.
 */
export function checkedEntries(bytes: Uint8Array, limits: Limits): Entry[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(data, limits);
  let left = limits.inflatedBytes;
  for (const entry of entries) {
    if (!/\.(?:xml|rels)$/i.test(entry.name)) continue;
    left -= inflatedSize(data, entry, left);
    if (left < 0) throw tooLarge(limits);
  }
  return entries;
}

const tooLarge = (limits: Limits) =>
  new RuleViolation('notice.too-large', { limit: `${Math.round(limits.inflatedBytes / 2 ** 20)} MB` });

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
      name: data.toString('utf8', at + 46, at + 46 + nameLength),
      method: data.readUInt16LE(at + 10),
      compressed: data.readUInt32LE(at + 20),
      at: data.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return out;
}

function inflatedSize(data: Buffer, entry: Entry, most: number): number {
  if (entry.at + 30 > data.length) throw new Error('broken entry');
  const from = entry.at + 30 + data.readUInt16LE(entry.at + 26) + data.readUInt16LE(entry.at + 28);
  if (entry.method === 0) return entry.compressed;
  if (entry.method !== 8) throw new Error('unknown compression');
  try {
    return inflateRawSync(data.subarray(from, from + entry.compressed), { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return most + 1;
    throw error;
  }
}
