import { random } from '../faults/random';

/** What a seed decides, in the order it is asked. */
export class Dice {
  private readonly roll: (below: number) => number;

  constructor(seed: number) {
    this.roll = random(seed);
  }

  below(count: number): number {
    return this.roll(count);
  }

  /** Both ends belong to it. */
  between(from: number, to: number): number {
    return from + this.roll(to - from + 1);
  }

  oneIn(count: number): boolean {
    return this.roll(count) === 0;
  }

  /** undefined: of nothing. */
  maybe<T>(of: readonly T[]): T | undefined {
    return of.length === 0 ? undefined : of[this.roll(of.length)];
  }

  one<T>(of: readonly T[]): T {
    if (of.length === 0) throw new Error('one of nothing');
    return of[this.roll(of.length)]!;
  }

  /** So many of them at most, in their order, each once; at least one. */
  some<T>(of: readonly T[], most: number): T[] {
    const wanted = 1 + this.roll(Math.max(1, Math.min(most, of.length)));
    const rest = [...of.keys()];
    const taken = new Set<number>();
    while (taken.size < wanted && rest.length > 0) taken.add(rest.splice(this.roll(rest.length), 1)[0]!);
    return of.filter((_, at) => taken.has(at));
  }

  weighted<T extends { weight: number }>(of: readonly T[]): T {
    let left = this.roll(of.reduce((sum, { weight }) => sum + weight, 0));
    for (const one of of) {
      left -= one.weight;
      if (left < 0) return one;
    }
    throw new Error('one of nothing');
  }
}
