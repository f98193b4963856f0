import { Clock } from '@chuangwen/platform';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A clock whose hands are turned. */
export class Hands extends Clock {
  constructor(public at: Date) {
    super();
  }
  override now(): Date {
    return this.at;
  }
  turn(ms: number): void {
    this.at = new Date(this.at.getTime() + ms);
  }
}

/** Around a leap day and around both changes of summer time in New York and Berlin, forwards and backwards. */
export const JUMPS: readonly (readonly [from: string, ...by: number[]])[] = [
  ['2028-02-28T15:30:00.000Z', HOUR, -2 * HOUR, 25 * HOUR, -HOUR, 24 * HOUR],
  ['2026-03-08T06:59:00.000Z', MINUTE, HOUR, -HOUR, 2 * HOUR],
  ['2026-11-01T05:30:00.000Z', HOUR, -HOUR, HOUR, -3 * HOUR],
  ['2026-03-29T00:59:59.999Z', 1, HOUR, -HOUR],
  ['2026-12-31T15:59:59.999Z', 1, -1, HOUR, -24 * HOUR],
];
