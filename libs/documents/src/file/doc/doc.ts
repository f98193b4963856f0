import { RuleViolation } from '@chuangwen/kernel';
import { above, flatTable, type FlatCell } from '../flat-table';
import { oleStreams } from './ole';
import { propertiesIn, runsOf } from './properties';

/** `margin` is what stands in headers and footers, `hidden` what nobody sees. */
export type DocText = { text: string; margin: string; hidden: string; pictures: boolean };

/**
 * The text of a Word 97-2003 or WPS document ([MS-DOC]): paragraphs, and tables as rows between bars. null: it is one of
 * another kind, which another program may read. Throws RuleViolation notice.password.
 */
export function docToText(bytes: Uint8Array, file: string): DocText | null {
  try {
    const stream = oleStreams(bytes);
    const word = stream('WordDocument');
    if (!word || word.readUInt16LE(0) !== 0xa5ec) return null;
    const flags = word.readUInt16LE(0x0a);
    if (flags & 0x0100) throw new RuleViolation('notice.password', { file });
    const table = stream(flags & 0x0200 ? '1Table' : '0Table');
    return table && textOf(word, table, stream('Data'));
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    return null;
  }
}

type Piece = { from: number; to: number; at: number; wide: boolean };
/** A paragraph within a table; `merged`: the last of a row, and which of its cells go on from the row above. */
type End = { merged: readonly boolean[] | null };

function textOf(word: Buffer, table: Buffer, data: Buffer | null): DocText {
  const pieces = piecesOf(word, table);
  const all = pieces.map((piece) => decoded(word, piece)).join('');
  const cpOf = positions(pieces);
  const ends = new Map<number, End>();
  for (const run of runsOf(word, table, 'paragraph')) {
    const end = endOf(run.properties, data);
    const cp = end && cpOf(run.to - 1);
    if (end && cp !== null) ends.set(cp!, end);
  }
  const gone = new Set<number>();
  const hidden: string[] = [];
  let left = word.length;
  for (const run of runsOf(word, table, 'character')) {
    const how = unseenIn(run.properties, data);
    if (how === null) continue;
    for (let at = run.from, last = -1; at < run.to && left > 0; at++, left--) {
      const cp = cpOf(at) ?? -1;
      if (how === 'hidden' && cp >= 0 && cp !== last)
        hidden.push(/[\r\u0007]/.test(all[cp] ?? '') ? '\n' : inText(all[cp] ?? ''));
      // The ends of paragraphs and cells part what stands around them, seen or not.
      if (how === 'deleted' || !/[\r\u0007]/.test(all[cp] ?? '')) gone.add(cp);
      last = cp;
    }
    if (how === 'hidden') hidden.push('\n');
  }
  const [main, notes, headers, , comments, endnotes, boxes] = [0, 1, 2, 3, 4, 5, 6].map((i) =>
    word.readUInt32LE(0x4c + i * 4),
  );
  const part = (from: number, length: number) => lines(all, from, Math.min(from + length, all.length), ends, gone);
  const boxesAt = main! + notes! + headers! + comments! + endnotes!;
  return {
    text: [part(0, main!), boxes! > 0 ? part(boxesAt, boxes!) : ''].join('\n').trim(),
    margin: part(main! + notes!, headers!),
    hidden: hidden.join('').trim(),
    pictures: /[\u0001\u0008]/.test(all),
  };
}

/** The text is kept in pieces; which follows which is told by a list behind what else was kept with it. */
function piecesOf(word: Buffer, table: Buffer): Piece[] {
  let at = word.readUInt32LE(0x1a2);
  while (table[at] === 1) at += 3 + table.readUInt16LE(at + 1);
  if (table[at] !== 2) throw new Error('no piece table');
  const list = table.subarray(at + 5, at + 5 + table.readUInt32LE(at + 1));
  const count = Math.floor((list.length - 4) / 12);
  return Array.from({ length: count }, (_, i) => {
    const place = list.readUInt32LE((count + 1) * 4 + i * 8 + 2);
    const wide = (place & 0x40000000) === 0;
    const from = list.readUInt32LE(i * 4);
    const start = wide ? place : (place & 0x3fffffff) / 2;
    const room = Math.floor((word.length - start) / (wide ? 2 : 1));
    const to = Math.min(list.readUInt32LE(i * 4 + 4), from + room);
    if (to < from) throw new Error('broken piece');
    return { from, to, at: start, wide };
  });
}

