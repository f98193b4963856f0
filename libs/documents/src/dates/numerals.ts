const digits = '零一二三四五六七八九';

/** 三 → 3, 十二 → 12, 二十 → 20, 廿三 → 23, 12 → 12; NaN for what is no numeral below 1000. */
export function numeral(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  const plain = text
    .replace(/廿/g, '二十')
    .replace(/卅/g, '三十')
    .replace(/[〇oO0]/g, '零')
    .replace(/两/g, '二');
  if (/^[零一二三四五六七八九]{1,4}$/.test(plain))
    return [...plain].reduce((sum, digit) => sum * 10 + digits.indexOf(digit), 0);
  const found = /^(?:([一二三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(plain);
  if (!found || plain === '') return NaN;
  const [, hundreds, tens, ten, ones] = found;
  const of = (digit: string | undefined) => (digit ? digits.indexOf(digit) : 0);
  return of(hundreds) * 100 + (ten ? (tens ? of(tens) : 1) * 10 : 0) + of(ones);
}
