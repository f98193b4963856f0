import type { Post } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { dayAfter, FOREVER } from '../organisation/dated';

/** Days, YYYY-MM-DD, both included. */
export type Span = Readonly<{ from: string; to: string }>;

/** `root`: the tenant's own organisation. `others`: the days on which other people manage the tenant. */
export type Management = Readonly<{ root: string; others: readonly Span[] }>;

type Holder = Readonly<{
  accountId: string | null;
  appointments: readonly Readonly<{ post: Post; organisationId: string; validFrom: string; validTo: string | null }>[];
}>;

/** The days on which a person manages the tenant: administrator at its root organisation, and able to sign in. */
export function administered({ accountId, appointments }: Holder, root: string): Span[] {
  if (accountId === null) return [];
  return appointments
    .filter(({ post, organisationId }) => post === 'administrator' && organisationId === root)
    .map(({ validFrom, validTo }) => ({ from: validFrom, to: validTo ?? FOREVER }))
    .filter(({ from, to }) => from <= to);
}

/** The first of the days given up, from today on, on which none of those remaining is there; null when there is none. */
function firstWithout(givenUp: readonly Span[], remaining: readonly Span[], today: string): string | null {
  for (const { from, to } of givenUp) {
    for (let day = from < today ? today : from; day <= to;) {
      const until = lastDayCovered(remaining, day);
      if (until === null) return day;
      if (until >= to) break;
      day = dayAfter(until);
    }
  }
  return null;
}

/** On no day from today on may nobody be left who can manage the tenant. */
export function mustKeepAdministrator(
  before: Holder,
  after: Holder,
  { management: { root, others }, today }: Readonly<{ management: Management; today: string }>,
): void {
  const day = firstWithout(administered(before, root), [...others, ...administered(after, root)], today);
  if (day) throw new RuleViolation('appointment.last-administrator', { day });
}

function lastDayCovered(spans: readonly Span[], day: string): string | null {
  const there = spans.filter(({ from, to }) => from <= day && day <= to).map(({ to }) => to);
  return there.sort().at(-1) ?? null;
}
