import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { z } from 'zod';

const plan = z.object({
  /** Folder in which each backup has one of its own. */
  target: z.string(),
  /** ms */
  every: z.number().int().positive(),
  keep: z.number().int().min(1),
  /** The last try: ISO instant, and what went wrong, if anything. */
  last: z.object({ at: z.string(), problem: z.string().nullable() }).nullable(),
});
/** Backups made by the clock while the server runs; kept with the data. */
export type Plan = Readonly<z.infer<typeof plan>>;

const fileIn = (folder: string) => join(folder, 'backups.json');

/** null: none, or one that cannot be read. */
export function readPlan(folder: string): Plan | null {
  if (!existsSync(fileIn(folder))) return null;
  try {
    return plan.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return null;
  }
}

export function writePlan(folder: string, changed: Plan | null): void {
  writeFileSync(`${fileIn(folder)}.new`, `${JSON.stringify(changed)}\n`);
  renameSync(`${fileIn(folder)}.new`, fileIn(folder));
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3600_000, d: 86_400_000 };
const AFTER_FAILURE = 10 * 60_000;

/** `30m`, `12h`, `1d` in ms. Throws RuleViolation `backup.every`. */
export function durationOf(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (unit === '') throw new RuleViolation('backup.every', { text });
  return Number(count) * UNITS[unit]!;
}

/** A clock that was set back or far ahead makes a backup due at once rather than never. */
export function isDue({ every, last }: Plan, now: Date): boolean {
  if (!last) return true;
  const since = now.getTime() - Date.parse(last.at);
  return since < 0 || since >= (last.problem === null ? every : Math.min(every, AFTER_FAILURE));
}

/** `chuangwen-20260428T010203Z`: by name they stand in order of time. */
export const nameAt = (now: Date): string => `chuangwen-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
export const NAMED = /^chuangwen-\d{8}T\d{6}Z(\.partial-[0-9a-f]{16})?$/;
