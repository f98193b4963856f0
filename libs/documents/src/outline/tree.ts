import type { Warning } from '../notice';
import type { Sheet } from '../head/furniture';
import { knownHeading } from '../lines/lexicon';
import { markerOf, type Marker, type Style } from '../lines/numbering';
import { isTableLine } from '../lines/join';
import { cover, endOf, type Span } from '../source/mapped';
import { lostStyles, ranksOf, type Ranks } from './levels';

/** A numbered stretch of the document. `head` is the paragraph with its number, `body` what follows before the children. */
export type Node = {
  marker: Marker | null;
  head: Span;
  body: Span[];
  /** Lines of a flattened table below this node. */
  table: Span[];
  children: Node[];
  warnings: Warning[];
};

export type Outline = {
  sections: Node[];
  /** Paragraphs that stand before, or outside, every numbered section. */
  loose: Span[];
  table: Span[];
  warnings: Warning[];
};

/** `mark`: what stands behind the number, "、" or "."; a list of "1." within one of "1、" is another list. */
type Level = { style: Style; mark: string; last: number; node: Node };
type Growth = { out: Outline; stack: Level[]; seen: Map<Style, number>; ranks: Ranks };
const heading = new RegExp(`^${knownHeading} ?:?$`);
const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
/** 7月份: · 10-11月 · 2013年第三季度, with nothing else on the line. */
export const monthAlone = new RegExp(
  `^(?:(?:19|20)\\d{2}年)?(?:${small}月?(?: ?[-至、] ?${small})? ?月(?:份|[上中下]旬)?|${small}月(?:份|[上中下]旬|底|初)?|第?[一二三四]季度) ?:?$`,
);
/** A notice with this many numbered items is none; the rest goes on as text. */
const mostNodes = 20_000;

/** Numbers make the tree: the same style again is a sibling, a new one a child, as deep as the document goes. */
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

/** "重点任务" above "| 责任单位": a known heading, and yet the first cell of the table. */
const isBare = (node: Node): boolean =>
  node.body.length === 0 && node.children.length === 0 && node.table.length === 0 && node.head.text.length < 16;

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

/** "时间:…", "地点:…": what a short notice has for sections. */
const labelled = /^(?:活动|服务|集合|参加|会议|工作)?(?:时间|地点|内容|要求|主题|对象|人员) ?: ?(?=[^ ])/;

/** "值守要求:" alone on its line, in a document whose parts have no numbers. */
const partAlone = /^[\u4e00-\u9fff]{2,6}(?:要求|事项|措施|任务|步骤|原则|目标|内容) ?:$/;
/** "【活动时间】" alone on its line. */
const boxed = /^【(?![^】]{0,10}(?:通知|公告|通告|启事|倡议书?)】)[\u4e00-\u9fff]{2,12}】 ?:?$/;
const numbered = /^(?:cn|part)$/;

function markerAt(line: Span, stack: readonly Level[]): Marker | null {
  const marker = markerOf(line.fold);
  if (marker) return marker;
  if (line.text.length <= 14 && heading.test(line.fold)) return { style: 'heading', n: 0, length: 0 };
  if (line.text.length <= 16 && boxed.test(line.fold)) return { style: 'heading', n: 0, length: 1 };
  const alone = line.text.length <= 12 && partAlone.test(line.fold) && !stack.some(({ style }) => numbered.test(style));
  if (alone || labelled.test(line.fold)) return { style: 'heading', n: 0, length: 0 };
  // Below "活动时间" a month is that time, and no part of a plan by months.
  const top = stack.at(-1)?.node;
  if (top && isBare(top) && /(?:时间|期限|时限|日期) ?:?】?$/.test(top.head.fold)) return null;
  return line.text.length <= 16 && monthAlone.test(line.fold) ? { style: 'month', n: 1, length: 0 } : null;
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

/** "（2）" behind "（一）", "3." behind "②": the next of a list, written in another way. -1 when it is not. */
function goesOn(stack: readonly Level[], seen: ReadonlyMap<Style, number>, style: Style, marker: Marker): number {
  if (marker.n < 2 || unnumbered.test(style) || marker.style === 'lost' || seen.get(style) === marker.n - 1) return -1;
  return stack.findLastIndex((level) => level.last === marker.n - 1 && !unnumbered.test(level.style));
}

const markOf = ({ marker, head }: Node): string => /[、.)]/.exec(head.fold.slice(0, marker!.length))?.[0] ?? '';

/** A heading and nothing else: a short line without an end. */
const isHeadingOnly = ({ head, marker, body, children, table }: Node): boolean =>
  body.length + children.length + table.length === 0 &&
  head.text.length <= marker!.length + 16 &&
  !/[,。;]/.test(head.fold.slice(marker!.length));

/** The list that a number goes on with, the inner of two alike unless only the outer one has come so far; -1 when it opens one. */
function levelFor(stack: readonly Level[], style: Style, node: Node): number {
  const alike = stack.flatMap((level, depth) => (level.style === style ? [depth] : []));
  const inner = alike.at(-1);
  if (inner === undefined || opensWithin(stack, style, node)) return -1;
  const outer = alike.at(-2);
  if (outer === undefined || node.marker!.style === 'lost') return inner;
  const follows = (depth: number) => stack[depth]!.last + 1 === node.marker!.n;
  if (!follows(outer)) return inner;
  if (!follows(inner)) return outer;
  const mark = markOf(node);
  if (stack[inner]!.mark !== stack[outer]!.mark) return stack[inner]!.mark === mark ? inner : outer;
  return isHeadingOnly(node) ? outer : inner;
}

/** "1." again, directly below "3、工作任务": a list within the item, in the same style. */
function opensWithin(stack: readonly Level[], style: Style, node: Node): boolean {
  const top = stack.at(-1);
  const again = top?.style === style && top.last >= 1 && node.marker!.n === 1 && !unnumbered.test(style);
  return again && node.marker!.style !== 'lost' && isHeadingOnly(top.node) && !isHeadingOnly(node);
}

const unnumbered = /^(?:heading|month)$/;

const gap = (node: Node, last: number): Warning => ({
  code: 'numbering.gap',
  params: { number: numberOf(node) ?? '', after: last },
});

function slips(stack: readonly Level[], depth: number, marker: Marker): boolean {
  const inner = stack.at(-1)!;
  return depth < stack.length - 1 && marker.n > 1 && marker.n <= stack[depth]!.last && inner.last === marker.n - 1;
}

function attach(
  { out, stack }: Growth,
  depth: number,
  node: Node,
  style: Style,
  last = stack[depth]?.last ?? node.marker!.n,
): void {
  const parent = stack[depth - 1]?.node;
  (parent ? parent.children : out.sections).push(node);
  stack.length = depth;
  stack.push({ style, mark: markOf(node), last, node });
}

/** The number as the source writes it, without blanks. The sentence behind 一是 keeps it, the number is 一是 all the same. */
export function numberOf(node: Node): string | null {
  const { marker, head } = node;
  if (!marker || marker.length === 0 || marker.style === 'lost') return null;
  return head.text.slice(0, marker.length).replace(/[ \t\u3000\u00a0]/g, '');
}

export const nodeWarnings = (nodes: readonly Node[]): Warning[] =>
  nodes.flatMap((node) => [...node.warnings, ...nodeWarnings(node.children)]);
