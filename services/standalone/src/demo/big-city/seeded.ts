/** The same numbers from the same seed (mulberry32): a city of a size is the same city every time. */
export class Seeded {
  constructor(private state: number) {}

  /** A whole number, 0 ≤ n < below. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  }

  chance(ofHundred: number): boolean {
    return this.below(100) < ofHundred;
  }
}
