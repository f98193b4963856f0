import { killPoint as atNamed } from '@chuangwen/ports';

/** Where a fault test may have this library killed (CHUANGWEN_KILL_AT, counted per thread); the platform has others. */
export type KillPoint =
  'append-begin' | 'append-before-commit' | 'append-after-commit' | 'view-before-commit' | 'view-after-commit';

export const killPoint: (point: KillPoint) => void = atNamed;
