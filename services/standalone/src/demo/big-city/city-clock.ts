import { Clock } from '@chuangwen/platform';

const DAY = 24 * 3600_000;

/** A clock that runs so many days behind: what was founded then is known on every day since. */
export class CityClock extends Clock {
  constructor(private readonly behind: number) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() - this.behind * DAY);
  }
}
