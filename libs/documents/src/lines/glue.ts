import { part, type Span } from '../source/mapped';
import { knownHeading } from './lexicon';
import { markerOf, rank, type Style } from './numbering';

const candidate = new RegExp(
  `[一二三四五六七八九十]{1,3} {1,2}(?=${knownHeading})|` +
    /[一二三四五六七八九十]{1,3} ?[、.](?!\d(?!\d? ?月))|\( ?[一二三四五六七八九十]{1,3} ?\)|\( ?\d{1,2} ?\)|\d{1,2} ?[、.](?!\d)|\d{1,2}\.\d{1,2} {0,3}(?=[\u4e00-\u9fff])|[⒈-⒛]|\d{1,2}\)|[①-⑳㈠-㈩⑴-⒇]|[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十][阶步,、]|第[一二三四五六七八九十]{1,2}(?:部分|章)|(?<=[。;:!?\u4e00-\u9fff ])(?:[a-h][.、)]|[IVXⅡⅢⅣⅥⅦⅧⅨ]{1,4}[.、])(?=[\u4e00-\u9fff])/
      .source,
  'g',
);
const labels =
  /主题词 ?:|抄 ?送 ?(?:单位|机关)? ?:|抄 ?报 ?:|(?<=[。 ;:)])附 ?件 ?:|(?<!常务|第一)副 {0,2}组 {0,2}长 ?:|(?<![副务一任]) ?常务副组长 ?:|(?<![副小]) ?组 {0,2}长 ?:|(?<![副总第一] {0,2}) ?指 {0,2}挥 {0,2}长 ?:|(?<!常务) ?副(?:总指挥|指挥长) ?:|成 {0,4}员 ?:|负责区域 ?:|(?<=[\u4e00-\u9fff])(?<!创建工作|文明城市|迎检)(?:创建工作|工作)?(?:领导小组|指挥部)(?:下设(?:一?个)?办公室|办公室设)/g;
const afterSentence = /[。;:!?)⦆\]”"》 …]/;
const startsHeading = new RegExp(`^${knownHeading}`);

/** The last number seen of each style, over the whole document, and the words behind it. */
export type Counters = Map<Style, { n: number; words: string }>;

/** Cuts a paragraph before numbers and labels that stand in the middle of it. */
export function unglued(paragraph: Span, counters: Counters, run = isRun(paragraph.fold)): Span[] {
  const text = paragraph.fold;
  const start = markerOf(text);
  if (start) counters.set(start.style, { n: start.n, words: text.slice(start.length, start.length + 3) });
  const cuts = [...markers(paragraph, counters, run), ...glued(text)].sort((a, b) => a - b);
  const out: Span[] = [];
  let from = 0;
  for (const to of [...cuts, text.length]) {
    if (to <= from) continue;
    out.push(part(paragraph, from, to));
    from = to;
  }
  return out;
}

const glued = (text: string): number[] => [...text.matchAll(labels)].map((found) => found.index).filter((at) => at > 0);

function markers(paragraph: Span, counters: Counters, run: boolean): number[] {
  const text = paragraph.fold;
  const cuts: number[] = [];
  const starts: number[] = [0];
  for (const found of text.matchAll(candidate)) {
    const at = found.index;
    if (at === 0) continue;
    const marker = markerOf(text.slice(at, at + 24));
    if (!marker || /[\d.第每约达]/.test(text[at - 1]!)) continue;
    // "成员:丁 一、田 禾": a given name.
    if (marker.style === 'cn' && /[、:,;][\u4e00-\u9fff] {1,4}$/.test(text.slice(Math.max(0, at - 6), at))) continue;
    const last = counters.get(marker.style)?.n ?? 0;
    const follows = marker.n === last + 1;
    const opens = marker.n === 1 && found[0].length > 0;
    if (!follows && !opens) continue;
    const rest = text.slice(at + marker.length, at + marker.length + 12);
    const heads = opens && underHeading(text, starts.at(-1)!, at);
    if (
      !heads &&
      !(marker.style === 'shi' && text[at - 1] === ',') &&
      !afterSentence.test(text[at - 1]!) &&
      !(
        follows &&
        marker.style === 'cnParen' &&
        text[at - 1] !== '、' &&
        /^["“]?[\u4e00-\u9fff](?<![项款条类点])/.test(rest)
      ) &&
      !(follows && (startsHeading.test(rest) || likeSibling(counters.get(marker.style)?.words, rest, marker.style))) &&
      !(
        run &&
        follows &&
        marker.n > 1 &&
        counts.has(marker.style) &&
        apart.test(text.slice(Math.max(0, at - 2), at)) &&
        begins.test(rest)
      ) &&
      !(
        run &&
        opens &&
        marker.style === 'cnParen' &&
        apart.test(text.slice(Math.max(0, at - 2), at)) &&
        begins.test(rest)
      ) &&
      !(run && opens && counts.has(marker.style) && underSentence(text, starts.at(-1)!, at) && begins.test(rest))
    )
      continue;
    // In a bracket, "(见附件1、2)", a number opens nothing.
    if (rest.length === 0 || /^[,。;、)]/.test(rest)) continue;
    counters.set(marker.style, { n: marker.n, words: rest.slice(0, 3) });
    cuts.push(at);
    starts.push(at);
  }
  return cuts;
}

/** All of a document in one paragraph: then a number that counts on is one, whatever stands before it. */
export const isRun = (text: string): boolean =>
  text.length > 150 && (text.slice(0, 4000).match(candidate)?.length ?? 0) >= 4;
const counts: ReadonlySet<Style> = new Set(['cn', 'cnParen', 'num', 'numParen', 'dotted2', 'circle', 'part', 'letter']);
const apart = /[\u4e00-\u9fff%”"〇](?<![、和及与至到或第约达共超近增])(?<![^日月底年成]前)$/;
const begins = /^["“《]?[\u4e00-\u9fff\d]["“《\u4e00-\u9fff\d]/;

/** "二、坚持典型引路,弘扬核心价值观3.…": a heading of two halves, behind a number of a higher level. */
function underSentence(text: string, before: number, at: number): boolean {
  if (at - before > 34) return false;
  const head = text.slice(before, at);
  const marker = markerOf(head);
  return (
    marker !== null &&
    rank[marker.style] <= rank.cnParen &&
    /^[^。;:,]{4,16}(?:,[^。;:,]{4,16})?$|^[^。;:,]{2,3},[^。;:,]{4,16}$/.test(head.slice(marker.length))
  );
}

const shortName = /^(?:[\u4e00-\u9fff、"“”]{2,14}|\d{1,2}(?:-\d{1,2})?月份?)$/;
const onlyHeading = new RegExp(`^${knownHeading}$`);

/** "四、创建内容1、…": between the number before and this one is nothing but a heading. */
function underHeading(text: string, before: number, at: number): boolean {
  if (at - before > 24) return false;
  const head = text.slice(before, at);
  const marker = markerOf(head);
  const words = head.slice(marker?.length ?? 0).trim();
  // A short name behind a number of a higher level is a heading, known or not.
  return onlyHeading.test(words) || (marker !== null && rank[marker.style] <= rank.cnParen && shortName.test(words));
}

/** "…朱海3、负责区域": the words behind the number are those behind the number before. Or a circled number, which is nothing else. */
function likeSibling(words: string | undefined, rest: string, style: Style): boolean {
  return style === 'circle' || (words !== undefined && words.length === 3 && rest.startsWith(words));
}
