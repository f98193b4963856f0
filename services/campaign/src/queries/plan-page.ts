import { item, party, phase } from '@chuangwen/contracts';
import { z } from 'zod';
import { sameItem } from '../plan/edit';
import { entriesOf, type Base, type Entry } from '../plan/resolve';
import type { OpenedPlan, Situation } from '../plan/state';
import type { PlanDocument } from '../projections/plans';

export const situation = z.enum(['drafting', 'submitted', 'returned', 'approved', 'withdrawn']);
export const way = z.enum(['own', 'whole', 'without-paper']);

/** A plan that had the item in its hands: added it, changed it, or took it over as it was. */
const ancestor = party.extend({ planId: z.string(), did: z.enum(['added', 'changed', 'kept', 'dropped']) });

export const planItem = item
  .extend({
    responsible: z.string().nullable(),
    mark: z.enum(['inherited', 'changed', 'added', 'dropped']),
    dropReason: z.string().nullable(),
    situation,
    /** Counts the shapes that the item has had in this plan, from 1. */
    itemRevision: z.number().int(),
    /** Why it was returned last. */
    returnReason: z.string().nullable(),
    /** From the plan that added it down to this one: the measure above is the same item in the plan before the last. */
    lineage: z.array(ancestor),
    /** The same from the other plans above that ask for it, where this plan answers several. */
    alsoFrom: z.array(z.array(ancestor)),
  })
  .meta({ id: 'PlanItem' });

export const planRow = z
  .object({
    planId: z.string(),
    campaignId: z.string(),
    tenant: z.string(),
    organisationId: z.string(),
    organisationName: z.string().nullable(),
    parent: party.extend({ planId: z.string(), revision: z.number().int() }).nullable(),
    situation,
    purpose: z.enum(['approval', 'record']).nullable(),
    /** How the plan above is carried out: by a plan of its own, taken over whole, without a paper of its own. */
    way,
    revision: z.number().int(),
    /** The revision that counts; while a plan is revised, an earlier one. */
    inForce: z.number().int().nullable(),
    /** The plan above has a later revision, not taken over yet. */
    parentChanged: z.number().int().nullable(),
    submittedAt: z.string().nullable(),
    approvedAt: z.string().nullable(),
  })
  .meta({ id: 'PlanRow' });

export const planPage = planRow
  .extend({
    phases: z.array(phase),
    /** Plans below, of those that the own tenant handed it to. */
    handedTo: z.array(party.extend({ planId: z.string(), revision: z.number().int(), name: z.string().nullable() })),
    items: z.array(planItem),
    /** How often it was submitted: to be sent along when it is returned or approved, so that nothing unseen is judged. */
    submission: z.number().int(),
    withdrawnFor: z.string().nullable(),
    /** Other plans above that this one answers, through which plan, and what they say to it. */
    answers: z.array(
      z.object({
        planId: z.string(),
        parent: party.extend({ planId: z.string(), revision: z.number().int() }),
        situation,
        purpose: z.enum(['approval', 'record']).nullable(),
        returned: z.array(z.object({ itemId: z.string(), reason: z.string() })),
      }),
    ),
    /** The plan that says what this one says. */
    answeredBy: z.string().nullable(),
    /** For If-Match; null for a reviewer of another tenant. */
    version: z.number().int().nullable(),
  })
  .meta({ id: 'Plan' });

export function planRowOf(document: PlanDocument, organisationName: string | null): z.infer<typeof planRow> {
  const { tenant, plan, submittedAt, approvedAt } = document;
  const { planId, campaignId, organisationId, parent, revision, situation, way, inForce, news } = plan;
  return {
    planId,
    campaignId,
    tenant,
    organisationId,
    organisationName,
    parent,
    situation: situation.at,
    purpose: 'purpose' in situation ? situation.purpose : null,
    way,
    revision,
    inForce: inForce?.revision ?? null,
    parentChanged: news?.revision ?? null,
    submittedAt,
    approvedAt,
  };
}

/** `others`: what the other plans above hold that this one answers. */
export function planItemsOf(
  { plan, tenant }: PlanDocument,
  base: Base,
  others: readonly Base[] = [],
): z.infer<typeof planItem>[] {
  return entriesOf(plan, base).map((entry) => ({
    ...entry.item,
    responsible: entry.responsible,
    mark: entry.mark,
    dropReason: entry.reason,
    situation: situationOf(plan, entry.item.itemId),
    itemRevision: entry.itemRevision,
    returnReason: plan.reasons[entry.item.itemId] ?? null,
    lineage: lineageOf(plan, tenant, base, entry),
    alsoFrom: others.flatMap((other) => lineOf(plan, tenant, other, entry)),
  }));
}

/** Of a returned plan only the items that were returned are back; the others wait where they are. */
function situationOf({ situation }: OpenedPlan, itemId: string): Situation['at'] {
  return situation.at === 'returned' && !situation.open.includes(itemId) ? 'submitted' : situation.at;
}

type Ancestor = z.infer<typeof ancestor>;

function lineageOf(plan: OpenedPlan, tenant: string, base: Base, { item, mark }: Entry): Ancestor[] {
  const did = mark === 'inherited' ? 'kept' : mark;
  const here = { planId: plan.planId, tenant, organisationId: plan.organisationId, did } as const;
  return plan.touched[item.itemId]?.kind === 'added' ? [here] : [...above(base, item.itemId), here];
}

/** Down from another plan above, where it asks for the item too. */
function lineOf(
  { planId, organisationId }: OpenedPlan,
  tenant: string,
  other: Base,
  { item, mark }: Entry,
): Ancestor[][] {
  const asked = other.items.find(({ itemId }) => itemId === item.itemId);
  if (!asked) return [];
  const did = mark === 'dropped' ? mark : sameItem(item, asked) ? 'kept' : 'changed';
  return [[...above(other, item.itemId), { planId, tenant, organisationId, did }]];
}

function above(base: Base, itemId: string): Ancestor[] {
  const [first = 0, ...changedAt] = base.lineage.items[itemId] ?? [0];
  return base.lineage.plans.slice(first).map((ancestor, i) => ({
    planId: ancestor.planId,
    tenant: ancestor.tenant,
    organisationId: ancestor.organisationId,
    did: i === 0 ? ('added' as const) : changedAt.includes(first + i) ? ('changed' as const) : ('kept' as const),
  }));
}
