import { perLine, type Operator } from './operator';

export const han = '零一二三四五六七八九';
export const inHan = (n: number): string =>
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
