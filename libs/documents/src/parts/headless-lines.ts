import type { Sheet } from '../head/furniture';
import { titleEnd } from '../lines/lexicon';
import { markerOf } from '../lines/numbering';
import { cover, type Span } from '../source/mapped';
import { isOwner } from './owner-words';
import type { Row } from './table-cells';
import { saysWork, soundsLikeWork } from './table-headless';

const fewest = 3;
const title = new RegExp(`${titleEnd}$`);
const isNumber = (line: Span | undefined, n: number): boolean =>
  line !== undefined && line.fold.replace(/[.、]$/, '') === String(n);
const isOffice = (line: Span): boolean => line.text.length <= 40 && isOwner(line.fold.replace(/[,;。、]$/, ''), false);
const isWork = (line: Span): boolean =>
  line.text.length >= 6 &&
  line.text.length <= 200 &&
  saysWork(line.fold) &&
  !/[:|]$/.test(line.fold) &&
  !markerOf(line.fold) &&
  !/^(?:附 ?件|抄 ?[送报]|联系|备注)/.test(line.fold);

/**
 * Rows of a table of which only lines are left, without a heading and without days: a line of work, and below it one to four
 * offices, three times and more; each row may begin with a line that counts. null where they do not go on so.
 */
export function headlessRows(sheet: Sheet, i: number): { rows: Row[]; last: number } | null {
  const counted = isNumber(sheet.list[i], 1);
  const line = (k: number): Span | undefined => (sheet.claimed[k] ? undefined : sheet.list[k]);
  const rows: Row[] = [];
  let at = i;
  for (;;) {
    const work = at + (counted ? 1 : 0);
    const first = line(work);
    if (!first || (counted && !isNumber(line(at), rows.length + 1)) || isOffice(first) || !isWork(first)) break;
    // A title above who issues it is no row.
    if (rows.length === 0 && !counted && title.test(first.fold)) break;
    const wrapped = line(work + 1);
    const long = wrapped && !isOffice(wrapped) && isWork(wrapped) && counted;
    const from = work + (long ? 2 : 1);
    let to = from;
    while (to < from + 4 && line(to) && isOffice(line(to)!)) to++;
    // Above a date stands who signs.
    if (to > from && day.test(sheet.list[to]?.fold ?? '')) to--;
    if (to === from) break;
    const number = counted ? [line(at)!] : [];
    rows.push({
      cells: [...number, long ? cover(first, wrapped) : first, cover(line(from)!, line(to - 1)!)],
      closed: true,
    });
    at = to;
  }
  const works = rows.map(({ cells }) => cells.at(-2)!.fold);
  return rows.length >= fewest && soundsLikeWork(works) ? { rows, last: at - 1 } : null;
}

const day = /^(?:(?:19|20)\d\d|二[〇零].{2}) ?年.{1,4}月.{0,4}日?$/;
