import { markerOf } from '../lines/numbering';
import { isOwner } from './owner-words';
import type { Row } from './table-cells';
import type { Column } from './table-columns';
import { isTime } from './time-words';

/** Words and nothing that a register holds beside a name: telephone numbers, codes, addresses of mail and of houses. */
export const saysWork = (text: string): boolean =>
  /\p{Script=Han}{4}/u.test(text) && !/\d{7}|[\dA-Za-z]{3}-[\dA-Za-z]{3}|@|[路街巷弄道村]\d{1,5}号/.test(text);

/**
 * What the columns of a table without a heading hold, by what stands in them: names of who can answer, times, numbers, and
 * the longest the work. null unless nearly all rows are alike and there is work, somebody, and a day.
 */
export function columnsByContent(rows: readonly Row[]): Column[] | null {
  const n = rows[0]?.cells.length ?? 0;
  const whole = rows.filter(({ cells }) => cells.length === n).slice(0, 200);
  if (n < 2 || n > 8 || whole.length < 2 || whole.length * 5 < rows.length * 4) return null;
  const kinds = [...Array(n).keys()].map((c): Column => {
    const words = whole
      .map(({ cells }) => cells[c]!.fold.replace(/(?<=[、,])\n| /g, '').replace(/\n/g, '、'))
      .filter((one) => one !== '');
    const all = (is: (one: string) => boolean) => words.length > 1 && words.filter(is).length * 5 >= words.length * 4;
    if (all((one) => /^\d{1,3}[.、]?$/.test(one))) return 'number';
    if (all((one) => isTime(one))) return 'deadline';
    return all((one) => isOwner(one.slice(markerOf(one)?.length ?? 0), true)) ? 'responsible' : 'other';
  });
  const first = kinds.indexOf('responsible');
  const length = (c: number) => whole.reduce((sum, { cells }) => sum + cells[c]!.text.length, 0) / whole.length;
  const [work = -1] = kinds.flatMap((kind, c) => (kind === 'other' ? [c] : [])).sort((a, b) => length(b) - length(a));
  // A list of people has their posts, no days; offices beside what is to be done need none.
  const offices =
    whole.length > 2 &&
    whole.every(({ cells }) => isOwner(cells[Math.max(0, first)]!.fold.replace(/\n/g, '、'), false));
  if (first < 0 || work < 0 || length(work) < 5) return null;
  if (whole.filter(({ cells }) => saysWork(cells[work]!.fold)).length * 5 < whole.length * 4) return null;
  if (!kinds.includes('deadline') && !(offices && length(work) >= 8)) return null;
  return kinds.map((kind, c) => (c === work ? 'task' : kind === 'responsible' && c !== first ? 'joint' : kind));
}
