/** What happens to a document on its way through offices, scanners and web pages; its facts stay what they are. */
export type Operator = (text: string, random: () => number) => string;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;
const isTable = (line: string): boolean => /[|\t]/.test(line);
const perLine =
  (change: (line: string, i: number, all: readonly string[]) => string): Operator =>
  (text) =>
    text
      .split('\n')
      .map((line, i, all) => (isTable(line) ? line : change(line, i, all)))
      .join('\n');

const half = '(),:;!?0123456789';
const full = '（），：；！？０１２３４５６７８９';
const widen = (c: string): string => (half.includes(c) ? full[half.indexOf(c)]! : c);
const narrow = (c: string): string => (full.includes(c) ? half[full.indexOf(c)]! : c);

const han = '零一二三四五六七八九';
const inHan = (n: number): string =>
  n < 10 ? han[n]! : `${n < 20 ? '' : han[Math.floor(n / 10)]!}十${n % 10 === 0 ? '' : han[n % 10]!}`;
const fromHan = (text: string): number =>
  text
    .split('十')
    .reduce(
      (sum, d, i, all) =>
        sum + (all.length > 1 && i === 0 ? (han.indexOf(d || '一') || 1) * 10 : Math.max(0, han.indexOf(d || '零'))),
      0,
    );

type Scheme = readonly [section: (n: number) => string, item: (n: number) => string, point: (n: number) => string];
const at = (glyphs: string, n: number, otherwise: string): string => glyphs[n - 1] ?? otherwise;

/** Ten ways in which offices number: sections, items, points. */
export const schemes: readonly Scheme[] = [
  [(n) => `${inHan(n)}、`, (n) => `(${inHan(n)})`, (n) => `${n}、`],
  [(n) => `${inHan(n)}.`, (n) => `（${inHan(n)}）`, (n) => `${n}．`],
  [(n) => `${inHan(n)} 、`, (n) => `${inHan(n)}）`, (n) => `(${n})`],
  [(n) => `第${inHan(n)}部分 `, (n) => `${inHan(n)}、`, (n) => `（${n}）`],
  [(n) => `${inHan(n)}、`, (n) => at('㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩', n, `（${inHan(n)}）`), (n) => at('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮', n, `(${n})`)],
  [(n) => `${inHan(n)}、`, (n) => `${n}.`, (n) => `（${n}）`],
  [(n) => `${n}、`, (n) => `（${n}）`, (n) => at('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮', n, `${n})`)],
  [(n) => at('壹贰叁肆伍陆柒捌玖拾', n, inHan(n)) + '、', (n) => `（${inHan(n)}）`, (n) => at('⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑', n, `${n}.`)],
  [(n) => `${inHan(n)}、 `, (n) => `（ ${inHan(n)} ）`, (n) => `${n} 、`],
  [(n) => `第${inHan(n)}章 `, (n) => `${n}．`, (n) => `${n})`],
]; // prettier-ignore

/** Every number of the three usual levels, at the beginning of a line, written in another way. */
export const renumbered = (scheme: Scheme): Operator =>
  perLine((line, i, all) => {
    const found =
      /^([ \u3000]*)(?:([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十]{1,3})[)）]、?|([\d０-９]{1,2})[.．、](?!\d))/.exec(
        line,
      );
    if (!found || all.slice(Math.max(0, i - 6), i + 1).some((one) => /^[ \u3000]*附 ?件/.test(one))) return line;
    const [whole, blank, cn, paren, num] = found;
    const number = cn
      ? scheme[0](fromHan(cn))
      : paren
        ? scheme[1](fromHan(paren))
        : scheme[2](Number(num!.normalize('NFKC')));
    return `${blank}${number}${line.slice(whole.length).replace(/^[ \u3000]+/, '')}`;
  });

const wrapped = (width: number): Operator =>
  perLine((line) => {
    // What was set to the right, or stands around the text, was never wrapped.
    if (line.length <= width || / {6}|\u3000{6}/.test(line) || !/[。，；]/.test(line)) return line;
    const out: string[] = [];
    for (let from = 0; from < line.length;) {
      let to = Math.min(line.length, from + width);
      // A typesetter lets no line begin with a mark.
      while (to < line.length && /[，。；：、）》”！？,.;:)]/.test(line[to]!)) to++;
      out.push(line.slice(from, to));
      from = to;
    }
    return out.join('\n');
  });

