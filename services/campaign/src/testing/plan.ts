import type { Item, PlanAbove, PlanOpened } from '@chuangwen/contracts';
import type { Base } from '../plan/resolve';
import type { PlanEvent } from '../plan/events';

export const item = (itemId: string, more: Partial<Item> = {}): Item => ({
  itemId,
  above: null,
  number: null,
  title: `措施${itemId}`,
  text: null,
  phaseId: null,
  deadline: null,
  evidenceWanted: null,
  ...more,
});

export const phases = [
  { phaseId: 'p1', name: '宣传发动', start: '2026-03', end: '2026-04', text: null },
  { phaseId: 'p2', name: '全面实施', start: '2026-05-10', end: null, text: null },
];

export const above: PlanAbove = { tenant: 'office', organisationId: 'office-root', planId: 'root', revision: 1 };
export const reviewer = { tenant: 'office', organisationId: 'office-root' };

/** What the child lies over: a measure with two points, and one by itself. */
export const base: Base = {
  items: [item('a'), item('a1', { above: 'a' }), item('a2', { above: 'a' }), item('b', { phaseId: 'p1' })],
  responsible: { b: '宣传科' },
  lineage: { plans: [above], items: {} },
};

const plan = (more: Partial<PlanOpened['data']>): PlanOpened => ({
  type: 'plan.opened',
  data: {
    planId: 'child',
    campaignId: 'c',
    organisationId: 'bureau',
    parent: above,
    items: [],
    inherited: base.items.map(({ itemId }) => itemId),
    phases,
    responsible: {},
    ...more,
  },
});

export const opened = plan({});
export const rootOpened = plan({
  planId: 'root',
  organisationId: 'office-root',
  parent: null,
  items: [...base.items],
  inherited: [],
  responsible: { ...base.responsible },
});

export const submitted = (items: string[] | null = null, more: object = {}): PlanEvent => ({
  type: 'plan.submitted',
  data: {
    planId: 'child',
    campaignId: 'c',
    organisationId: 'bureau',
    parent: above,
    revision: 1,
    purpose: 'approval',
    items,
    overlay: { added: [], changed: [], dropped: [] },
    itemRevisions: {},
    responsible: {},
    ...more,
  },
});
export const returned = (...ids: string[]): PlanEvent => ({
  type: 'plan.items-returned',
  data: { planId: 'child', parent: above, items: ids.map((itemId) => ({ itemId, reason: '请补充' })) },
});
export const approved: PlanEvent = {
  type: 'plan.approved',
  data: {
    planId: 'child',
    campaignId: 'c',
    organisationId: 'bureau',
    parent: above,
    revision: 1,
    purpose: 'approval',
    items: [...base.items],
    phases,
    responsible: { ...base.responsible },
  },
};
export const added = (id: string, more: Partial<Item> = {}): PlanEvent => ({
  type: 'plan.item-added',
  data: { planId: 'child', item: item(id, more), responsible: null },
});
export const changed = (id: string, title: string, itemRevision = 2): PlanEvent => ({
  type: 'plan.item-changed',
  data: { planId: 'child', item: item(id, { title }), itemRevision, responsible: null },
});
export const dropped = (itemId: string, reason = '不适用'): PlanEvent => ({
  type: 'plan.item-dropped',
  data: { planId: 'child', itemId, reason },
});
export const restored = (itemId: string): PlanEvent => ({
  type: 'plan.item-restored',
  data: { planId: 'child', itemId },
});
