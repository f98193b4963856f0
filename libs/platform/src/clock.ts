/** Where the time comes from; tests turn its hands. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** China has kept UTC+8 without summer time since 1992, so the day of any instant we record needs no time zone table. */
const SHANGHAI_OFFSET = 8 * 3600_000;

/** YYYY-MM-DD in Asia/Shanghai of an instant, whatever the host's time zone. */
export function dayOf(instant: string | Date): string {
  // Events come by the thousand within an hour, and the offset is whole hours.
  if (typeof instant === 'string' && INSTANT.test(instant)) {
    const asked = instant.slice(0, 13);
    if (asked !== hour) [hour, day] = [asked, dayAt(Date.parse(instant))];
    return day;
  }
  return dayAt(typeof instant === 'string' ? Date.parse(instant) : instant.getTime());
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
let [hour, day] = ['', ''];
const dayAt = (at: number): string => new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 10);
