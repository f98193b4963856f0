const closing: Record<string, string> = {
  '(': ')',
  '[': ']',
  '《': '》',
  '〈': '〉',
  '【': '】',
  '「': '」',
  '{': '}',
  '⦅': '⦆',
};

/**
 * Offsets of the characters in `wanted` that stand outside brackets, title marks and quotation marks. A bracket that is
 * never closed within `reach` characters is a slip of the pen and does not swallow the rest.
 */
export function outside(folded: string, original: string, wanted: string, reach = 120): number[] {
  const out: number[] = [];
  for (let i = 0; i < folded.length; i++) {
    const close = closing[folded[i]!] ?? (original[i] === '“' ? '”' : undefined);
    if (close) {
      const text = close === '”' ? original : folded;
      const end = text.slice(i + 1, i + 1 + reach).indexOf(close);
      if (end >= 0) i += end + 1;
    } else if (wanted.includes(folded[i]!)) out.push(i);
  }
  return out;
}
