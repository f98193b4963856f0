/** A stretch of the stream WordDocument, in bytes, and what is said of it. */
export type Run = { from: number; to: number; properties: Buffer };

/** Runs of paragraph (13 bytes each in a page) or character (1 byte) properties: pages of 512 bytes that a table lists ([MS-DOC] 2.9.174). */
export function runsOf(word: Buffer, table: Buffer, kind: 'paragraph' | 'character'): Run[] {
  const [at, width] = kind === 'paragraph' ? ([0x102, 13] as const) : ([0xfa, 1] as const);
  const list = table.subarray(word.readUInt32LE(at), word.readUInt32LE(at) + word.readUInt32LE(at + 4));
  const pages = Math.floor((list.length - 4) / 8);
  const out: Run[] = [];
  for (let i = 0; i < pages; i++) {
    const page = list.readUInt32LE((pages + 1) * 4 + i * 4) & 0x3fffff;
    const block = word.subarray(page * 512, (page + 1) * 512);
    if (block.length < 512) continue;
    const count = block[511]!;
    for (let j = 0; j < count && (count + 1) * 4 + (j + 1) * width <= 511; j++) {
      const offset = block[(count + 1) * 4 + j * width]! * 2;
      if (offset === 0) continue;
      out.push({
        from: block.readUInt32LE(j * 4),
        to: block.readUInt32LE((j + 1) * 4),
        properties: kind === 'paragraph' ? paragraphList(block, offset) : characterList(block, offset),
      });
    }
  }
  return out;
}

const characterList = (block: Buffer, at: number): Buffer => block.subarray(at + 1, at + 1 + block[at]!);

function paragraphList(block: Buffer, at: number): Buffer {
  const words = block[at]!;
  const [from, length] = words === 0 ? [at + 2, (block[at + 1] ?? 0) * 2] : [at + 1, words * 2 - 1];
  // The first two bytes are the style.
  return block.subarray(from + 2, from + length);
}

const sizes = [1, 1, 2, 4, 2, 2, 0, 3];
const defineTable = 0xd608;
const changeTabs = 0xc615;
const huge = new Set([0x6645, 0x6646]);

/** What a list of properties says: its code and where its operand stands. The data of a long list is in a stream of its own. */
export function* propertiesIn(
  list: Buffer,
  data: Buffer | null,
  depth = 0,
): Generator<{ code: number; operand: Buffer }> {
  for (let at = 0; at + 2 < list.length;) {
    const code = list.readUInt16LE(at);
    at += 2;
    let size = sizes[code >> 13]!;
    if (code === defineTable) size = at + 2 <= list.length ? list.readUInt16LE(at) + 1 : 0;
    else if (code === changeTabs && list[at] === 255) return;
    else if (code >> 13 === 6) size = list[at]! + 1;
    const operand = list.subarray(at, at + size);
    if (huge.has(code) && data && depth === 0 && operand.length === 4) {
      const from = operand.readUInt32LE(0);
      if (from + 2 <= data.length)
        yield* propertiesIn(data.subarray(from + 2, from + 2 + data.readUInt16LE(from)), null, 1);
    } else yield { code, operand };
    at += size;
  }
}
