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
 * evidence is missing, the same address is the same proof, the same details are no news. They may name somebody, so
 * its snapshots are sealed.
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
  /** The organisation in whose right it was set; null: that was not recorded. */
  requiredBy: string | null;
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

export const liveOf = (task: Exclude<Task, { is: 'unknown' }>): LiveTask =>
  task.is === 'withdrawn' ? task.before : task;

/** The organisation whose task it is; none of one that was never opened. */
export const ownerOf = (task: Task): string[] => (task.is === 'unknown' ? [] : [liveOf(task).organisationId]);

/** The organisations that may hand out and review the task, and those that may work on it. */
export const inCharge = (task: Task): string[] => {
  const assignment = assignmentOf(task);
  return [...ownerOf(task), ...(assignment ? [assignment.leadUnit] : [])];
};

export const atWork = (task: Task): string[] => {
  const assignment = assignmentOf(task);
  return assignment ? [...inCharge(task), ...assignment.jointUnits] : inCharge(task);
};

/**
 * What is checked was set above the organisation whose task it is, which then does not loosen it. Of what was set before that was
 * recorded it counts as set above where the organisation carries its task out itself. `root`: the tenant's own.
 */
export const isCheckedFromAbove = (task: Task, root: string): boolean => {
  if (task.is === 'unknown') return false;
  const { organisationId, requirement, requiredBy } = liveOf(task);
  if (requirement === null || organisationId === root) return false;
  return requiredBy === root || (requiredBy === null && assignmentOf(task)?.leadUnit === organisationId);
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
