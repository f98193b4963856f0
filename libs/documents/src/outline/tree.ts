import type { Warning } from '../notice';
import type { Sheet } from '../head/furniture';
import { isTableLine } from '../lines/join';
import type { Marker, Style } from '../lines/numbering';
import { cover, endOf, type Span } from '../source/mapped';
import { lostStyles, ranksOf, type Ranks } from './levels';
import { markerAt } from './marker-at';
import { isBare, numberOf, type Node } from './node';
import { goesOn, levelFor, markOf, opensWithin, slips, unnumbered, type Level } from './open-lists';

export type Outline = {
  sections: Node[];
  /** Paragraphs that stand before, or outside, every numbered section. */
  loose: Span[];
  table: Span[];
  warnings: Warning[];
};

type Growth = { out: Outline; stack: Level[]; seen: Map<Style, number>; ranks: Ranks };

/** A notice with this many numbered items is none; the rest goes on as text. */
const mostNodes = 20_000;
/** No document of an office goes deeper. What opens a list further down stands beside the last: each level is walked again and again. */
const mostLevels = 8;

/** Numbers make the tree: the same style again is a sibling, a new one a child, down to the last level. */
export function outlineOf(sheet: Sheet): Outline {
  const out: Outline = { sections: [], loose: [], table: [], warnings: [] };
  const seen = new Map<Style, number>();
  const lost = lostStyles(sheet);
  let ranks = ranksOf(sheet, 0);
  let stack: Level[] = [];
  let nodes = 0;
  let inTable = false;
  sheet.list.forEach((line, i) => {
    if (sheet.breaks.has(i)) {
      stack = [];
      ranks = ranksOf(sheet, i);
    }
    if (sheet.claimed[i]) return;
    const current = stack.at(-1)?.node;
    if (isTableLine(line.fold)) {
      // The first cell of a flattened table has no bar before it.
      if (!inTable && line.fold.startsWith('|') && current?.marker?.style === 'heading' && isBare(current))
        current.table.push(current.head);
      else if (!inTable && line.fold.startsWith('|'))
        firstCell(current ? current.body : out.loose, current ? current.table : out.table, line);
      inTable = true;
    } else if (inTable && endsTable(sheet, i)) inTable = false;
    if (inTable) return void (current ? current.table : out.table).push(line);
    const marker = nodes < mostNodes ? markerAt(line, stack) : null;
    // ①, 一是 below no number at all are points within a sentence.
    const point = marker?.style === 'circle' || marker?.style === 'shi';
    const bare =
      current &&
      current.body.length === 0 &&
      current.children.length === 0 &&
      current.head.text.length <= (current.marker?.length ?? 0);
    // A number alone on its line: the next line is what it numbers.
    if (!marker && bare) return void (current.head = cover(current.head, line));
    if (!marker || (point && !current)) return append(current ? current.body : out.loose, line);
    nodes++;
    place({ out, stack, seen, ranks }, marker, line, lost.get(i));
    seen.set(marker.style, marker.n);
  });
  return out;
}

/** What was cut before a point in a sentence belongs together again when nothing is made of the point. */
function append(list: Span[], line: Span): void {
  const last = list.at(-1);
  if (
    last &&
    last.doc.text.slice(endOf(last), line.from).trim() === '' &&
    !last.doc.text.slice(endOf(last), line.from).includes('\n')
  )
    list[list.length - 1] = cover(last, line);
  else list.push(line);
}

function firstCell(from: Span[], to: Span[], line: Span): void {
  const last = from.at(-1);
  if (last && to.length === 0 && last.text.length < 20 && endOf(last) + 2 > line.from) to.push(from.pop()!);
}

/** A flattened table goes on for as long as a bar comes again soon; its cells may be lines that look like items. */
function endsTable(sheet: Sheet, i: number): boolean {
  for (let k = i; k < Math.min(sheet.list.length, i + 12); k++) if (isTableLine(sheet.list[k]!.fold)) return false;
  // The last row of a truncated table has no bar behind it.
  return (
    !sheet.list.slice(Math.max(0, i - 3), i).some((line) => isTableLine(line.fold)) ||
    /。$/.test(sheet.list[i]!.fold) ||
    /^[一二三四五六七八九十]{1,3}、/.test(sheet.list[i]!.fold)
  );
}

function place(growth: Growth, marker: Marker, line: Span, lost: Style = 'cn'): void {
  const { stack, seen, ranks } = growth;
  const style: Style = marker.style === 'lost' ? lost : marker.style;
  const node: Node = { marker, head: line, body: [], table: [], children: [], warnings: [] };
  let depth = levelFor(stack, style, node);
  if (depth >= 0 && slips(stack, depth, marker)) {
    // "5." between (4) and the outer 6.: it counts in the inner list, whatever it looks like.
    depth = stack.length - 1;
    node.warnings.push({ code: 'numbering.slip', params: { number: numberOf(node) ?? '' } });
    stack[depth]!.last = marker.n;
    return attach(growth, depth, node, stack[depth]!.style);
  }
  if (depth < 0) {
    const other = goesOn(stack, seen, style, marker);
    if (other >= 0) {
      node.warnings.push({ code: 'numbering.slip', params: { number: numberOf(node) ?? '' } });
      return attach(growth, other, node, style, marker.n);
    }
    depth = stack.length;
    if (!opensWithin(stack, style, node)) while (depth > 0 && ranks(stack[depth - 1]!.style) >= ranks(style)) depth--;
    // Numbers may go on from one parent to the next: (一) 1. 2. (二) 3.
    if (marker.n > 1 && !unnumbered.test(style) && seen.get(style) !== marker.n - 1) node.warnings.push(gap(node, 0));
    return attach(growth, depth, node, style, marker.style === 'lost' ? 1 : marker.n);
  }
  const { last } = stack[depth]!;
  if (marker.style === 'lost') {
    node.warnings.push({ code: 'numbering.lost', params: { expected: last + 1 } });
    return attach(growth, depth, node, style, last + 1);
  }
  if (marker.n === last && last > 0 && !unnumbered.test(style))
    node.warnings.push({ code: 'numbering.repeated', params: { number: numberOf(node) ?? '' } });
  else if (marker.n !== last + 1 && marker.n !== 1 && !unnumbered.test(style)) node.warnings.push(gap(node, last));
  attach(growth, depth, node, style, marker.n);
}

const gap = (node: Node, last: number): Warning => ({
  code: 'numbering.gap',
  params: { number: numberOf(node) ?? '', after: last },
});

function attach(
  { out, stack }: Growth,
  wanted: number,
  node: Node,
  style: Style,
  last = stack[wanted]?.last ?? node.marker!.n,
): void {
  const depth = Math.min(wanted, mostLevels - 1);
  const parent = stack[depth - 1]?.node;
  (parent ? parent.children : out.sections).push(node);
  stack.length = depth;
  stack.push({ style, mark: markOf(node), last, node });
}
