import type { PlanAbove, PlanSubmitted, PlanTakenOver } from '@chuangwen/contracts';
import { defineView, type Recorded } from '@chuangwen/platform/projections';
import type { PlanEvent } from '../plan/events';
import { evolve } from '../plan/evolve';
import { UNSEEN } from '../plan/opened';
import { begun } from '../plan/revisions';
import type { InForce, OpenedPlan, Touched } from '../plan/state';

export type PlanDocument = Readonly<{
  /** `received`: what a reviewer of another tenant knows, made of what was submitted to it alone. */
  is: 'own' | 'received';
  /** Whose plan it is. */
  tenant: string;
  plan: OpenedPlan;
  /** Of the stream, for If-Match; null where not all its events are seen. */
  version: number | null;
  openedAt: string | null;
  submittedAt: string | null;
  approvedAt: string | null;
}>;

export const plansView = defineView<PlanDocument, PlanEvent>({
  name: 'plans@3',
  formerly: ['plans', 'plans@2'],
  topics: ['campaign'],
  route: {
    'plan.opened': ({ data }) => data.planId,
    'plan.item-added': ({ data }) => data.planId,
    'plan.item-changed': ({ data }) => data.planId,
    'plan.item-dropped': ({ data }) => data.planId,
    'plan.item-restored': ({ data }) => data.planId,
    'plan.handed-down': ({ data }) => data.planId,
    'plan.submitted': here,
    'plan.items-returned': here,
    'plan.approved': here,
    'plan.taken-over': here,
    'plan.units-taking-over': ({ data }) => data.planId,
    'plan.revision-opened': here,
    'plan.revision-given-up': here,
    'plan.parent-changed': ({ data }) => data.planId,
    'plan.parent-taken': here,
    'plan.handed-over': here,
    'plan.answering': ({ data }) => data.planId,
    'plan.answered': here,
    'plan.accepted': here,
    'plan.hand-down-withdrawn': ({ data }) => data.planId,
    'plan.withdrawn': here,
    'plan.approval-withdrawn': here,
  },
  evolve(document, event) {
    if (event.type === 'plan.opened') return own(event);
    if (event.type === 'plan.submitted' && document?.is !== 'own') return received(document, event);
    if (event.type === 'plan.taken-over' && document?.is !== 'own') return takenOver(document, event);
    if (!document) return null;
    const evolved = evolve(document.plan, event);
    if (evolved.is === 'none') return null;
    const plan = { ...evolved, inForce: lean(evolved.inForce), before: lean(evolved.before) };
    const { recordedAt, version } = event.meta;
    return {
      ...document,
      plan,
      version: document.is === 'own' ? version : null,
      submittedAt: event.type === 'plan.submitted' ? recordedAt : document.submittedAt,
      approvedAt: event.type === 'plan.approved' || event.type === 'plan.accepted' ? recordedAt : document.approvedAt,
    };
  },
  index: ({ plan }) => ({
    campaign: plan.campaignId,
    organisation: plan.organisationId,
    situation: plan.situation.at,
    // By the organisation that is to look at it now.
    review: plan.parent && plan.situation.at === 'submitted' ? plan.parent.organisationId : [],
  }),
});

/** Which revision counts is all that is asked of this view: a large city has some ten thousand plans. */
const lean = (inForce: InForce | null): InForce | null =>
  inForce && { revision: inForce.revision, items: [], responsible: {} };

/** The plan's own tenant and the one above to which it was submitted. */
function here({ data, meta }: Recorded<Extract<PlanEvent, { data: { parent: PlanAbove | null } }>>) {
  const above = meta.audience.filter((tenant) => tenant === data.parent?.tenant);
  return [meta.tenant, ...above].map((tenant) => ({ tenant, id: data.planId }));
}

function own(event: Recorded<Extract<PlanEvent, { type: 'plan.opened' }>>): PlanDocument | null {
  const plan = evolve({ is: 'none' }, event);
  if (plan.is === 'none') return null;
  const { tenant, version, recordedAt } = event.meta;
  return { is: 'own', tenant, plan, version, openedAt: recordedAt, submittedAt: null, approvedAt: null };
}

/** A first submission tells all, a later one only of the items that had been returned. */
function received(document: PlanDocument | null, { data, meta }: Recorded<PlanSubmitted>): PlanDocument {
  const { purpose } = data;
  const before = heardOf(document, data);
  const plan: OpenedPlan = {
    ...before,
    touched: { ...before.touched, ...submitted(data) },
    seenByOthers: true,
    submissions: before.submissions + 1,
    situation: { at: 'submitted', purpose },
  };
  return { ...asReceived(plan, meta), submittedAt: meta.recordedAt };
}

/** Nothing of it is otherwise than in the plan above. */
function takenOver(document: PlanDocument | null, { data, meta }: Recorded<PlanTakenOver>): PlanDocument {
  const { submittedAt = null, approvedAt = null } = document ?? {};
  const plan: OpenedPlan = { ...heardOf(document, data), seenByOthers: true, way: data.way };
  return { ...asReceived(plan, meta), submittedAt, approvedAt };
}

type Heard = Pick<PlanSubmitted['data'], 'planId' | 'campaignId' | 'organisationId' | 'parent' | 'revision'>;

function heardOf(document: PlanDocument | null, heard: Heard): OpenedPlan {
  const { planId, campaignId, organisationId, parent, revision } = heard;
  const before: OpenedPlan = document?.plan ?? {
    is: 'opened',
    phases: [],
    inherited: [],
    touched: {},
    reasons: {},
    ...UNSEEN,
    ...{ planId, campaignId, organisationId, parent },
  };
  const next = document && before.revision !== revision ? begun(before, revision) : { revision };
  return { ...before, ...next, planId, campaignId, organisationId, parent };
}

const asReceived = (plan: OpenedPlan, { tenant }: { tenant: string }): PlanDocument => ({
  is: 'received',
  tenant,
  plan,
  version: null,
  openedAt: null,
  submittedAt: null,
  approvedAt: null,
});

/** All that the unit ever touched is named with its revision; what is in no part of the overlay is as inherited again, or gone. */
function submitted({ overlay, itemRevisions, responsible }: PlanSubmitted['data']): Record<string, Touched> {
  const touched: Record<string, Touched> = {};
  const of = (itemId: string) => ({
    responsible: responsible[itemId] ?? null,
    itemRevision: itemRevisions[itemId] ?? 1,
  });
  for (const [itemId, itemRevision] of Object.entries(itemRevisions))
    touched[itemId] = { kind: 'restored', itemRevision };
  for (const item of overlay.changed) touched[item.itemId] = { kind: 'changed', item, ...of(item.itemId) };
  for (const item of overlay.added) touched[item.itemId] = { kind: 'added', item, dropped: null, ...of(item.itemId) };
  for (const { itemId, reason } of overlay.dropped)
    touched[itemId] = { kind: 'dropped', reason, itemRevision: of(itemId).itemRevision };
  return touched;
}
