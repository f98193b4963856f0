import type { Mapped } from '../source/mapped';
import { isOwnerPart, ownerWords, type OwnerWords } from '../parts/owner-words';
import { isTime } from '../parts/time-words';
import { markerOf, type Style } from './numbering';
import { areOffices } from './office-names';

/** In the fold of a text, and only there: an owner without a label begins, and ends, here. */
export const ownerOpens = '⦅';
export const ownerCloses = '⦆';

/** `signs`: what the fold has at these places instead. `said`: more than a bare name speaks for it. */
type Found = {
  signs: readonly (readonly [at: number, sign: string])[];
  said: boolean;
  kind: 'bracket' | 'dash' | 'comma' | 'sentence';
  /** The style of the number that its line begins with. */
  style?: Style | undefined;
};

const number =
  '(?:\\d{1,2}[.、](?!\\d)|[一二三四五六七八九十]{1,3}、|\\( ?(?:\\d{1,2}|[一二三四五六七八九十]{1,3}) ?\\)|[①-⑳㈠-㈩⑴-⒇])';
/** Behind an owner in brackets: the end of the line, of the sentence, of a heading, or the next number. */
const behind = new RegExp(`^ ?(?:$|[。;:]|${number})`);
/** Where an item ends that has its owner behind it without a bracket. */
const ends = new RegExp(`[。;]? ?(?:$|(?<=[前底内成。;] ?)(?=${number}))`, 'g');
const brackets = /[([【]((?:[^()[\]【】\n]|\([^()\n]{1,12}\)){2,160})[)\]】]/g;
const labelled = /(?:单位|部门|科室|股室|处室|部室|站所|班组|主体|人|领导)(?:及责任人)? ?:/;
const reach = 120;

/**
 * Marks in the fold who answers for an item where no label says so: "…(城管局,4月15日前)", "…——工会、团委", "…,文明办牵头".
 * A date, or a word such as 牵头, beside the names says it; names alone only where several items of the text end like that.
 */
export function withOwnerMarks(doc: Mapped): Mapped {
  const found: Found[] = [];
  const numbers = new Map<Style, number>();
  const end = doc.fold.trimEnd().length;
  for (let from = 0; from < doc.fold.length;) {
    let to = doc.fold.indexOf('\n', from);
    if (to < 0) to = doc.fold.length;
    const line = doc.fold.slice(from, to);
    const style = markerOf(line.trimStart())?.style;
    if (style) numbers.set(style, (numbers.get(style) ?? 0) + 1);
    if (line.length > 8 && !line.includes('|'))
      for (const one of [...bracketed(line, from), ...trailing(line, from)])
        // What stands behind the last sentence of all, or above a date, signs.
        if (one.kind !== 'sentence' || one.said || (style && to < end && !dateBelow.test(doc.fold.slice(to, to + 40))))
          found.push({ ...one, style });
    from = to + 1;
  }
  const ways = new Map<string, number>();
  for (const { kind, style } of found)
    for (const way of [kind, `${kind} ${style}`]) ways.set(way, (ways.get(way) ?? 0) + 1);
  const marked = found.filter(({ said, kind, style }) => said || kind === 'sentence' || usual(kind, style));
  return withSigns(doc, [...labelSigns(doc.fold), ...marked.flatMap(({ signs }) => signs)]);

  /** Three items of a text end so, or two that are most of their list. */
  function usual(kind: Found['kind'], style: Style | undefined): boolean {
    const listed = style ? ways.get(`${kind} ${style}`)! : 0;
    return kind !== 'comma' && (ways.get(kind)! >= 3 || (listed >= 2 && listed * 2 > numbers.get(style!)!));
  }
}

const dateBelow = /^\n[ \n]{0,20}(?:(?:19|20)\d\d|二[〇零]..) ?年/;

function withSigns(doc: Mapped, signs: (readonly [number, string])[]): Mapped {
  if (signs.length === 0) return doc;
  const pieces: string[] = [];
  let read = 0;
  for (const [at, sign] of signs.sort(([a], [b]) => a - b)) {
    if (at < read) continue;
    pieces.push(doc.fold.slice(read, at), sign);
    read = at + 1;
  }
  return { ...doc, fold: [...pieces, doc.fold.slice(read)].join('') };
}

const spelled =
  /【((?:牵头|责任|主责|主办|承办|配合|协办|负责|落实|完成)(?:单位|部门|科室|股室|处室|部室|站所|班组|领导|人|时限|时间|期限))】(?=[^\n【]{2})|(?<=^|[。;,)\n ])((?:牵头|责任|主责|主办|承办|配合|协办|负责|完成)(?:单位|部门|科室|股室|处室|部室|站所|班组|时限|时间|期限))( {1,4}|[为是])([^ \n。;|,]{2,30})/g;
