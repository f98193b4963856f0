import type {
  PlanApproved,
  PlanHandedDown,
  PlanItemAdded,
  PlanItemChanged,
  PlanItemDropped,
  PlanItemRestored,
  PlanItemsReturned,
  PlanOpened,
  PlanSubmitted,
} from '@chuangwen/contracts';
import type { OpenedPlan, Plan, Touched } from './state';

export type PlanEvent =
  | PlanOpened
  | PlanItemAdded
  | PlanItemChanged
  | PlanItemDropped
  | PlanItemRestored
  | PlanHandedDown
  | PlanSubmitted
  | PlanItemsReturned
  | PlanApproved;

export function evolve(plan: Plan, event: PlanEvent): Plan {
  if (event.type === 'plan.opened') return opened(event);
  if (plan.is === 'none') return plan;
  switch (event.type) {
    case 'plan.item-added': {
      const { item, responsible } = event.data;
      const added = touch(plan, item.itemId, { kind: 'added', item, responsible, dropped: null, itemRevision: 1 });
      // What is added below a returned item goes back with it.
      return added.situation.at === 'returned'
        ? { ...added, situation: { ...added.situation, open: [...added.situation.open, item.itemId] } }
        : added;
    }
    case 'plan.item-changed': {
      const { item, responsible, itemRevision } = event.data;
      const before = plan.touched[item.itemId];
      return touch(
        plan,
        item.itemId,
        before?.kind === 'added'
          ? { ...before, item, responsible, itemRevision }
          : { kind: 'changed', item, responsible, itemRevision },
      );
    }
    case 'plan.item-dropped': {
      const { itemId, reason } = event.data;
      const before = plan.touched[itemId];
      const itemRevision = revisionOf(before) + 1;
      return touch(
        plan,
        itemId,
        before?.kind === 'added'
          ? { ...before, dropped: reason, itemRevision }
          : { kind: 'dropped', reason, itemRevision },
      );
    }
    case 'plan.item-restored': {
      const before = plan.touched[event.data.itemId];
      const itemRevision = revisionOf(before) + 1;
      return touch(
        plan,
        event.data.itemId,
        before?.kind === 'added' ? { ...before, dropped: null, itemRevision } : { kind: 'restored', itemRevision },
      );
    }
    case 'plan.handed-down': {
      const { to, revision } = event.data;
      const children = Object.fromEntries(to.map(({ planId, ...party }) => [planId, { ...party, revision }]));
      return { ...plan, seenByOthers: true, children: { ...plan.children, ...children } };
    }
    case 'plan.submitted':
      return {
        ...plan,
        seenByOthers: true,
        submissions: plan.submissions + 1,
        situation: { at: 'submitted', purpose: event.data.purpose },
      };
    case 'plan.items-returned': {
      if (plan.situation.at !== 'submitted') return plan;
      const reasons = Object.fromEntries(event.data.items.map(({ itemId, reason }) => [itemId, reason]));
      const open = Object.keys(reasons);
      return {
        ...plan,
        reasons: { ...plan.reasons, ...reasons },
        situation: { at: 'returned', purpose: plan.situation.purpose, open },
      };
    }
    case 'plan.approved':
      return { ...plan, seenByOthers: true, situation: { at: 'approved', purpose: event.data.purpose } };
  }
}

export const revisionOf = (touched: Touched | undefined): number => touched?.itemRevision ?? 1;

function opened({ data }: PlanOpened): OpenedPlan {
  const { planId, campaignId, organisationId, parent, phases, inherited, items, responsible } = data;
  const touched = items.map((item): [string, Touched] => [
    item.itemId,
    { kind: 'added', item, responsible: responsible[item.itemId] ?? null, dropped: null, itemRevision: 1 },
  ]);
  return {
    is: 'opened',
    planId,
    campaignId,
    organisationId,
    parent,
    phases,
    inherited,
    touched: Object.fromEntries(touched),
    reasons: {},
    children: {},
    revision: 1,
    seenByOthers: false,
    submissions: 0,
    situation: { at: 'drafting' },
  };
}

function touch(plan: OpenedPlan, itemId: string, touched: Touched): OpenedPlan {
  return {
    ...plan,
    touched: { ...plan.touched, [itemId]: touched },
    revision: plan.seenByOthers ? plan.revision + 1 : plan.revision,
    seenByOthers: false,
  };
}
