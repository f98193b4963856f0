import { edit, type Edit, type Mapped } from '../source/mapped';
import { hasPost } from '../parts/names';
import { organLine } from './glue-head';
import { label, titleEnd } from './lexicon';
import { monthAlone } from '../outline/marker-at';
import { markerOf } from './numbering';

/** A line shorter than this lost nothing. */
const long = 100;

/**
 * Puts back the line ends of a text that came with a bar or a wide blank in the place of each: a long line whose numbers
 * stand behind such a sign, or whose title does. A row of a table, which has such signs as well, counts no sections.
 */
export const withLineEnds = (doc: Mapped): Mapped =>
  signs.reduce((one, sign) => (one.text.length < long ? one : edit(one, editsOf(one, sign))), doc);

function editsOf(doc: Mapped, sign: Sign): Edit[] {
  const most = doc.text.trim().length * 0.8;
  const edits: Edit[] = [];
  for (let from = 0; from < doc.text.length;) {
    let to = doc.text.indexOf('\n', from);
    if (to < 0) to = doc.text.length;
    if (to - from >= long) edits.push(...inLine(doc, from, to, sign, to - from > most));
    from = to + 1;
  }
  return edits;
}

/** `all`: the line is the whole text, or nearly. */
function inLine(doc: Mapped, from: number, to: number, sign: Sign, all: boolean): Edit[] {
  const line = doc.text.slice(from, to);
  const gaps = [...line.matchAll(sign.gap)].filter(({ 0: gap }) => sign.least.test(gap));
  if (gaps.length < sign.fewest) return [];
  const stops = [...gaps.map(({ index }) => index), line.length];
  const begins = [0, ...gaps.map(({ index, 0: gap }) => index + gap.length)];
  const pieces = begins.map((begin, k) => doc.fold.slice(from + begin, from + Math.max(begin, stops[k]!)).trim());
  if (!sign.divides(pieces, all)) return [];
  return gaps.flatMap(({ index, 0: gap }, k) =>
    sign.keeps(pieces[k]!, pieces[k + 1]!) ? [] : [{ from: from + index, to: from + index + gap.length, put: '\n' }],
  );
}

/** "一、…" and "二、…" each begin a piece, or three numbers of another style. */
function countsSections(pieces: readonly string[]): boolean {
  const last = new Map<string, number>();
  let follow = 0;
  for (const piece of pieces) {
    const marker = piece.length > 3 ? markerOf(piece) : null;
    if (!marker || marker.style === 'lost') continue;
    if (marker.n === (last.get(marker.style) ?? 0) + 1 && marker.n > 1) follow += marker.style === 'cn' ? 2 : 1;
    last.set(marker.style, marker.n);
  }
  return follow >= 2;
}

/** A text in one line behind the bars of a page has these numbers, one behind another and words between. */
const sections = [/一 ?、/g, /[。;:!?\u4e00-\u9fff] ?二 ?、/g];
const items = [/1 ?[.、](?!\d)/g, /[。;:!?\u4e00-\u9fff] ?2 ?[.、](?!\d)/g, /[。;:!?\u4e00-\u9fff] ?3 ?[.、](?!\d)/g];

/** Each is looked for behind the first of the one before: that leaves most to the next, and reads the text once. */
function inOrder(text: string, numbers: readonly RegExp[]): boolean {
  let from = 0;
  return numbers.every((number) => {
    number.lastIndex = from;
    const found = number.exec(text);
    from = number.lastIndex + 4;
    return found !== null;
  });
}

const titled = new RegExp(`^[^,。;:]{6,60}${titleEnd}$`);
const sentence = /[。;:]$/;

