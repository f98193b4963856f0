import type {
  EvidenceRequirement,
  ProofKind,
  TaskAccepted,
  TaskAdded,
  TaskAssigned,
  TaskCheck,
  TaskChecksWaived,
  TaskDeadlineSet,
  TaskDetailsSet,
  TaskEvidenceAttached,
  TaskEvidenceRemoved,
  TaskEvidenceRequired,
  TaskEvidenceWanted,
  TaskHandedOver,
  TaskOpened,
  TaskProgressReported,
  TaskReinstated,
  TaskReturned,
  TaskRevised,
  TaskSharedWith,
  TaskSubmitted,
  TaskUnshared,
  TaskWithdrawn,
} from '@chuangwen/contracts';
import { canonicalJson, sha256Hex } from '@chuangwen/platform';
import { lengthOf } from './checks';
import { contentOf, kindOf } from './proof';

export type TaskEvent =
  | TaskOpened
  | TaskAdded
  | TaskAssigned
  | TaskDeadlineSet
  | TaskDetailsSet
  | TaskEvidenceWanted
  | TaskEvidenceRequired
  | TaskProgressReported
  | TaskEvidenceAttached
  | TaskEvidenceRemoved
  | TaskChecksWaived
  | TaskSubmitted
  | TaskReturned
  | TaskAccepted
  | TaskSharedWith
  | TaskUnshared
  | TaskWithdrawn
  | TaskReinstated
  | TaskRevised
  | TaskHandedOver;

export type Assignment = Omit<TaskAssigned['data'], 'taskId'>;
export type Details = Omit<TaskDetailsSet['data'], 'taskId'>;

/** Of a task of which no table has said more. */
export const NO_DETAILS: Details = {
  indicator: null,
  requirements: null,
  telephone: null,
  remark: null,
  deadlineWords: null,
  extra: [],
};

/**
 * What every task has, whatever its situation: ids and days, and the texts that deciding needs, opened: a refusal says which
 * evidence is missing, the same address is the same proof, the same details are no news. They may name somebody, so no
 * snapshot is kept.
 */
type Facts = Readonly<{
  taskId: string;
  campaignId: string;
  planId: string;
  organisationId: string;
  phaseStart: string | null;
  deadline: string | null;
  /** A person has set the deadline (or that there is none): what the plan says later does not move it. */
  deadlineSet: boolean;
  /** Hash of what the plan says of it; null: it is from a table. */
  said: string | null;
  evidenceWanted: string | null;
  requirement: EvidenceRequirement | null;
  waived: readonly TaskCheck[];
  /** Characters of the last progress report. */
  reportLength: number;
  details: Details | null;
  proofs: readonly Readonly<{ evidenceId: string; name: string; kind: ProofKind; content: string }>[];
  /** Other campaigns in which it counts, and the tasks in whose place. */
  shares: readonly Readonly<{ campaignId: string; covers: string }>[];
}>;

export type AssignedTask = Facts & Readonly<{ assignment: Assignment }>;

/** A task that counts. */
export type LiveTask =
  | (Readonly<{ is: 'unassigned' }> & Facts)
  | (Readonly<{ is: 'assigned' | 'in-progress' | 'submitted' | 'accepted' }> & AssignedTask)
  /** Only what is named in `open` may change: the report, or single proofs; `fixed`: the proofs that stay as they are. */
  | (Readonly<{ is: 'returned'; open: readonly string[]; fixed: readonly string[] }> & AssignedTask);

export type Task =
  | Readonly<{ is: 'unknown' }>
  | LiveTask
  /** `cause` and `by` as in the event; `before`: what it will be again. */
  | Readonly<{ is: 'withdrawn'; cause: 'plan' | 'covered'; by: string | null; before: LiveTask }>;

export const initialState = (): Task => ({ is: 'unknown' });

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

export const liveOf = (task: Exclude<Task, { is: 'unknown' }>): LiveTask =>
  task.is === 'withdrawn' ? task.before : task;

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
      return { ...task, requirement: event.data.requirement, waived: [] };
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

/** The organisations that may hand out and review the task, and those that may work on it. */
export const inCharge = (task: Task): string[] => {
  if (task.is === 'unknown') return [];
  const live = liveOf(task);
  return live.is === 'unassigned' ? [live.organisationId] : [live.organisationId, live.assignment.leadUnit];
};

export const atWork = (task: Task): string[] => {
  const assignment = assignmentOf(task);
  return assignment ? [...inCharge(task), ...assignment.jointUnits] : inCharge(task);
};

const assignmentOf = (task: Task): Assignment | null => {
  if (task.is === 'unknown') return null;
  const live = liveOf(task);
  return live.is === 'unassigned' ? null : live.assignment;
};

export const isAssignedTo = (task: Task, person: string | undefined): boolean =>
  person !== undefined && assignmentOf(task)?.personId === person;

export const peopleOn = (task: Task): string[] => {
  const { personId = null, leaderId = null } = assignmentOf(task) ?? {};
  return [personId, leaderId].filter((id) => id !== null);
};