const pageMarks = ['- 3 -', '— 4 —', '第 2 页 共 9 页', '3 / 12', '7', '－5－', '第3页'];

const paged: Operator = (text, random) =>
  perLine((line) => {
    if (line.length < 50 || random() < 0.5) return line;
    const cut = 20 + Math.floor(random() * (line.length - 40));
    if (!/^[\u4e00-\u9fff]{2}$/.test(line.slice(cut - 1, cut + 1))) return line;
    return `${line.slice(0, cut)}\n${pick(['', '\n'], random)}${pick(pageMarks, random)}\n${pick(['', '\n'], random)}${line.slice(cut)}`;
  })(text, random);

const sites = ['桐泽政务网', '河湾在线', '文库之家', '金水教育信息网', '本站', '公文范文网'];
const words = [
  '首页',
  '新闻动态',
  '政务公开',
  '机构设置',
  '通知公告',
  '互动交流',
  '专题专栏',
  '办事服务',
  '党建园地',
  '下载中心',
  '联系我们',
  '领导介绍',
];

/** Lines that a page, a library of documents or an advertiser puts around a text. */
export const pageLines: readonly ((random: () => number) => string)[] = [
  (r) => Array.from({ length: 4 + Math.floor(r() * 5) }, () => pick(words, r)).join(pick([' ', ' | ', '  ', '|'], r)),
  (r) => `${pick(['当前位置', '您的位置', '您现在的位置', '所在位置'], r)}：${pick(['首页', '网站首页', sites[0]!], r)}${pick([' > ', '>>', ' » ', '-'], r)}${pick(words, r)}${pick([' > ', '>>'], r)}正文`,
  (r) => `${pick(['发布时间', '发布日期', '更新时间', '时间'], r)}：20${10 + Math.floor(r() * 14)}-0${1 + Math.floor(r() * 9)}-1${Math.floor(r() * 9)} 1${Math.floor(r() * 9)}:2${Math.floor(r() * 9)}  ${pick(['来源', '作者', '浏览次数', '点击数', '阅读'], r)}：${Math.floor(r() * 900)}`,
  (r) => `来源：${pick(sites, r)}  ${pick(['责任编辑', '编辑', '作者', '审核'], r)}：${pick(['admin', '佚名', '管理员', '小编'], r)}`,
  (r) => `【${pick(['字体：大 中 小', '打印本页', '关闭窗口', '我要打印', '收藏本文'], r)}】`,
  () => '字号：大 中 小  打印',
]; // prettier-ignore

export const pageFeet: readonly ((random: () => number) => string)[] = [
  (r) => `${pick(['上一篇', '上一条', '前一篇'], r)}：${pick(['关于召开年终总结会的通知', '没有了', '2020年工作总结'], r)}`,
  (r) => `${pick(['下一篇', '下一条', '后一篇'], r)}：${pick(['关于元旦放假的通知', '没有了', '暂无'], r)}`,
  (r) => `版权所有：${pick(sites, r)}  ${pick(['京', '桐', '鲁'], r)}ICP备0${Math.floor(r() * 9)}00${Math.floor(r() * 999)}号`,
  (r) => `Copyright © 20${10 + Math.floor(r() * 14)} ${pick(sites, r)} All Rights Reserved`,
  (r) => `${pick(['分享到', '分享'], r)}：${pick(['微信 微博 QQ空间', '新浪微博 朋友圈'], r)}`,
  (r) => `${pick(['相关文章', '相关阅读', '猜你喜欢', '热门推荐'], r)}`,
  (r) => `${pick(['扫一扫在手机打开当前页', '微信扫一扫，关注公众号', '返回顶部', '用户登录', '收藏', '点赞 0', '评论（0）', '下载本文档', '展开全文'], r)}`,
  (r) => `技术支持：${pick(['桐泽软件', '金水科技'], r)}  ${pick(['电话', '传真', '邮编'], r)}：0${Math.floor(r() * 900)}-${1000000 + Math.floor(r() * 8999999)}`,
]; // prettier-ignore

const onPage: Operator = (text, random) => {
  const some = (from: readonly ((r: () => number) => string)[], n: number) =>
    Array.from({ length: n }, () => pick(from, random)(random));
  return [...some(pageLines, 1 + Math.floor(random() * 4)), text.trim(), ...some(pageFeet, 1 + Math.floor(random() * 4))].join('\n');
}; // prettier-ignore

