import { dayOf } from '@chuangwen/platform';

const SHANGHAI_OFFSET = 8 * 3600_000;

/** An ISO instant as people read it: `2026-11-22 21:00:28`, in Asia/Shanghai whatever the host's zone; what is none as it is. */
export function localTime(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return instant;
  return `${dayOf(instant)} ${new Date(at + SHANGHAI_OFFSET).toISOString().slice(11, 19)}`;
}

const UNITS = [
  [86_400_000, '天'],
  [3600_000, '小时'],
  [60_000, '分钟'],
] as const;

/** ms, whole minutes, in the largest unit that fits: `1 天`. */
export function intervalWords(ms: number): string {
  const [unit, name] = UNITS.find(([size]) => ms >= size && ms % size === 0) ?? UNITS[2];
  return `${ms / unit} ${name}`;
}
