/** What a report can be broken down by; each is a group of counters. */
export const GROUPS = ['unit', 'phase', 'measure'] as const;
export type Group = (typeof GROUPS)[number];

/** The group of the fewest keys: all that a tenant has, whatever its unit, phase and measure, is added up from it. */
export const FEWEST: Group = 'phase';

/**
 * Values of one counter; what is seldom anything but 0 is counted rather than what mostly is not, for each is a row. Submitted
 * in time is the rest of those submitted that are not late; a plan expects all but those that were added beyond it.
 */
export const COUNTS = ['tasks', 'assigned', 'submitted', 'accepted', 'late', 'added'] as const;
export type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;

/** Stands for what has no phase, or no due day. */
export const NONE = '-';

const part = encodeURIComponent;

/** `campaign|leaf|due day`: campaigns and leaves never run into each other, whatever their ids are made of. */
export const keyOf = (campaign: string, leaf: string | null, due: string | null): string =>
  `${part(campaign)}|${leaf === null ? NONE : part(leaf)}|${due ?? NONE}`;

export const keyPrefix = (campaign: string): string => `${part(campaign)}|`;

export function parseKey(key: string): { leaf: string | null; due: string | null } {
  const [, leaf = NONE, due = NONE] = key.split('|');
  return { leaf: leaf === NONE ? null : decodeURIComponent(leaf), due: due === NONE ? null : due };
}