const decoded = (word: Buffer, { from, to, at, wide }: Piece): string =>
  wide
    ? word.toString('utf16le', at, at + (to - from) * 2)
    : new TextDecoder('windows-1252').decode(word.subarray(at, at + to - from));

/** The character that a byte of the stream belongs to. */
const positions = (pieces: readonly Piece[]): ((at: number) => number | null) => {
  const sorted = [...pieces].sort((a, b) => a.at - b.at);
  return (at) => {
    let [low, high] = [0, sorted.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (sorted[middle]!.at <= at) low = middle;
      else high = middle - 1;
    }
    const piece = sorted[low];
    if (!piece || at < piece.at) return null;
    const cp = piece.from + Math.floor((at - piece.at) / (piece.wide ? 2 : 1));
    return cp < piece.to ? cp : null;
  };
};

const inTable = 0x2416;
const endsRow = 0x2417;
const tableOfRow = 0xd608;
const deleted = 0x0800;
const vanish = 0x083c;

/** null: a paragraph of the text. */
function endOf(list: Buffer, data: Buffer | null): End | null {
  let [within, last] = [false, false];
  let merged: boolean[] = [];
  for (const { code, operand } of propertiesIn(list, data)) {
    if (code === inTable) within = operand[0] === 1;
    if (code === endsRow) last = operand[0] === 1;
    if (code === tableOfRow && operand.length > 2) {
      const count = operand[2]!;
      const cells = 3 + (count + 1) * 2;
      merged = Array.from({ length: count }, (_, i) =>
        cells + i * 20 + 2 <= operand.length ? ((operand.readUInt16LE(cells + i * 20) >> 5) & 3) === 1 : false,
      );
    }
  }
  return within || last ? { merged: last ? merged : null } : null;
}

const unseenIn = (list: Buffer, data: Buffer | null): 'deleted' | 'hidden' | null => {
  let hidden = false;
  for (const { code, operand } of propertiesIn(list, data)) {
    if (code === deleted && operand[0] === 1) return 'deleted';
    if (code === vanish) hidden = operand[0] === 1;
  }
  return hidden ? 'hidden' : null;
};

/** Paragraphs a line each, rows of tables between bars. */
function lines(
  all: string,
  from: number,
  to: number,
  ends: ReadonlyMap<number, End>,
  gone: ReadonlySet<number>,
): string {
  const out: string[] = [];
  let rows: FlatCell[][] = [];
  let cells: string[] = [];
  let cell: string[] = [];
  let text = '';
  const shown = fieldsOf();
  for (let cp = from; cp < to; cp++) {
    const c = all[cp]!;
    if (gone.has(cp) || !shown(c)) continue;
    if (c !== '\u0007' && c !== '\r' && c !== '\u000c') {
      text += inText(c);
      continue;
    }
    const end = ends.get(cp);
    if (end?.merged) {
      const { merged } = end;
      rows.push(cells.map((one, i) => (merged[i] ? above : one)));
      cells = [];
    } else if (c === '\u0007') cells.push([...cell, text].join('\n'));
    else if (end) cell.push(text);
    else {
      out.push(...flatTable(rows), text);
      rows = [];
    }
    if (c === '\u0007') cell = [];
    text = '';
  }
  return [...out, ...flatTable(rows), ...cells, ...cell, text].join('\n');
}

/** Of a field only what it shows: 13 opens it, 14 parts its instruction from that, 15 closes it. */
function fieldsOf(): (c: string) => boolean {
  const open: boolean[] = [];
  let hidden = 0;
  const set = (instruction: boolean) => {
    if (open.pop()) hidden--;
    open.push(instruction);
    if (instruction) hidden++;
  };
  return (c) => {
    if (c === '\u0013') {
      open.push(true);
      hidden++;
    } else if (c === '\u0014') set(false);
    else if (c === '\u0015') {
      if (open.pop()) hidden--;
    } else return hidden === 0;
    return false;
  };
}

const inText = (c: string): string =>
  c === '\u000b' ? '\n' : c === '\u001e' ? '-' : c === '\u00a0' ? ' ' : c === '\t' ? '\t' : c < ' ' ? '' : c;
