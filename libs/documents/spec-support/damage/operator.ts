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

export const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;
export const isTable = (line: string): boolean => /[|\t]/.test(line);
export const perLine =
  (change: (line: string, i: number, all: readonly string[]) => string): Operator =>
  (text) =>
    text
      .split('\n')
      .map((line, i, all) => (isTable(line) ? line : change(line, i, all)))
      .join('\n');
