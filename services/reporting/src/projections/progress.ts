import type {
  TaskAccepted,
  TaskAssigned,
  TaskDeadlineSet,
  TaskEvidenceAttached,
  TaskOpened,
  TaskProgressReported,
  TaskReturned,
  TaskSubmitted,
} from '@chuangwen/contracts';
import { dayOf, defineView, type Contribution } from '@chuangwen/platform';
import { GROUPS, keyOf, type Counts, type Group } from '../report/keys';

export type ProgressEvent =
  | TaskOpened
  | TaskAssigned
  | TaskDeadlineSet
  | TaskProgressReported
  | TaskEvidenceAttached
  | TaskSubmitted
  | TaskReturned
  | TaskAccepted;

type Situation = 'unassigned' | 'assigned' | 'in-progress' | 'submitted' | 'returned' | 'accepted';

/** Where a task stood after an event: all that a figure is made of. */
export type Standing = Readonly<{
  situation: Situation;
  /** The lead unit, or while nobody has it the organisation whose plan it is from. */
  unit: string;
  /** As far as it is known; only a whole day is due. */
  deadline: string | null;
  assigned: boolean;
  /** The recorded day of the submission that stands; null while it is not submitted or was returned. */
  submittedOn: string | null;
}>;

export type Change = Readonly<{
  event: string;
  type: ProgressEvent['type'];
  version: number;
  recordedAt: string;
  /** The recorded day, never before the one of the change before it. */
  day: string;
  standing: Standing;
}>;

/** What an office may see of a task, with every event that moved a figure. No evidence, no notes, no people. */
export type Progress = Readonly<{
  taskId: string;
  campaignId: string;
  number: string | null;
  title: string;
  measure: TaskOpened['data']['measure'];
  phase: Readonly<{ phaseId: string; name: string }> | null;
  changes: readonly Change[];
}>;

export const progressView = defineView<Progress, ProgressEvent>({
  name: 'progress',
  topics: ['task'],
  readableByOverseers: true,
  route: {
    'task.opened': ({ data }) => data.taskId,
    'task.assigned': ({ data }) => data.taskId,
    'task.deadline-set': ({ data }) => data.taskId,
    'task.progress-reported': ({ data }) => data.taskId,
    'task.evidence-attached': ({ data }) => data.taskId,
    'task.submitted': ({ data }) => data.taskId,
    'task.returned': ({ data }) => data.taskId,
    'task.accepted': ({ data }) => data.taskId,
  },
  evolve(progress, event) {
    const task = event.type === 'task.opened' ? opened(event.data) : progress;
    if (!task) return null;
    const before = task.changes.at(-1);
    const recordedOn = dayOf(event.meta.recordedAt);
    const standing = standingAfter(before?.standing ?? null, event, recordedOn);
    if (!standing || (before && same(before.standing, standing))) return task;
    const { id, version, recordedAt } = event.meta;
    const day = before && before.day > recordedOn ? before.day : recordedOn;
    return { ...task, changes: [...task.changes, { event: id, type: event.type, version, recordedAt, day, standing }] };
  },
  index: (task) => ({
    campaign: task.campaignId,
    phase: `${task.campaignId}|${leafOf(task, 'phase', null) ?? '-'}`,
    measure: `${task.campaignId}|${leafOf(task, 'measure', null)}`,
  }),
  contributions(task) {
    const standing = task.changes.at(-1)?.standing;
    return standing ? GROUPS.map((group) => contribution(task, standing, group)) : [];
  },
  countedOn: (task) => task.changes.at(-1)?.day ?? '',
});

function opened({ taskId, campaignId, item, measure, phase }: TaskOpened['data']): Progress {
  const named = phase && { phaseId: phase.phaseId, name: phase.name };
  return { taskId, campaignId, number: item.number, title: item.title, measure, phase: named, changes: [] };
}

function standingAfter(before: Standing | null, event: ProgressEvent, recordedOn: string): Standing | null {
  if (event.type === 'task.opened') {
    const { organisationId: unit, deadline } = event.data;
    return { situation: 'unassigned', unit, deadline, assigned: false, submittedOn: null };
  }
  if (!before) return null;
  switch (event.type) {
    case 'task.assigned': {
      const situation = before.situation === 'unassigned' ? 'assigned' : before.situation;
      return { ...before, situation, unit: event.data.leadUnit, assigned: true };
    }
    case 'task.deadline-set':
      return { ...before, deadline: event.data.deadline };
    case 'task.progress-reported':
    case 'task.evidence-attached':
      return before.situation === 'assigned' ? { ...before, situation: 'in-progress' } : before;
    case 'task.submitted':
      return { ...before, situation: 'submitted', submittedOn: recordedOn };
    case 'task.returned':
      return { ...before, situation: 'returned', submittedOn: null };
    case 'task.accepted':
      return { ...before, situation: 'accepted' };
  }
}

const same = (a: Standing, b: Standing): boolean =>
  a.situation === b.situation &&
  a.unit === b.unit &&
  a.deadline === b.deadline &&
  a.assigned === b.assigned &&
  a.submittedOn === b.submittedOn;

/** A deadline is due on a day only when the whole day is known. */
export const dueOf = ({ deadline }: Standing): string | null =>
  deadline !== null && /^\d{4}-\d{2}-\d{2}$/.test(deadline) ? deadline : null;

/** What a task counts for, alone: every value is 0 or 1. */
export function countsOf(standing: Standing): Counts {
  const due = dueOf(standing);
  const { assigned, situation, submittedOn } = standing;
  const one = (yes: boolean) => (yes ? 1 : 0);
  return {
    tasks: 1,
    assigned: one(assigned),
    submitted: one(submittedOn !== null),
    accepted: one(situation === 'accepted'),
    onTime: one(submittedOn !== null && due !== null && submittedOn <= due),
    late: one(submittedOn !== null && due !== null && submittedOn > due),
  };
}

/** The leaf of a group that a task counts under; null: none. */
export function leafOf(task: Progress, group: Group, standing: Standing | null): string | null {
  if (group === 'unit') return standing?.unit ?? null;
  return group === 'phase' ? (task.phase?.phaseId ?? null) : task.measure.itemId;
}

const contribution = (task: Progress, standing: Standing, group: Group): Contribution => ({
  group,
  key: keyOf(task.campaignId, leafOf(task, group, standing), dueOf(standing)),
  values: countsOf(standing),
});

/** Where a task stood at the end of a recorded day, and the changes that led there; null: it was not known yet. */
export function standingOn(task: Progress, day: string): { standing: Standing; changes: readonly Change[] } | null {
  const changes = task.changes.filter((change) => change.day <= day);
  const last = changes.at(-1);
  return last ? { standing: last.standing, changes } : null;
}
