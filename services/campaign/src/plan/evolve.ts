import type { PlanUnitsTakingOver } from '@chuangwen/contracts';
import type { PlanEvent } from './events';
import { opened } from './opened';
import { begun, changing, givenUp, touch } from './revisions';
import type { Plan, Touched } from './state';

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
    case 'plan.approved': {
      const { revision, items, responsible, purpose } = event.data;
      const inForce = { revision, items, responsible };
      return { ...plan, seenByOthers: true, situation: { at: 'approved', purpose }, inForce, before: plan.inForce };
    }
    case 'plan.taken-over':
      return { ...plan, seenByOthers: true, way: event.data.way };
    case 'plan.units-taking-over': {
      const asked = event.data.plans.map((planId) => [planId, askedFor(event.data)]);
      return { ...plan, asked: { ...plan.asked, ...Object.fromEntries(asked) } };
    }
    case 'plan.revision-opened':
      return { ...plan, ...begun(plan, event.data.revision), situation: { at: 'drafting' }, seenByOthers: false };
    case 'plan.revision-given-up':
      return givenUp(plan, event.data.inForce);
    case 'plan.revised':
      return plan;
    case 'plan.parent-changed':
      return { ...plan, news: event.data.parent };
    case 'plan.parent-taken': {
      const { parent, inherited } = event.data;
      return { ...changing(plan), parent, inherited, news: null };
    }
    case 'plan.answering': {
      const { answered, parent } = event.data;
      return { ...plan, answers: { ...plan.answers, [answered]: parent } };
    }
    case 'plan.answered':
      return { ...plan, answeredBy: event.data.by };
    case 'plan.accepted': {
      const { revision, purpose } = event.data;
      const inForce = { revision, items: [], responsible: {} };
      return { ...plan, seenByOthers: true, situation: { at: 'approved', purpose }, inForce, before: null };
    }
    case 'plan.handed-over':
      return { ...plan, organisationId: event.data.organisationId };
    case 'plan.hand-down-withdrawn': {
      const gone = new Set(event.data.to.map(({ planId }) => planId));
      const takenBack = { ...plan.takenBack };
      for (const { organisationId } of event.data.to) takenBack[organisationId] = (takenBack[organisationId] ?? 0) + 1;
      const children = Object.entries(plan.children).filter(([planId]) => !gone.has(planId));
      return { ...plan, children: Object.fromEntries(children), takenBack };
    }
    case 'plan.withdrawn':
      return {
        ...plan,
        situation: { at: 'withdrawn', reason: event.data.reason },
        inForce: null,
        before: null,
        news: null,
        children: {},
      };
    case 'plan.approval-withdrawn': {
      if (plan.situation.at !== 'approved') return plan;
      const { purpose } = plan.situation;
      return {
        ...plan,
        situation: plan.parent ? { at: 'submitted', purpose } : { at: 'drafting' },
        inForce: plan.before,
        before: null,
      };
    }
  }
}

export const askedFor = ({ way, revision }: Pick<PlanUnitsTakingOver['data'], 'way' | 'revision'>): string =>
  `${way}@${revision}`;

export const revisionOf = (touched: Touched | undefined): number => touched?.itemRevision ?? 1;
