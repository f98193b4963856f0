import type { Sheet } from '../head/furniture';
import { markerOf, rank, type Style } from '../lines/numbering';
import { kindOf } from './kinds';

/** How deep a style stands in this document; smaller is further out. */
export type Ranks = (style: Style) => number;

const namesPart = (words: string): boolean => {
  const heading = /^[^,。;:]{2,14}/.exec(words)?.[0] ?? '';
  return heading.length > 1 && kindOf(heading) !== 'other';
};

/**
 * The outermost numbering is the one that most of the parts of a plan have (指导思想, 工作目标, 组织领导, 工作要求), whatever
 * other documents use it for: sections may be 1、 2、 3、 as well as 一、 二、 三、. Looks from paragraph `from` to the next annex.
 */
export function ranksOf(sheet: Sheet, from: number): Ranks {
  const parts = new Map<Style, number>();
  for (let i = from; i < sheet.list.length && (i === from || !sheet.breaks.has(i)); i++) {
    const line = sheet.list[i]!;
    const marker = sheet.claimed[i] ? null : markerOf(line.fold);
    if (marker && outer.has(marker.style) && namesPart(line.fold.slice(marker.length, marker.length + 40)))
      parts.set(marker.style, (parts.get(marker.style) ?? 0) + 1);
  }
  let top: Style = 'cn';
  for (const style of outer) if ((parts.get(style) ?? 0) > (parts.get(top) ?? 0)) top = style;
  const usual = top === 'cn' || top === 'part' || (parts.get(top) ?? 0) < 2;
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
