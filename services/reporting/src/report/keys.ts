/** What a report can be broken down by; each is a group of counters. */
export const GROUPS = ['unit', 'phase', 'measure'] as const;
export type Group = (typeof GROUPS)[number];

/** A group of its own: all that a tenant has, whatever its unit, phase and measure. */
export const ALL = 'all';

/** Values of one counter. */
export const COUNTS = ['tasks', 'assigned', 'submitted', 'accepted', 'onTime', 'late'] as const;
export type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;

/** Of `ALL` besides: those tasks that a plan expects. */
export const PLANNED = 'planned';

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
