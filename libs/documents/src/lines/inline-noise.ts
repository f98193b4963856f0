import { edit, type Edit, type Mapped } from '../source/mapped';
import { titleEnd } from './lexicon';
import { advertisement, noisePhrases } from './noise-words';

export type Removed = { doc: Mapped; count: number };

/** Takes out page marks, phrases of the web page and advertisements that stand inside sentences. */
export function withoutInlineNoise(doc: Mapped): Removed {
  const edits: Edit[] = [];
  for (const found of doc.fold.matchAll(noisePhrases)) {
    // A measure may well ask people to scan a code: only the phrase of a page goes, not the two words.
    if (/^扫一扫$/.test(found[0]) && !/\n|^$/.test(doc.fold[found.index + 3] ?? '')) continue;
    edits.push({ from: found.index, to: found.index + found[0].length });
  }
  const cleaner = edit(doc, edits);
  const ads = advertisements(cleaner);
  return { doc: edit(cleaner, ads), count: edits.length + ads.length };
}

/** Without the path to the page, and the page's own copy of the title, before a document. */
export function withoutPath(doc: Mapped): Mapped {
  const path = Math.max(breadcrumb(doc.fold), titleAgain(doc.fold));
  return path > 0 ? edit(doc, [{ from: 0, to: path }]) : doc;
}

const opening = new RegExp(`^[ \\n]{0,20}([^,。;:!?\\n]{8,60}?${titleEnd})`);

/** "…工作计划 - 某校 首页学校概况… …工作计划 来源:": between a title and the same again stands the page around it. */
function titleAgain(text: string): number {
  const title = opening.exec(text.slice(0, 100))?.[1];
  const again = title ? text.slice(0, 400).indexOf(title, title.length + 2) : -1;
  const between = again > 0 ? text.slice(text.indexOf(title!) + title!.length, again) : '';
  if (again <= 0 || /[。\n:]/.test(between) || between.length <= 3) return 0;
  // "…-新闻网-某学院 首页 … 某学院2018年…工作安排": the fuller title begins behind the last blank.
  const fuller = /(?:^| )([^ ,。;:>|-]{2,30})$/.exec(between)?.[1] ?? '';
  return again - fuller.length;
}

const place = /^[ \n]{0,20}(?:您)?(?:现在|当前|目前)?的?(?:当前|所在)?的?位置 ?: ?/;

/** "您当前的位置:首页>乡镇动态>石桥镇石桥镇人民政府关于…": the path to a page, glued to its title. */
function breadcrumb(text: string): number {
  const label = place.exec(text.slice(0, 60));
  const line = text.slice(0, Math.min(160, Math.max(0, text.indexOf('\n', label?.[0].length ?? 0) + 1 || 160) - 1));
  const last = label ? line.search(/>[^>]*$/) + 1 : 0;
  if (!label || last <= 0 || line.length - last < 24) return 0;
  const behind = line.slice(last);
  for (let n = 2; n <= 12; n++) if (behind.startsWith(behind.slice(0, n), n)) return last + n;
  return (
    last +
    (/^ ?(?:正文|详情|内容|信息内容|通知公告|公告通知|文件通知|工作动态|工作方案|工作计划|督查通报|领导讲话|文明创建|通知) ?(?=[\u4e00-\u9fff]{6}|关于)/.exec(
      behind,
    )?.[0].length ?? 0)
  );
}

const seed = new RegExp(advertisement.source, 'g');
const stop = /[\n。,;:?!]/;

/**
 * An advertisement is known by its words, its bounds by what is odd in it: bars, underscores, black brackets, a stray @.
 * Where the same one stands twice, what both have in common is the advertisement, exactly.
 */
function advertisements(doc: Mapped): Edit[] {
  const raw: [number, number][] = [];
  for (const found of doc.fold.matchAll(seed)) {
    const from = found.index;
    const last = raw.at(-1);
    if (last && from < last[1]) continue;
    raw.push([from, extend(doc.fold, from + found[0].length)]);
  }
  const odd = raw.filter(([from, to]) => /[_@【】^]|https?:|www\./.test(doc.fold.slice(from, to)));
  const bounds = odd.map(([from, to]) => [from - back(doc, odd, from), to] as const);
  return bounds.filter(([from], i) => i === 0 || from >= bounds[i - 1]![1]).map(([from, to]) => ({ from, to }));
}

/** To the end of the last odd character within reach. */
function extend(text: string, from: number): number {
  let end = from;
  for (let i = from; i < text.length && i < from + 60 && !stop.test(text[i]!); i++)
    if (/[_@】]/.test(text[i]!) || (i < end + 12 && advertisement.test(text.slice(Math.max(from, i - 4), i + 1))))
      end = i + 1;
  return end;
}

/** How many characters before `from` stand before every other copy as well. */
function back(doc: Mapped, all: readonly [number, number][], from: number): number {
  const other = all.find(([begin]) => begin !== from && doc.fold.startsWith(doc.fold.slice(from, from + 4), begin));
  if (!other) return 0;
  let n = 0;
  while (n < 20 && doc.fold[from - n - 1] === doc.fold[other[0] - n - 1] && !stop.test(doc.fold[from - n - 1] ?? '\n'))
    n++;
  return n;
}
