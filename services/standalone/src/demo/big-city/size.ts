import { RuleViolation } from '@chuangwen/kernel';
import { z } from 'zod';
import { MOST_AGENCIES, MOST_UNITS } from './names';

/** Measures of the notice. */
export const MOST_TASKS = 200;

const whole = (most: number) => z.coerce.number().int().min(1).max(most);
const shape = z.object({
  /** At least the few whose clerks sign in. */
  agencies: whole(MOST_AGENCIES).min(4),
  units: whole(MOST_UNITS),
  /** Of each unit; one for each measure of the notice. */
  tasks: whole(MOST_TASKS),
  seed: whole(999_999_999),
});

export type CitySize = z.infer<typeof shape>;

/** Numbers as they were typed. Throws RuleViolation `demo.no-such-size`. */
export function citySize(typed: Record<keyof CitySize, string>): CitySize {
  const { data, error } = shape.safeParse(typed);
  if (data) return data;
  const what = String(error.issues[0]?.path[0]);
  throw new RuleViolation('demo.no-such-size', { what, agencies: MOST_AGENCIES, units: MOST_UNITS });
}