const scanned: Operator = (text, random) =>
  perLine((line) =>
    line
      .replace(/([，。；：、）》])(?=[\u4e00-\u9fff])/g, (c) => (random() < 0.6 ? `${c} ` : c))
      .replace(/(?<=[\u4e00-\u9fff])([（《])/g, (c) => (random() < 0.6 ? ` ${c}` : c))
      .replace(/(?<=\d)([年月日])|([年月])(?=\d)/g, (c) => (random() < 0.7 ? (/\d/.test(c) ? c : ` ${c}`) : c)),
  )(text, random);

const hanDates: Operator = (text) =>
  text
    .replace(/(?<![-—\d])((?:19|20)\d{2})(?= ?年)/g, (year) =>
      [...year].map((d) => (d === '0' ? '〇' : han[Number(d)]!)).join(''),
    )
    .replace(/(?<![-—–\d.])([1-9]\d?)(?=月(?!台))/g, (n) => inHan(Number(n)))
    .replace(/(?<=[一二三四五六七八九十]月)([1-9]\d?)(?=[日号])/g, (n) => inHan(Number(n)));

/** All of it on one line, with this in the place of each line end; a table has no such form. */
const unbroken =
  (sign: string): Operator =>
  (text) =>
    isTable(text)
      ? text
      : text
          .split('\n')
          .map((line) => line.replace(/^[ \u3000]+|[ \u3000]+$/g, ''))
          .filter((line) => line !== '')
          .join(sign);

const bars = (change: (cells: string[], line: string) => string): Operator => (text) =>
  text
    .split('\n')
    .map((line) => (/^\|.*\|.*\|$/.test(line) ? (/^[|:\- ]+$/.test(line) ? '' : change(line.slice(1, -1).split('|').map((c) => c.trim()), line)) : line))
    .filter((line) => line !== '')
    .join('\n'); // prettier-ignore

export const operators: Readonly<Record<string, Operator>> = {
  'full width': perLine((line) => [...line].map(widen).join('')),
  'half width': perLine((line) => [...line].map(narrow).join('')),
  'mixed width': (text, random) =>
    perLine((line) => [...line].map((c) => (random() < 0.5 ? c : random() < 0.5 ? widen(c) : narrow(c))).join(''))(text, random),
  ...Object.fromEntries(schemes.map((scheme, i) => [`numbered ${i + 1}`, renumbered(scheme)])),
  'wrapped at 28': wrapped(28),
  'wrapped at 37': wrapped(37),
  'wrapped at 45': wrapped(45),
  'page ends': paged,
  'a page around it': onPage,
  'blank lines': (text) => text.split('\n').join('\n\n'),
  'indented': perLine((line) => (line.trim() === '' ? line : `　　${line.trimStart()}`)),
  'no indent': perLine((line) => line.replace(/^[ \u3000]+/, '')),
  'blanks at the end': perLine((line) => `${line}  `),
  'carriage returns': (text) => text.replace(/\n/g, '\r\n'),
  'scanned': scanned,
  'dates in numerals': hanDates,
  'one line': unbroken(''),
  'one line of bars': unbroken('|'),
  'one line of wide blanks': unbroken('\u3000'),
  'one line of blanks': unbroken(' '),
  'rows by tabs': bars((cells) => cells.join('\t')),
  'rows without outer bars': bars((cells) => cells.join(' | ')),
  'rows with tight bars': bars((cells) => `|${cells.join('|')}|`),
  'bold marks': perLine((line) => line.replace(/^([一二三四五六七八九十]{1,3}、.{2,20})$/, '**$1**')),
  'zero width': (text, random) => [...text].map((c) => (random() < 0.02 && c !== '\n' ? `${c}\u200b` : c)).join(''),
  'straight quotes': (text) => text.replace(/[“”]/g, '"'),
}; // prettier-ignore

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a clerk would enter from the damaged text: dates in words are entered as they now stand, a number before a goal too. */
export function expectedAfter(name: string, expectation: Json): Json {
  if (name === 'dates in numerals') return throughout(expectation, (text) => (/[年月]/.test(text) ? hanDates(text, Math.random) : text));
  return expectation;
} // prettier-ignore

const throughout = (value: Json, change: (text: string) => string): Json =>
  typeof value === 'string'
    ? change(value)
    : Array.isArray(value)
      ? value.map((one: Json) => throughout(one, change))
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, throughout(one as Json, change)]))
        : value;
