import { bothLatin, flatTable, type FlatCell } from '../flat-table';
import { titleEnd } from '../../lines/lexicon';
import { textOf, type Line } from './geometry';
import type { Block } from './page';
import { wrapped } from './ruled';

const pageNumber =
  /^[-—－–―·•\s]{0,4}(?:第\s?)?\d{1,3}(?:\s?页)?(?:\s?[/／，,]?\s?共?\s?\d{1,3}\s?页?)?[-—－–―·•\s]{0,4}$/;
const startsItem =
  /^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]|[（(]?\d{1,2}[)）.、．](?!\d)|第[一二三四五六七八九十]{1,3}[条章节部]|[①-⑳]|附\s?件|抄\s?送)/;

/** One text of all pages: a paragraph a line, also where it goes on overleaf; a table row a line. */
export function paragraphs(found: readonly (readonly Block[])[]): { text: string; margin: string[] } {
  const { pages, margin } = withoutFurniture(found);
  const lines = pages.flatMap((page) => page.flatMap((block) => ('line' in block ? [block.line] : [])));
  const margins = marginsOf(lines);
  const out: string[] = [];
  let open: { line: Line; overleaf: boolean } | null = null;
  let table: (readonly FlatCell[])[] = [];
  const endTable = () => {
    out.push(...flatTable(table));
    table = [];
  };
  for (const page of pages) {
    for (const [i, block] of page.entries()) {
      if ('rows' in block) {
        const goesOn = i === 0 && table.length > 0 && table[0]!.length === block.rows[0]?.length;
        if (!goesOn) endTable();
        table = goesOn ? continued(table, block.rows) : [...block.rows];
        open = null;
        continue;
      }
      endTable();
      const text = textOf(block.line);
      if (text === '') continue;
      if (open && joins(open.line, block.line, text, margins, open.overleaf)) {
        const last = out.pop()!;
        out.push(last + (bothLatin(last, text) ? ' ' : '') + text);
      } else out.push(text);
      open = { line: block.line, overleaf: false };
    }
    if (open) open = { ...open, overleaf: true };
  }
  endTable();
  return { text: out.join('\n'), margin };
}

/** The rest of a table overleaf: its heading again is left out, and a row without its number goes on with the one before. */
function continued(
  table: readonly (readonly FlatCell[])[],
  rows: readonly (readonly FlatCell[])[],
): (readonly FlatCell[])[] {
  const same = (a: readonly FlatCell[], b: readonly FlatCell[]) => a.every((cell, c) => cell === b[c]);
  const heading = table.findIndex((row) => row.every((cell) => cell !== ''));
  const more = heading >= 0 && rows[0] && same(table[heading]!, rows[0]) ? rows.slice(1) : [...rows];
  const numbered = /^(?:序号|编号|序)$/.test(
    String(table[Math.max(0, heading)]?.[0]?.toString() ?? '').replace(/\s/g, ''),
  );
  const last = table.at(-1)!;
  const [first] = more;
  if (!numbered || !first || first[0] !== '' || typeof last[0] !== 'string') return [...table, ...more];
  const whole = last.map((cell, c) =>
    typeof cell === 'string' && typeof first[c] === 'string' ? cell + first[c] : cell,
  );
  return [...table.slice(0, -1), whole, ...more.slice(1)];
}

type Margins = { left: number; right: number; size: number; indented: boolean };

/** Where the body text begins and ends: what most of the lines share, of the commonest size. */
function marginsOf(lines: readonly Line[]): Margins {
  const size = commonest(lines.map((line) => line.size));
  const body = lines.filter((line) => Math.abs(line.size - size) < 1);
  const left = commonest(body.map(({ x }) => x));
  const firsts = body.filter(({ x }) => x - left > 1.4 * size && x - left < 2.8 * size).length;
  const before = body.filter(({ x }) => left - x > 1.4 * size && left - x < 2.8 * size).length;
  // Short paragraphs: their indented first lines are the most, what goes on below them begins further left.
  const edge = before >= 2 ? commonest(body.filter(({ x }) => left - x > 1.4 * size).map(({ x }) => x)) : left;
  return {
    left: edge,
    size,
    right: body.reduce((most, line) => Math.max(most, line.right), 0),
    indented: before >= 2 || firsts >= 2,
  };
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(Math.round(value), (counts.get(Math.round(value)) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** Two lines in the middle of the page, larger than the text, the first of them long. */
const isTitle = (line: Line, next: Line, { left, right, size }: Margins): boolean =>
  line.size > size + 1 &&
  next.y - line.y < 2.6 * line.size &&
  [line, next].every((one) => Math.abs(one.x - left - (right - one.right)) < 2 * one.size) &&
  line.right - line.x > 0.5 * (right - left);

const endsTitle = new RegExp(`(?:${titleEnd}|文件)$`);

/** A line goes on in the next when it is full and the next is not indented; where nothing is indented, its last sign tells. */
function joins(line: Line, next: Line, text: string, margins: Margins, overleaf: boolean): boolean {
  const { left, right, indented } = margins;
  if (Math.abs(line.size - next.size) > 1.5) return false;
  if (isTitle(line, next, margins) && !overleaf) return !endsTitle.test(textOf(line));
  if (!overleaf && next.y - line.y > 3.2 * next.size) return false;
  if (startsItem.test(text) && (!indented || next.x - left > next.size)) return false;
  if (next.x - left > 1.2 * next.size || next.x < left - next.size) return false;
  if (!wrapped(right - line.right, line.size, text)) return false;
  return indented || !/[。！？：；]$/.test(textOf(line));
}

/** Page numbers, and what stands at the top or bottom of three pages or more. */
function withoutFurniture(pages: readonly (readonly Block[])[]): { pages: Block[][]; margin: string[] } {
  const margin = new Set<string>();
  const edges = pages.flatMap((page) => edgeTexts(page));
  const repeated = new Set(
    [...new Set(edges)].filter(
      (text) => text.length < 60 && edges.filter((one) => one === text).length >= Math.max(3, pages.length / 2),
    ),
  );
  const bodies = pages.map((page) => {
    const kept = [...page];
    for (const at of ['first', 'last'] as const)
      for (let more = 2; more > 0 && kept.length > 0; more--) {
        const block = (at === 'first' ? kept[0] : kept.at(-1))!;
        const text = 'line' in block ? textOf(block.line) : '';
        if (!('line' in block) || !(pageNumber.test(text) || repeated.has(text))) break;
        margin.add(text);
        if (at === 'first') kept.shift();
        else kept.pop();
      }
    return kept;
  });
  return { pages: bodies, margin: [...margin] };
}

const edgeTexts = (page: readonly Block[]): string[] =>
  [page[0], page.at(-1)].flatMap((block) => (block && 'line' in block ? [textOf(block.line)] : []));
