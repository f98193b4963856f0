import type { Party } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { CirculationCommand } from './command';
import type { PlanEvent } from './events';
import { entriesOf, overlayOf, wholeOf, withPoints, type Entry } from './resolve';
import { revised } from './revise';
import type { OpenedPlan, Purpose } from './state';

type Of<T extends CirculationCommand['type']> = Extract<CirculationCommand, { type: T }>;

/** A plan on its way: down to the units below, up to the organisation above, back with reasons, in force. */
export function decideCirculation(plan: OpenedPlan, command: CirculationCommand): PlanEvent[] {
  switch (command.type) {
    case 'open-plan':
      return heardFromAbove(plan, command);
    case 'hand-down':
      return handDown(plan, command);
    case 'submit':
      return submit(plan, command);
    case 'return-items':
      return returnItems(plan, command);
    case 'approve':
      return approve(plan, command);
  }
}

/** Whoever has it keeps the revision they were given, and hears of a later one. */
export function handDown(
  plan: OpenedPlan,
  { to, base, tenant, brief }: Pick<Of<'hand-down'>, 'to' | 'base' | 'tenant' | 'brief'>,
): PlanEvent[] {
  const fresh = to.filter(({ planId }) => (plan.children[planId]?.revision ?? 0) < plan.revision);
  if (fresh.length === 0) return [];
  const { planId, organisationId, revision } = plan;
  const whole = wholeOf(plan, base, tenant);
  return [{ type: 'plan.handed-down', data: { planId, organisationId, revision, brief, to: fresh, ...whole } }];
}

/** The plan above, handed down once more: a later revision than is known here is news. */
function heardFromAbove(plan: OpenedPlan, { plan: { parent } }: Of<'open-plan'>): PlanEvent[] {
  const over = plan.parent;
  if (!parent || parent.planId !== over?.planId || parent.revision <= (plan.news ?? over).revision) return [];
  const { planId, campaignId, organisationId } = plan;
  return [{ type: 'plan.parent-changed', data: { planId, campaignId, organisationId, over, parent } }];
}

function submit(plan: OpenedPlan, { purpose }: Of<'submit'>): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, revision, situation } = plan;
  if (!parent) throw new RuleViolation('plan.root-has-none-above');
  if (situation.at === 'submitted') throw new RuleViolation('plan.already-submitted');
  if (situation.at === 'approved') throw new RuleViolation('plan.is-approved');
  const items = situation.at === 'returned' ? [...situation.open] : null;
  const own = overlayOf(plan, items);
  return [
    {
      type: 'plan.submitted',
      data: { planId, campaignId, organisationId, parent, revision, purpose, items, ...own, ...answersOf(plan) },
    },
  ];
}

/** What happens to an item happens to its points (see edit.ts), so they go back with it, for the same reason. */
function returnItems(plan: OpenedPlan, { by, items, submission, base }: Of<'return-items'>): PlanEvent[] {
  const { planId, parent, situation } = plan;
  mustReview(plan, by);
  if (!parent || situation.at === 'drafting') throw new RuleViolation('plan.not-submitted');
  if (situation.at === 'returned') throw new RuleViolation('plan.is-returned');
  if (situation.at === 'approved') throw new RuleViolation('plan.is-approved');
  mustBeSeen(plan, submission);
  for (const { itemId } of items) if (!holds(plan, itemId)) throw new NotFound('item');
  if (new Set(items.map(({ itemId }) => itemId)).size < items.length) throw new RuleViolation('plan.returned-twice');
  const entries = entriesOf(plan, base);
  const reasons = new Map(items.map(({ itemId, reason }) => [itemId, reason]));
  for (const { itemId, reason } of items)
    for (const { item } of withPoints(entries, firstDropped(entries, itemId)))
      if (!reasons.has(item.itemId)) reasons.set(item.itemId, reason);
  return [
    {
      type: 'plan.items-returned',
      data: { planId, parent, items: [...reasons].map(([itemId, reason]) => ({ itemId, reason })) },
    },
  ];
}

function approve(plan: OpenedPlan, command: Of<'approve'>): PlanEvent[] {
  const { by, submission } = command;
  const { parent, situation } = plan;
  mustReview(plan, by);
  if (situation.at === 'approved') return [];
  if (situation.at === 'returned') throw new RuleViolation('plan.is-returned');
  if (parent && situation.at === 'drafting') throw new RuleViolation('plan.not-submitted');
  mustBeSeen(plan, submission);
  const purpose = situation.at === 'submitted' ? situation.purpose : 'approval';
  const { planId, campaignId, organisationId, revision, answeredBy } = plan;
  // Its items are tasks of the plan that answers for it, once.
  if (parent && answeredBy !== null) {
    const data = { planId, campaignId, organisationId, parent, revision, purpose, by: answeredBy };
    return [{ type: 'plan.accepted', data }];
  }
  return putInForce(plan, { ...command, purpose });
}

/** With what is otherwise than in the revision before, and on to those below that have an earlier one. */
export function putInForce(
  plan: OpenedPlan,
  { base, tenant, brief, purpose }: Pick<Of<'approve'>, 'base' | 'tenant' | 'brief'> & { purpose: Purpose },
): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, revision, phases } = plan;
  const { items, responsible } = wholeOf(plan, base, tenant);
  const data = { planId, campaignId, organisationId, parent, revision, purpose, items, responsible };
  const to = Object.entries(plan.children).map(([child, { tenant, organisationId }]) => ({
    tenant,
    organisationId,
    planId: child,
  }));
  return [
    { type: 'plan.approved', data: { ...data, phases: [...phases], ...answersOf(plan) } },
    ...revised(plan, base, { revision, items, responsible }),
    ...(brief ? handDown(plan, { to, base, tenant, brief }) : []),
  ];
}

export function answersOf({ answers }: OpenedPlan): { answers?: string[] } {
  const plans = Object.keys(answers);
  return plans.length > 0 ? { answers: plans } : {};
}

/** The organisation above reviews; a root plan is its own organisation's affair. */
export function mustReview({ parent, organisationId }: OpenedPlan, by: Party): void {
  const right = parent
    ? by.tenant === parent.tenant && by.organisationId === parent.organisationId
    : by.organisationId === organisationId;
  if (!right) throw new RuleViolation('plan.not-reviewer');
}

/** What is judged is what the reviewer has seen. */
function mustBeSeen({ submissions }: OpenedPlan, submission: number | undefined): void {
  if (submission !== undefined && submission !== submissions) throw new RuleViolation('plan.submitted-since');
}

/** A dropped point can only come back with all that was dropped above it. */
function firstDropped(entries: readonly Entry[], itemId: string): string {
  const above = entries.find(({ item }) => item.itemId === itemId)?.item.above;
  const dropped = entries.find(({ item, mark }) => item.itemId === above && mark === 'dropped');
  return dropped ? firstDropped(entries, dropped.item.itemId) : itemId;
}

/** An item that was dropped may be returned too: the one above wants it kept. */
function holds(plan: OpenedPlan, itemId: string): boolean {
  const touched = plan.touched[itemId];
  return plan.inherited.includes(itemId) || (touched?.kind === 'added' && touched.dropped === null);
}