const isLabel = /(?:单位|部门|科室|股室|处室|部室|站所|班组|时限|时间|期限|内容|任务|备注|领导|电话)$/;

/** 【责任单位】城管局 and "责任单位 城管局" are "责任单位:城管局". A row of column names has no owner behind a name. */
function labelSigns(fold: string): [number, string][] {
  return [...fold.matchAll(spelled)].flatMap(
    ({ index, 1: boxed, 2: plain, 3: blanks, 4: value }): [number, string][] => {
      if (boxed)
        return [
          [index, ';'],
          [index + boxed.length + 1, ':'],
        ];
      const owner = value!.replace(/[,、]$/, '');
      return isLabel.test(owner) || !owner.split(/,/).every(isOwnerPart)
        ? []
        : [[index + plain!.length + blanks!.length - 1, ':']];
    },
  );
}

function bracketed(line: string, at: number): Found[] {
  return [...line.matchAll(brackets)].flatMap((found): Found[] => {
    let end = found.index + found[0].length;
    if (found.index < 4 || labelled.test(found[1]!)) return [];
    const signs: [number, string][] = [[at + found.index, ownerOpens]];
    // "(城管局)(4月底前)".
    const second = /^ ?[([【]([^()[\]【】]{2,20})[)\]】]/.exec(line.slice(end, end + 24));
    const due = second && isTime(second[1]!) ? second : null;
    if (due) {
      signs.push([at + end - 1, ','], [at + end + due[0].length - due[1]!.length - 2, ' ']);
      end += due[0].length;
    }
    // What has a label is read by it.
    const words = behind.test(line.slice(end, end + 12)) ? ownerWords(found[1]! + (due ? `,${due[1]!}` : '')) : null;
    return words ? [{ signs: [...signs, [at + end - 1, ownerCloses]], said: words.said, kind: 'bracket' }] : [];
  });
}

/** The dash, or comma, behind which nothing but the owner of an item stands. From the end on, for as long as each part is such. */
function trailing(line: string, at: number): Found[] {
  return [...line.matchAll(ends)].flatMap(({ index: end }): Found[] => {
    const from = Math.max(0, end - reach);
    const { words: tail, signs } = withoutBracket(line.slice(from, end));
    const opens: number[] = [];
    let to = tail.length;
    for (let i = to - 1; i >= Math.max(0, 4 - from); i--) {
      if (!/[-,;。]/.test(tail[i]!)) continue;
      if (to > i + 1 && !(to - i < 60 && isOwnerPart(tail.slice(i + 1, to).trim()))) break;
      if (to > i + 1) opens.unshift(i);
      to = i;
      if (tail[i] === '-') break;
    }
    const found = opens.map((one) => openedAt(tail, one)).find((one) => one !== null);
    if (!found) return [];
    const { open, words } = found;
    // Behind a full stop a name with a date is a sign-off, and a name that answers for it a sentence; offices alone are neither.
    const sentence = tail[open] === '。';
    const kind = tail[open] === '-' ? 'dash' : sentence && areOffices(tail.slice(open + 1)) ? 'sentence' : 'comma';
    const said = kind === 'dash' ? words.said : words.leads || (sentence ? words.verb : words.due !== null);
    const all = [[from + open, ownerOpens] as const, ...signs.map(([i, sign]) => [from + i, sign] as const)];
    return [{ signs: all.map(([i, sign]) => [at + i, sign] as const), said, kind }];
  });
}

/** The owner that begins behind this mark; null when the words to the end are none. */
function openedAt(tail: string, at: number): { open: number; words: OwnerWords } | null {
  let open = at;
  while (open > 0 && tail[open - 1] === '-') open--;
  if (labelled.test(tail.slice(open))) return null;
  const said = tail.slice(open).replace(/^[-,;。 ]{1,8}/, '');
  const words = ownerWords(said.trimEnd());
  return words && (words.joint || !/^[,;。] ?[由请]/.test(tail.slice(open, open + 3))) ? { open, words } : null;
}

/** "党群工作部(5月20日前)": the bracket divides as a comma does. */
function withoutBracket(words: string): { words: string; signs: [number, string][] } {
  const due = /[^。;]\(([^()]{2,20})\)$/.exec(words);
  if (!due || !isTime(due[1]!)) return { words, signs: [] };
  const at = due.index + 1;
  return {
    words: `${words.slice(0, at)},${due[1]!} `,
    signs: [
      [at, ','],
      [words.length - 1, ' '],
    ],
  };
}
