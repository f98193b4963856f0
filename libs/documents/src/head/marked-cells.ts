import { fold } from '../source/fold';
import { LEVEL, starred, starredWithin } from './levels';

const bare = new RegExp(
  `^((?:.{0,2}密[级級]|保密等级) ?:? {0,4})?[【[(《*]? ?(${LEVEL}) ?[】\\])》*]?(?: ?[★☆*] ?.{0,12}| ?[·・.]? ?(?:\\d{1,2} ?年|长期))?$`,
);
/** A column of marks has more kinds of them than those that are secret. */
const graded = new RegExp(`^(?:${LEVEL}|公开|内部|一般|普通|非密|不涉密|无密级|无)(?: ?[★☆*·].{0,12})?$`);
const label = /^.{0,6}(?:密[级級]|(?:保密|秘密|涉密)(?:等级|级别))(?:[及和与、/(].{0,10})?:?$/;
const serial = /^(?:序号|编号|序|号|No\.?)$/i;
const headRows = 15;

/**
 * The mark of the paper that a table belongs to, null where it has none. In its first rows that is a bare cell with nothing over
 * it, or one beside “密级”; with its star it is one anywhere. A column headed “密级” with several values lists other
 * papers, so nothing in it is a mark; with one value it is the head of this one. `rows`: '' where another cell
 * reaches over. Nobody hides a column of kinds, so a bare cell that is `hidden` is a mark whatever it is headed.
 */
export function markInRows(
  rows: readonly (readonly string[])[],
  head: number = headRows,
  hidden: (r: number, c: number) => boolean = () => false,
): string | null {
  const folded = new Map<number, string[]>();
  const row = (r: number): string[] => {
    const known = folded.get(r) ?? rows[r]!.map((cell) => fold(cell.slice(0, 200)).trim());
    if (r < 70) folded.set(r, known);
    return known;
  };
  for (let r = 0; r < rows.length; r++) {
    if (!rows[r]!.some((cell) => cell.includes('密'))) continue;
    const texts = row(r);
    const levels = texts.filter((text) => bare.test(text)).length;
    for (const [c, text] of texts.entries()) {
      const found = bare.exec(text);
      const star = starred.exec(text) ?? (r < head ? starredWithin.exec(text) : null);
      if (!found && !star) continue;
      const over = headingOf(row, r, c);
      if (over !== null && label.test(row(over)[c]!) && listsPapers(rows, row, over, c)) continue;
      const mark = (found?.[2] ?? star![1]!).replace(/ /g, '');
      if (star) return mark;
      if (r >= head || amongOthers(rows, r, c, text)) continue;
      const beside = texts.slice(0, c).findLast((one) => one !== '');
      if (found![1] || (beside !== undefined && label.test(beside))) return mark;
      if (over !== null && label.test(row(over)[c]!)) return mark;
      // Two of them in one row are the headings of a count.
      if ((over === null || hidden(r, c)) && levels === 1) return mark;
    }
  }
  return null;
}

/** Under or over another grade: 公开, 内部, 秘密, to choose from. */
const amongOthers = (rows: readonly (readonly string[])[], r: number, c: number, text: string): boolean =>
  [r - 1, r + 1].some((other) => {
    const near = fold((rows[other]?.[c] ?? '').slice(0, 40)).trim();
    return near !== text && graded.test(near);
  });

/** The row of the headings over a cell: the nearest of several cells, of which this column has one. */
function headingOf(row: (r: number) => readonly string[], at: number, c: number): number | null {
  let found: number | null = null;
  // A heading is looked for from the top, so a long table costs no more than its head.
  for (let r = 0; r < Math.min(at, headRows); r++) {
    const texts = row(r);
    if ((texts[c] ?? '') !== '' && !bare.test(texts[c]!) && texts.filter((text) => text !== '').length > 1) {
      if (label.test(texts[c]!)) return r;
      found ??= r;
    }
  }
  return found;
}

function listsPapers(
  rows: readonly (readonly string[])[],
  row: (r: number) => readonly string[],
  over: number,
  c: number,
): boolean {
  const number = row(over).findIndex((text) => serial.test(text));
  let values = 0;
  for (let r = over + 1; r < Math.min(rows.length, over + 50); r++) {
    if (!graded.test(row(r)[c] ?? '')) continue;
    if (number >= 0 && /^\d{1,5}$/.test(row(r)[number] ?? '')) return true;
    if (++values > 1) return true;
  }
  return false;
}
