export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Nearest rank; `share` in 0..1. 0 for no values. */
export function percentile(values: readonly number[], share: number): number {
  const inOrder = sorted(values);
  return inOrder[Math.min(inOrder.length - 1, Math.max(0, Math.ceil(share * inOrder.length) - 1))] ?? 0;
}

export type Spread = Readonly<{ median: number; min: number; max: number }>;

export function spread(values: readonly number[]): Spread {
  const inOrder = sorted(values);
  const middle = Math.floor(inOrder.length / 2);
  const upper = inOrder[middle] ?? 0;
  const median = inOrder.length % 2 === 1 ? upper : (upper + (inOrder[middle - 1] ?? upper)) / 2;
  return { median, min: inOrder[0] ?? 0, max: inOrder.at(-1) ?? 0 };
}

/** Small, seeded, good enough to choose streams: the same choice on every side. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
