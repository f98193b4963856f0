import { RuleViolation } from '@chuangwen/kernel';
import { dayOf } from './clock';

/** The recorded day a reader asks for, today when none is named. Throws RuleViolation `report.as-of-future`. */
export function asOfDay(asked: string | undefined, now: Date): string {
  const today = dayOf(now);
  if (asked !== undefined && asked > today) throw new RuleViolation('report.as-of-future', { today });
  return asked ?? today;
}
