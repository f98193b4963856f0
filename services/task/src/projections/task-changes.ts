import type { TaskAdded, TaskOpened, TaskRevised } from '@chuangwen/contracts';
import type { Recorded } from '@chuangwen/platform/projections';
import { handedOver } from '../task/evolve';
import { kindOf, proofIdOf } from '../task/proof';
import type { TaskEvent } from '../task/state';
import { BLANK } from './kept-task';
import type { Review, Share, TaskDocument } from './task-document';

/** A task as it begins. */
export function begun(
  { item, taskId, campaignId, planId, ...plan }: TaskOpened['data'],
  at: Pick<TaskDocument, 'version' | 'day' | 'source'>,
): TaskDocument {
  return {
    ...BLANK,
    taskId,
    ...at,
    campaignId,
    planId,
    organisationId: plan.organisationId,
    itemId: item.itemId,
    number: item.number,
    title: item.title,
    text: textOf(item),
    joint: item.joint ?? [],
    measure: plan.measure,
    phase: plan.phase,
    deadline: plan.deadline,
    responsible: plan.responsible,
    evidenceWanted: item.evidenceWanted,
    standing: 'unassigned',
    situation: 'unassigned',
  };
}

/** What the plan says now; what a person asked for besides stays. */
function said(
  task: TaskDocument,
  { item, measure, phase, responsible }: TaskRevised['data']['said'],
): Partial<TaskDocument> {
  const { itemId, number, title, joint = [] } = item;
  const evidenceWanted = item.evidenceWanted ?? task.evidenceWanted;
  return { itemId, number, title, text: textOf(item), joint, evidenceWanted, measure, phase, responsible };
}

/** Names that are no organisation here must be read all the same. */
const textOf = ({ text, joint = [] }: TaskOpened['data']['item']): string | null =>
  [...(text === null ? [] : [text]), ...(joint.length > 0 ? [`配合：${joint.join('、')}`] : [])].join('\n') || null;

type Onward = Recorded<Exclude<TaskEvent, TaskOpened | TaskAdded>>;

/** What an event changes; `day`: the recorded day, in stream order. */
export function changed(task: TaskDocument, event: Onward, day: string): Partial<TaskDocument> {
  switch (event.type) {
    case 'task.assigned': {
      const { taskId: _same, ...assignment } = event.data;
      return { ...assignment, standing: task.standing === 'unassigned' ? 'assigned' : task.standing };
    }
    case 'task.deadline-set':
      return { deadline: event.data.deadline };
    case 'task.evidence-wanted':
      return { evidenceWanted: event.data.evidence };
    case 'task.progress-reported':
      return {
        percent: event.data.percent,
        note: event.data.note,
        standing: worked(task),
        review: sinceReturn(task, { reported: true }),
      };
    case 'task.evidence-attached': {
      const { evidenceId, name, proof } = event.data;
      const { id: attachedBy } = event.meta.actor;
      const file = proof.kind === 'file' ? proof : { sha256: null, size: null, mediaType: null };
      const { sha256, size, mediaType } = file;
      const url = proof.kind === 'link' ? proof.url : null;
      const proofId = proofIdOf(event.meta.tenant, proof);
      const looks = kindOf(proof);
      const what = { evidenceId, proofId, name, kind: proof.kind, looks, sha256, size, mediaType, url };
      const evidence = [...task.evidence, { ...what, attachedBy, attachedAt: event.meta.recordedAt, removed: null }];
      const attached = [...(task.review?.attached ?? []), evidenceId];
      return { evidence, standing: worked(task), review: sinceReturn(task, { attached }) };
    }
    case 'task.evidence-removed': {
      const { evidenceId, reason } = event.data;
      const removed = { reason, by: event.meta.actor.id, at: event.meta.recordedAt };
      const evidence = task.evidence.map((proof) => (proof.evidenceId === evidenceId ? { ...proof, removed } : proof));
      return { evidence, review: sinceReturn(task, { removed: [...(task.review?.removed ?? []), evidenceId] }) };
    }
    case 'task.submitted':
      return { standing: 'submitted' };
    case 'task.returned': {
      const round = (task.review?.round ?? 0) + 1;
      const review = { round, returned: event.data.items, attached: [], removed: [], reported: false };
      return { standing: 'returned', review };
    }
    case 'task.accepted':
      return { standing: 'accepted' };
    case 'task.details-set': {
      const { taskId: _same, ...details } = event.data;
      return { details };
    }
    case 'task.evidence-required':
      return { requirement: event.data.requirement, waived: [] };
    case 'task.checks-waived': {
      const { checks, reason } = event.data;
      const by = event.meta.actor.id;
      return { waived: [...task.waived, ...checks.map((check) => ({ check, reason, by }))] };
    }
    case 'task.shared-with': {
      const { taskId: _same, ...share } = event.data;
      return { shares: [...task.shares, { ...share, since: day, until: null }] };
    }
    case 'task.unshared': {
      const { campaignId } = event.data;
      const ended = (share: Share) => share.until === null && share.campaignId === campaignId;
      return { shares: task.shares.map((share) => (ended(share) ? { ...share, until: day } : share)) };
    }
    case 'task.withdrawn': {
      const { cause, by, reason } = event.data;
      return { withdrawn: { cause, by: cause === 'covered' ? by : null, reason, on: day } };
    }
    case 'task.reinstated': {
      const { said: words, deadline } = event.data;
      return { ...(words ? said(task, words) : {}), deadline, withdrawn: null };
    }
    case 'task.handed-over': {
      const { leadUnit, jointUnits } = handedOver(task, event.data);
      return { organisationId: event.data.organisationId, leadUnit, jointUnits };
    }
    case 'task.revised':
      return { ...said(task, event.data.said), deadline: event.data.deadline };
  }
}

const worked = ({ standing }: TaskDocument): TaskDocument['standing'] =>
  standing === 'assigned' ? 'in-progress' : standing;

const sinceReturn = ({ review }: TaskDocument, change: Partial<Review>): Review | null =>
  review && { ...review, ...change };
