import type {
  TaskAdded,
  TaskHandedOver,
  TaskOpened,
  TaskReinstated,
  TaskRevised,
  TaskWithdrawn,
} from '@chuangwen/contracts';
import { canonicalJson, sha256Hex } from '@chuangwen/platform/projections';
import { lengthOf } from './checks';
import { contentOf, kindOf } from './proof';
import { liveOf, type AssignedTask, type LiveTask, type Task, type TaskEvent } from './state';

type Said = TaskRevised['data']['said'];
export const digestOf = ({ item, measure, phase, responsible }: Said): string =>
  sha256Hex(canonicalJson({ item, measure, phase, responsible }));

export function evolve(task: Task, event: TaskEvent): Task {
  if (event.type === 'task.opened') return begun(event.data, digestOf(event.data));
  if (event.type === 'task.added') return begun(event.data, null);
  if (task.is === 'unknown') return task;
  if (event.type === 'task.withdrawn') {
    const { cause, by } = event.data;
    return {
      is: 'withdrawn',
      cause,
      by: cause === 'covered' ? by : null,
      before: task.is === 'withdrawn' ? task.before : task,
    };
  }
  if (event.type === 'task.reinstated') return saidAgain(liveOf(task), event.data);
  return task.is === 'withdrawn' ? { ...task, before: onward(task.before, event) } : onward(task, event);
}

function begun(data: TaskOpened['data'] | TaskAdded['data'], said: string | null): LiveTask {
  const { taskId, campaignId, planId, organisationId, phase, deadline, item } = data;
  return {
    is: 'unassigned',
    taskId,
    campaignId,
    planId,
    organisationId,
    phaseStart: phase?.start ?? null,
    deadline,
    deadlineSet: false,
    said,
    evidenceWanted: item.evidenceWanted,
    requirement: null,
    requiredBy: null,
    waived: [],
    reportLength: 0,
    details: null,
    proofs: [],
    shares: [],
  };
}

function saidAgain(task: LiveTask, { said, deadline }: Pick<TaskReinstated['data'], 'said' | 'deadline'>): LiveTask {
  if (!said) return { ...task, deadline };
  const { phase, item } = said;
  return {
    ...task,
    deadline,
    phaseStart: phase?.start ?? null,
    // What a person asked for besides stays asked for.
    evidenceWanted: item.evidenceWanted ?? task.evidenceWanted,
    said: digestOf(said),
  };
}

type Onward = Exclude<TaskEvent, TaskOpened | TaskAdded | TaskWithdrawn | TaskReinstated>;

function onward(task: LiveTask, event: Onward): LiveTask {
  switch (event.type) {
    case 'task.assigned': {
      const { taskId: _same, ...assignment } = event.data;
      return task.is === 'unassigned' ? { ...task, is: 'assigned', assignment } : { ...task, assignment };
    }
    case 'task.deadline-set':
      return { ...task, deadline: event.data.deadline, deadlineSet: true };
    case 'task.details-set': {
      const { taskId: _same, ...details } = event.data;
      return { ...task, details };
    }
    case 'task.evidence-wanted':
      return { ...task, evidenceWanted: event.data.evidence };
    case 'task.evidence-required':
      return { ...task, requirement: event.data.requirement, requiredBy: event.data.by, waived: [] };
    case 'task.checks-waived':
      return { ...task, waived: [...new Set([...task.waived, ...event.data.checks])] };
    case 'task.progress-reported': {
      const reportLength = lengthOf(event.data.note);
      return task.is === 'assigned' ? { ...task, is: 'in-progress', reportLength } : { ...task, reportLength };
    }
    case 'task.evidence-attached': {
      const { evidenceId, name, proof } = event.data;
      const proofs = [...task.proofs, { evidenceId, name, kind: kindOf(proof), content: contentOf(proof) }];
      return task.is === 'assigned' ? { ...task, is: 'in-progress', proofs } : { ...task, proofs };
    }
    case 'task.evidence-removed':
      return { ...task, proofs: task.proofs.filter(({ evidenceId }) => evidenceId !== event.data.evidenceId) };
    case 'task.shared-with': {
      const { campaignId, covers } = event.data;
      return { ...task, shares: [...task.shares, { campaignId, covers }] };
    }
    case 'task.unshared':
      return { ...task, shares: task.shares.filter(({ campaignId }) => campaignId !== event.data.campaignId) };
    case 'task.handed-over': {
      const owned = { ...task, organisationId: event.data.organisationId };
      return owned.is === 'unassigned' ? owned : { ...owned, assignment: handedOver(owned.assignment, event.data) };
    }
    case 'task.revised':
      return saidAgain(task, event.data);
    case 'task.submitted':
      return task.is === 'unassigned' ? task : { ...withoutReturn(task), is: 'submitted' };
    case 'task.returned': {
      if (task.is === 'unassigned') return task;
      const open = event.data.items.map(({ item }) => item);
      const fixed = task.proofs.map(({ evidenceId }) => evidenceId).filter((proof) => !open.includes(proof));
      return { ...withoutReturn(task), is: 'returned', open, fixed };
    }
    case 'task.accepted':
      return task.is === 'unassigned' ? task : { ...withoutReturn(task), is: 'accepted' };
  }
}

/** Who took over stands wherever the other one stood, once. */
export function handedOver<A extends { leadUnit: string | null; jointUnits: readonly string[] }>(
  assignment: A,
  { from, organisationId }: Pick<TaskHandedOver['data'], 'from' | 'organisationId'>,
) {
  const now = <U extends string | null>(unit: U) => (unit === from ? organisationId : unit);
  const leadUnit = now(assignment.leadUnit) as A['leadUnit'];
  const jointUnits = [...new Set(assignment.jointUnits.map(now))].filter((unit) => unit !== leadUnit);
  return { ...assignment, leadUnit, jointUnits };
}

function withoutReturn(task: Exclude<LiveTask, { is: 'unassigned' }>): AssignedTask {
  if (task.is !== 'returned') return task;
  const { open: _open, fixed: _fixed, ...rest } = task;
  return rest;
}
