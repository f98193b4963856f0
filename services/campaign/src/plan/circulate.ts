import type { Party } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { CirculationCommand } from './command';
import type { PlanEvent } from './evolve';
import { entriesOf, overlayOf, wholeOf, withPoints, type Entry } from './resolve';
import type { OpenedPlan } from './state';

type Of<T extends CirculationCommand['type']> = Extract<CirculationCommand, { type: T }>;

/** A plan on its way: down to the units below, up to the organisation above, back with reasons, in force. */
export function decideCirculation(plan: OpenedPlan, command: CirculationCommand): PlanEvent[] {
  switch (command.type) {
    case 'open-plan':
      return [];
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

/** Whoever has it keeps the revision they were given. */
function handDown(plan: OpenedPlan, { to, base, tenant, brief }: Of<'hand-down'>): PlanEvent[] {
  const fresh = to.filter(({ planId }) => !plan.children[planId]);
  if (fresh.length === 0) return [];
  const { planId, organisationId, revision } = plan;
  const whole = wholeOf(plan, base, tenant);
  return [{ type: 'plan.handed-down', data: { planId, organisationId, revision, brief, to: fresh, ...whole } }];
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
      data: { planId, campaignId, organisationId, parent, revision, purpose, items, ...own },
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

function approve(plan: OpenedPlan, { by, base, tenant, submission }: Of<'approve'>): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, revision, phases, situation } = plan;
  mustReview(plan, by);
  if (situation.at === 'approved') return [];
  if (situation.at === 'returned') throw new RuleViolation('plan.is-returned');
  if (parent && situation.at === 'drafting') throw new RuleViolation('plan.not-submitted');
  mustBeSeen(plan, submission);
  const purpose = situation.at === 'submitted' ? situation.purpose : 'approval';
  const { items, responsible } = wholeOf(plan, base, tenant);
  const data = { planId, campaignId, organisationId, parent, revision, purpose, items, responsible };
  return [{ type: 'plan.approved', data: { ...data, phases: [...phases] } }];
}

/** The organisation above reviews; a root plan is its own organisation's affair. */
function mustReview({ parent, organisationId }: OpenedPlan, by: Party): void {
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
