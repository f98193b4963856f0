import { edit, refolded, type Edit, type Mapped } from '../source/mapped';

const han = '[\u4e00-\u9fff〇]';
/** A blank before or behind a mark that no writer sets one at: "， 局机关", "( 一 )", "2020 年 7 月". */
const loose = /[^ \n] [,。;:)》、]|[,。;、(《] [^ \n]|\d [年月日]|[年月] \d/g;
/** Signs that a text came from a scan; a writer's own blanks are not that many. */
const enough = 12;
const letterspaced = new RegExp(`(?<![^ \n])${han}(?: [\u4e00-\u9fff〇《》“”,、()\\[\\]0-9]{1,2}){2,}(?= |\n|$)`, 'g');

/**
 * Recognised scans have a blank at every mark and number, and between letters that were set wide. In such a text single
 * blanks mean nothing and go; two and more still divide, and so does the blank between two words.
 */
export function withoutSpacing(doc: Mapped): Mapped {
  const { fold } = doc;
  let signs = 0;
  for (const found of fold.slice(0, 20_000).matchAll(loose)) if (found && ++signs >= enough) break;
  if (signs < enough) return doc;
  const wide = new Set<number>();
  for (const { index, 0: run } of fold.matchAll(letterspaced))
    for (let at = run.indexOf(' '); at >= 0; at = run.indexOf(' ', at + 1)) wide.add(index + at);
  const edits: Edit[] = [];
  for (let at = fold.indexOf(' '); at >= 0; at = fold.indexOf(' ', at + 1)) {
    const [a, b] = [fold[at - 1] ?? '\n', fold[at + 1] ?? '\n'];
    if (/[ \n|]/.test(a) || /[ \n|]/.test(b) || doc.text[at] === '\n') continue;
    if (wide.has(at) || meaningless(a, b, fold, at)) edits.push({ from: at, to: at + 1 });
  }
  return refolded(edit(doc, edits));
}

const mark = /[,。;:、()《》[\]“”"-]/;
const digit = /[\dOl]/;

function meaningless(a: string, b: string, fold: string, at: number): boolean {
  if (/[A-Za-z]/.test(a) && /[A-Za-z]/.test(b)) return false;
  // "1. 2020年": the number of an item keeps its distance from a number.
  if (a === '.') return !digit.test(b);
  if (mark.test(a) || mark.test(b)) return true;
  if (digit.test(a) && digit.test(b)) return !/\d/.test(fold[at - 2] ?? '') && !/\d/.test(fold[at + 2] ?? '');
  return digit.test(a) || digit.test(b);
}
