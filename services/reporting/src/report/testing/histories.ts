import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import { dayOf, type Recorded } from '@chuangwen/platform';

export const TENANTS = ['agency-a', 'agency-b'] as const;
export const DAYS = ['2026-04-01', '2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06'] as const;
export const ROOTS = new Map(TENANTS.map((tenant) => [tenant as string, `${tenant}-root`]));

export type Event = Recorded<DomainEvent<string, Record<string, unknown>>>;
type Told = Readonly<{ type: string; data: Record<string, unknown>; day: number }>;

/** One stream of one tenant, recorded in order of its days. */
export function stream(tenant: string, name: string, told: readonly Told[]): Event[] {
  const ordered = [...told].sort((a, b) => a.day - b.day);
  return ordered.map(({ type, data, day }, at) => {
    const recordedAt = `${DAYS[day]}T0${at % 8}:00:00.000Z`;
    const meta = { id: `${name}-${at + 1}`, type, tenant, stream: name, version: at + 1, recordedAt, audience: [] };
    return { type, data, meta: meta as unknown as Omit<StoredEvent, 'data'> };
  });
}

export const unitsOf = (tenant: string) => ['root', 'x', 'y', 'z'].map((unit) => `${tenant}-${unit}`);

export type History = { tasks: Event[][]; organisations: Event[][] };

export const recordedBy = (asOf: string) => (event: Event) => dayOf(event.meta.recordedAt) <= asOf;
