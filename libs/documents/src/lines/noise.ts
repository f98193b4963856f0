import { part, trim, type Span } from '../source/mapped';
import { parseDate } from '../dates/dates';
import { docNumber } from './glue-head';
import { titleEnd } from './lexicon';
import { libraryPage, navigation, navigationWord, noiseLines } from './noise-words';

export type WebPage = { kept: Span[]; removed: Span[]; webTime: string | null };

/** Divides the lines of the document from those of the page around it. */
export function withoutNoiseLines(lines: readonly Span[]): WebPage {
  const kept: Span[] = [];
  const removed: Span[] = [];
  let webTime: string | null = null;
  const alone = lines.flatMap((line, i) => (/^\d{1,3}$/.test(line.fold) ? [i] : []));
  const numbersAreCells = alone.length > 2 && (lines.some(isTableHead) || countRows(alone, lines));
  const padded = lines.filter((line) => /^0[1-9]$/.test(line.fold)).length > 1;
  for (const line of lines) {
    const cell = numbersAreCells && /^\d{1,3}$/.test(line.fold);
    if (
      cell ||
      (padded && /^0\d$/.test(line.fold)) ||
      !(isNoise(line.fold) || isFileName(line, lines) || isPageTitle(line, lines))
    )
      kept.push(line);
    else {
      removed.push(line);
      if (/时间|日期/.test(line.fold)) webTime ??= parseDate(line.fold)?.value ?? null;
    }
  }
  const library = removed.some((line) => libraryPage.test(line.fold));
  return { kept: library ? withoutPageNumbers(kept) : kept, removed, webTime };
}

/** "1、…" "2、…" before the text of page 1, page 2: long paragraphs that count from 1, one after another. */
function withoutPageNumbers(lines: readonly Span[]): Span[] {
  const pages = lines.filter((line) => line.text.length > 40 && pageNumber.test(line.fold));
  const counted = pages.length > 1 && pages.every((line, i) => Number(pageNumber.exec(line.fold)![1]) === i + 1);
  if (!counted) return [...lines];
  const numbered = new Set(pages);
  return lines.map((line) => (numbered.has(line) ? trim(part(line, pageNumber.exec(line.fold)![0].length)) : line));
}

const pageNumber = /^(\d{1,3})[、.] ?/;
const fileName = /^(.{4,60})\.(?:docx?|pdf|wps|rtf|pptx?)$/i;

/** The name of the file, above the title that it repeats. */
function isFileName(line: Span, lines: readonly Span[]): boolean {
  const stem = line.text.length < 70 ? fileName.exec(line.fold)?.[1] : undefined;
  return stem !== undefined && lines.slice(0, 40).some((other) => other !== line && other.fold.includes(stem));
}

const siteTitle =
  /^[^。;]{6,60}? ?[-_|] ?[^-_|。]{0,8}(?:新闻网|新闻中心|校园网|党建网|文明网|信息港|政务网|通知公告|工作动态)(?: ?[-_|] ?[^-_|。]{1,16}){0,2}$/;
const heading = new RegExp(`^[^,。;:|]{6,60}${titleEnd}$`);

/** "…-新闻网-某学院" above the document's own title. */
const isPageTitle = (line: Span, lines: readonly Span[]): boolean =>
  line.text.length < 100 &&
  siteTitle.test(line.fold) &&
  lines.slice(0, 12).some((other) => other !== line && !siteTitle.test(other.fold) && heading.test(other.fold));

/** 1, 2, 3, … with two to six lines between them: no page is that short. */
const countRows = (alone: readonly number[], lines: readonly Span[]): boolean =>
  alone.every(
    (at, k) => lines[at]!.fold === String(k + 1) && (k === 0 || (at - alone[k - 1]! > 2 && at - alone[k - 1]! < 8)),
  );

const isTableHead = (line: Span): boolean => /^(?:序 ?号|编 ?号)(?:$| )/.test(line.fold);

/** What only a site that trades in documents says of itself; two of these words and more make its small print. */
const ofSites = /文档|下载|付费|侵权|侵犯|版权|预览|退款|网友|本站|会员/g;

function isNoise(line: string): boolean {
  if (line.length < 400 && new Set(line.match(ofSites)).size >= 2) return true;
  // Words of a page that a document is glued to are cut off where its head is read.
  if (
    line.length > 200 ||
    (line.length > 50 && (docNumber.test(line) || /。.{8}/.test(line)) && !/^(?:版权|本文|主办)/.test(line))
  )
    return false;
  if (line.length < 100 && navigation.test(line) && navigationWord.test(line)) return true;
  return noiseLines.some((pattern) => pattern.test(line));
}