/** All of a text in one line: its title is a piece, or sentences are. Cells of a row end without a full stop. */
function dividesByBars(pieces: readonly string[], all: boolean): boolean {
  if (countsSections(pieces)) return !pieces.every((piece) => piece.length < 12);
  if (pieces.some((piece) => piece.length > 300 && inOrder(piece.slice(0, 6_000), sections))) return true;
  const most = pieces.reduce((sum, { length }) => sum + length, 0) * 0.6;
  if (all && pieces.some((piece) => piece.length > Math.max(300, most) && inOrder(piece.slice(0, 6_000), items)))
    return true;
  return all && pieces.length > 5 && (pieces.slice(0, 8).some((piece) => titled.test(piece)) || mostEnd(pieces));
}

const dividesByBlanks = (pieces: readonly string[], all: boolean): boolean =>
  countsSections(pieces) || (all && mostEnd(pieces)) || dividesByBars(pieces, all && pieces.length > 8);

/** A scan has blanks behind its commas as well. */
const dividesBySingle = (pieces: readonly string[], all: boolean): boolean =>
  (all || countsSections(pieces)) &&
  pieces.filter((piece) => /[,、]$|^[,。、;:]/.test(piece)).length * 10 < pieces.length &&
  dividesByBlanks(pieces, all);

const mostEnd = (pieces: readonly string[]): boolean =>
  pieces.filter((piece) => sentence.test(piece)).length * 2 > pieces.length;

/** Blanks between a label and its value, the letters of a name, a name and a post. */
function within(left: string, right: string): boolean {
  if (left.length === 0 || markerOf(right)) return false;
  const bare = left.replace(/^.*[:、,;]/, '');
  return (
    /(?:^|[:、,; ])[\u4e00-\u9fff]$/.test(left) ||
    /^[\u4e00-\u9fff](?:[:、,; (]|$)/.test(right) ||
    /^.{1,8}:$/.test(left) ||
    (/^[\u4e00-\u9fff ]{2,4}$/.test(bare) && right.length < 30 && hasPost.test(right.replace(/[,。;]$/, ''))) ||
    (/^[\u4e00-\u9fff]{2,14}(?:单位|部门|科室|人|时限|时间) ?:[^。;]{2,40}$/.test(left) &&
      /^(?:完成|配合|责任|协办)/.test(right))
  );
}

const headed = new RegExp(`(?:${titleEnd}|\\d ?日|[〇零一二三四五六七八九十]日|^\\S{0,4}\\d{1,2} ?号)$`);
const opens = new RegExp(`^(?:${label}|${label} ?:.*)$`);

/** Of single blanks only those are line ends that stand where a line ends, or begins. */
function ends(left: string, right: string): boolean {
  const marker = markerOf(left);
  return (
    /[。;:!?]["')]?$/.test(left) ||
    (marker !== null && left.length < marker.length + 24 && left.length > marker.length && !/[,。;]/.test(left)) ||
    headed.test(left) ||
    /: ?\d{1,7} ?次?$/.test(left) ||
    /^[^。;《]{2,80}:$/.test(right) ||
    (right.length > 2 && markerOf(right) !== null) ||
    opens.test(right) ||
    monthAlone.test(right) ||
    titled.test(right) ||
    (organLine.test(left) && /^(?:(?:19|20)\d\d|二[〇零]..) ?年/.test(right))
  );
}

type Sign = {
  gap: RegExp;
  least: RegExp;
  fewest: number;
  divides: (pieces: readonly string[], all: boolean) => boolean;
  keeps: (left: string, right: string) => boolean;
};
/** The signs that stand where line ends stood, the clearest first. */
const signs: readonly Sign[] = [
  { gap: / {0,20}[|｜] {0,20}/g, least: /./, fewest: 2, divides: dividesByBars, keeps: () => false },
  { gap: /[ \u3000\u00a0]{1,200}/g, least: /\u3000|../, fewest: 5, divides: dividesByBlanks, keeps: within },
  {
    gap: /[ \u3000\u00a0]{1,200}/g,
    least: /./,
    fewest: 5,
    divides: dividesBySingle,
    keeps: (left: string, right: string) => within(left, right) || !ends(left, right),
  },
];
