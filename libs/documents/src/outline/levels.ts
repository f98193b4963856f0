import type { Sheet } from '../head/furniture';
import { markerOf, rank, type Style } from '../lines/numbering';
import { kindOf, type Kind } from './kinds';

/** How deep a style stands in this document; smaller is further out. */
export type Ranks = (style: Style) => number;

const partNamed = (words: string): Kind => kindOf(/^[^,。;:]{2,10}(?![^。: ])/.exec(words)?.[0] ?? '');

/**
 * The outermost numbering is the one that has the most different parts of a plan (指导思想, 工作目标, 组织领导, 工作要求), whatever
 * other documents use it for: sections may be 1、 2、 3、 as well as 一、 二、 三、. Looks from paragraph `from` to the next annex.
 */
export function ranksOf(sheet: Sheet, from: number): Ranks {
  const parts = new Map<Style, Set<Kind>>();
  for (let i = from; i < sheet.list.length && (i === from || !sheet.breaks.has(i)); i++) {
    const line = sheet.list[i]!;
    const marker = sheet.claimed[i] ? null : markerOf(line.fold);
    if (!marker || !outer.has(marker.style)) continue;
    const kind = partNamed(line.fold.slice(marker.length, marker.length + 40));
    if (kind !== 'other') parts.set(marker.style, (parts.get(marker.style) ?? new Set()).add(kind));
  }
  const kinds = (style: Style) => parts.get(style)?.size ?? 0;
  let top: Style = 'cn';
  for (const style of outer) if (kinds(style) > kinds(top)) top = style;
  const usual = top === 'cn' || top === 'part' || kinds(top) < 2 || kinds('cn') > 1;
  return usual ? (style) => rank[style] : (style) => (style === top ? 0.5 : rank[style]);
}

const outer: ReadonlySet<Style> = new Set(['part', 'cn', 'cnParen', 'num', 'numParen', 'roman', 'letter']);

/** "、创建目标" lost its number and its style: it has the one in which exactly so many numbers are missing (、、三、 or 1、、3、). */
export function lostStyles(sheet: Sheet): ReadonlyMap<number, Style> {
  const marks = sheet.list.flatMap((line, i) => {
    const marker = sheet.claimed[i] ? null : markerOf(line.fold);
    const counts =
      marker && (marker.style === 'lost' || marker.style !== 'num' || line.fold.slice(0, marker.length).includes('、'));
    return counts ? [{ i, style: marker.style, n: marker.n }] : [];
  });
  const out = new Map<number, Style>();
  marks.forEach(({ i, style }, k) => {
    if (style === 'lost') out.set(i, styles.find((one) => isMissing(one, k)) ?? 'cn');
  });
  return out;

  /** Between the numbers of this style around `k` are as many lost ones as numbers are missing. */
  function isMissing(one: Style, k: number): boolean {
    let [from, to] = [k - 1, k + 1];
    while (from >= 0 && marks[from]!.style !== one) from--;
    while (to < marks.length && marks[to]!.style !== one) to++;
    const next = marks[to]?.n;
    if (next === undefined) return false;
    const lost = marks.slice(from + 1, to).filter(({ style }) => style === 'lost').length;
    return next - (from < 0 ? 0 : marks[from]!.n) - 1 === lost;
  }
}

const styles: readonly Style[] = ['cn', 'part', 'num'];
