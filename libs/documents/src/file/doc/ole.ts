/** Whether a file of the OLE kind has a stream of one of these names: its directory holds them in UTF-16, whatever else is broken. */
export const hasName = (bytes: Uint8Array, ...names: readonly string[]): boolean => {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return names.some((name) => data.includes(Buffer.from(`${name}\0`, 'utf16le')));
};

const lastSector = 0xfffffffa;
const miniSector = 64;

/**
 * The streams of an OLE compound file ([MS-CFB]) by name. Chains are followed no further than the file is long. Throws an
 * Error, mostly a RangeError, for what is broken.
 */
export function oleStreams(bytes: Uint8Array): (name: string) => Buffer | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = data.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw new Error('unknown sector size');
  const size = 1 << shift;
  const sectors = Math.ceil(data.length / size);
  const sector = (n: number): Buffer => data.subarray((n + 1) * size, (n + 2) * size);
  const table = allocation(data, size, sectors, sector);
  const chain = (start: number, next: Buffer, most: number): number[] => {
    const out: number[] = [];
    for (let at = start; at < lastSector && out.length <= most; at = next.readUInt32LE(at * 4)) out.push(at);
    return out;
  };
  const big = (start: number): Buffer => Buffer.concat(chain(start, table, sectors).map(sector));
  const directory = big(data.readUInt32LE(48));
  const cutoff = data.readUInt32LE(56);
  const miniTable = data.readUInt32LE(64) > 0 ? big(data.readUInt32LE(60)) : Buffer.alloc(0);
  const minis = big(directory.readUInt32LE(116));
  return (name) => {
    const wanted = Buffer.from(`${name}\0`, 'utf16le');
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      if (directory[at + 66] !== 2 || directory.readUInt16LE(at + 64) !== wanted.length) continue;
      if (!directory.subarray(at, at + wanted.length).equals(wanted)) continue;
      const start = directory.readUInt32LE(at + 116);
      const length = directory.readUInt32LE(at + 120);
      if (length >= cutoff) return big(start).subarray(0, length);
      const parts = chain(start, miniTable, miniTable.length / 4).map((n) =>
        minis.subarray(n * miniSector, (n + 1) * miniSector),
      );
      return Buffer.concat(parts).subarray(0, length);
    }
    return null;
  };
}

/** Which sector follows which: a list of sectors that begins in the header and goes on in a chain of its own. */
function allocation(data: Buffer, size: number, sectors: number, sector: (n: number) => Buffer): Buffer {
  const parts: Buffer[] = [];
  const add = (n: number) => n < lastSector && parts.length <= sectors && parts.push(sector(n));
  for (let i = 0; i < 109; i++) add(data.readUInt32LE(76 + i * 4));
  let at = data.readUInt32LE(68);
  for (let more = 0; at < lastSector && more <= sectors; more++) {
    const list = sector(at);
    for (let i = 0; i < size / 4 - 1; i++) add(list.readUInt32LE(i * 4));
    at = list.readUInt32LE(size - 4);
  }
  return Buffer.concat(parts);
}
