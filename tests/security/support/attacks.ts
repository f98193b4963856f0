import type { Found } from './regexes';

/** What stands for a class of characters: the first of these that it takes. */
const CANDIDATES = [...'x1 A_-.、，。:：;（）()文一二十日年月局组第《》“"|/@\t\n\u3000\u0001'];

/** One sample text for each thing that the expression takes, in order; anchors and quantifiers take nothing. */
export function atomsOf({ source, flags }: Pick<Found, 'source' | 'flags'>): string[] {
  const parts =
    /\\[pP]\{[^}]*\}|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d+(?:,\d*)?\}\??|[\s\S]/gu;
  const syntax = /^(?:\(.*|\)|\||\^|\$|[*+?]|\{\d.*|\\[bB])$/s;
  return (source.match(parts) ?? []).flatMap((part) => {
    if (syntax.test(part)) return [];
    const takes = new RegExp(`^(?:${part})$`, flags.replace(/[gy]/g, ''));
    const sample = part.length === 1 && part !== '.' ? part : CANDIDATES.find((candidate) => takes.test(candidate));
    return sample ?? [];
  });
}

/**
 * Texts on which an expression that goes back and forth takes its time: some stretch of what it takes over and over, alone
 * and after what stands before it, and then something that fits nowhere.
 */
export function* attacksOn(found: Found, length: number): Generator<string> {
  const atoms = atomsOf(found).slice(0, 120);
  const seen = new Set<string>();
  for (let size = 1; size <= 3; size += 1) {
    for (let at = 0; at + size <= atoms.length; at += 1) {
      const stretch = atoms.slice(at, at + size).join('');
      for (const before of ['', atoms.slice(0, at).join('')]) {
        if (seen.has(`${before}\0${stretch}`) || seen.size > 300) continue;
        seen.add(`${before}\0${stretch}`);
        yield `${before}${stretch.repeat(Math.ceil(length / stretch.length))}\u0001`;
      }
    }
  }
}
