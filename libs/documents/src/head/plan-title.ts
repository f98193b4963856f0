import { markerOf } from '../lines/numbering';
import { part, type Span } from '../source/mapped';
import { claim, type Sheet } from './furniture';
import { titleAt, withSubtitle } from './title-lines';

export const planEnding =
  /(?:方案|计划|安排|安排意见|意见|办法|细则|要点|制度|规划|预案|分解表|任务表|责任表|清单|分工|名单)(?: ?\([^()]{1,40}\))*$/;

/** The heading of what the notice brings: behind the sign-off, or behind "附件1". */
export function planBehind(sheet: Sheet, from: number): Span | null {
  for (let i = from; i < sheet.list.length; i++) {
    const line = sheet.list[i]!;
    if (sheet.claimed[i] || line.text.length > 90) continue;
    if (/^附 ?件? ?[\d一二三四五六七八九十]{0,2} ?:?$/.test(line.fold)) continue;
    const first = titleAt(sheet, i, Math.min(sheet.list.length, i + 4));
    const found = first && withSubtitle(sheet, first);
    if (found && planEnding.test(found.span.fold) && opensSomething(sheet, found)) {
      claim(sheet, found.first, found.last);
      sheet.breaks.add(found.first);
      return found.span;
    }
  }
  return null;
}

/** A heading is followed by a sentence or a numbered section, or stands behind "附件". */
function opensSomething(sheet: Sheet, at: { first: number; last: number }): boolean {
  // The number of the inner document stands between its title and its text.
  let next = at.last + 1;
  while (next < at.last + 3 && sheet.claimed[next]) next++;
  const behind = sheet.list[next];
  const before = sheet.list[at.first - 1];
  if (before && /^附 ?件? ?[\d一二三四五六七八九十]{0,2} ?:?$/.test(before.fold)) return true;
  return (
    behind !== undefined &&
    (behind.text.length > 20 || /。$/.test(behind.fold) || markerOf(behind.fold) !== null || /[|:]/.test(behind.fold))
  );
}

/** "关于印发《…》的通知" without the plan itself. */
export function quoted(title: Span): Span | null {
  const found = /印发.{0,20}?《(.{4,80})》/.exec(title.fold);
  if (!found) return null;
  const from = found.index + found[0].length - 1 - found[1]!.length;
  return part(title, from, from + found[1]!.length);
}
