/** Runs that no writer wrote: replacement characters, question marks inside words, bytes read in the wrong encoding. */
const garbled =
  /[\ufffd\ue000-\uf8ff]{1,40}|(?<=[\u4e00-\u9fff])\?{2,20}(?=[\u4e00-\u9fff,…])|锟斤拷|烫烫烫|屯屯屯|[ÃÂåäæçèé][\u0080-\u00bf]{1,2}|(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff]{1,8}\?{2})|(?:鈥|銆|锛|鐨|涓€|鍒|鏂囨){2,}/g;

/** Offsets of garbled passages in a text. */
export function garbledAt(text: string, most = 1000): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  for (const found of text.matchAll(garbled)) {
    out.push({ from: found.index, to: found.index + found[0].length });
    if (out.length >= most) break;
  }
  return out;
}
