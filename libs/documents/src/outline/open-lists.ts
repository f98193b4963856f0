import type { Marker, Style } from '../lines/numbering';
import { isHeadingOnly, type Node } from './node';

/** A list that may go on. `mark`: what stands behind the number, "、" or "."; a list of "1." within one of "1、" is another list. */
export type Level = { style: Style; mark: string; last: number; node: Node };

export const markOf = ({ marker, head }: Node): string => /[、.)]/.exec(head.fold.slice(0, marker!.length))?.[0] ?? '';

/** Headings and months stand without a number. */
export const unnumbered = /^(?:heading|month)$/;

/** The list that a number goes on with, the inner of two alike unless only the outer one has come so far; -1 when it opens one. */
export function levelFor(stack: readonly Level[], style: Style, node: Node): number {
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

/** "（2）" behind "（一）", "3." behind "②": the next of a list, written in another way. -1 when it is not. */
export function goesOn(
  stack: readonly Level[],
  seen: ReadonlyMap<Style, number>,
  style: Style,
  marker: Marker,
): number {
  if (marker.n < 2 || unnumbered.test(style) || marker.style === 'lost' || seen.get(style) === marker.n - 1) return -1;
  return stack.findLastIndex((level) => level.last === marker.n - 1 && !unnumbered.test(level.style));
}

/** "1." again, directly below "3、工作任务": a list within the item, in the same style. */
export function opensWithin(stack: readonly Level[], style: Style, node: Node): boolean {
  const top = stack.at(-1);
  const again = top?.style === style && top.last >= 1 && node.marker!.n === 1 && !unnumbered.test(style);
  return again && node.marker!.style !== 'lost' && isHeadingOnly(top.node) && !isHeadingOnly(node);
}

/** "5." between (4) and the outer 6. */
export function slips(stack: readonly Level[], depth: number, marker: Marker): boolean {
  const inner = stack.at(-1)!;
  return depth < stack.length - 1 && marker.n > 1 && marker.n <= stack[depth]!.last && inner.last === marker.n - 1;
}
