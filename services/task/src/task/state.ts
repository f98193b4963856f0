import type {
  TaskAccepted,
  TaskAssigned,
  TaskDeadlineSet,
  TaskEvidenceAttached,
  TaskEvidenceRemoved,
  TaskEvidenceWanted,
  TaskOpened,
  TaskProgressReported,
  TaskReturned,
  TaskSubmitted,
} from '@chuangwen/contracts';

export type TaskEvent =
  | TaskOpened
  | TaskAssigned
  | TaskDeadlineSet
  | TaskEvidenceWanted
  | TaskProgressReported
  | TaskEvidenceAttached
  | TaskEvidenceRemoved
  | TaskSubmitted
  | TaskReturned
  | TaskAccepted;

export type Assignment = Omit<TaskAssigned['data'], 'taskId'>;

/**
 * What every task has, whatever its situation: ids and days, and the two texts that deciding needs, opened. A refusal says
 * which evidence is missing, and the same address is the same proof; both may name somebody, so no snapshot is kept.
 */
type Facts = Readonly<{
  taskId: string;
  organisationId: string;
  phaseStart: string | null;
  deadline: string | null;
  evidenceWanted: string | null;
  proofs: readonly Readonly<{ evidenceId: string; content: string }>[];
}>;

export type AssignedTask = Facts & Readonly<{ assignment: Assignment }>;

export type Task =
  | Readonly<{ is: 'unknown' }>
  | (Readonly<{ is: 'unassigned' }> & Facts)
  | (Readonly<{ is: 'assigned' | 'in-progress' | 'submitted' | 'accepted' }> & AssignedTask)
  /** Only what is named in `open` may change: the report, or single proofs; `fixed`: the proofs that stay as they are. */
  | (Readonly<{ is: 'returned'; open: readonly string[]; fixed: readonly string[] }> & AssignedTask);

export const initialState = (): Task => ({ is: 'unknown' });

/** The same bytes or the same address are the same proof. */
export const contentOf = (proof: TaskEvidenceAttached['data']['proof']): string =>
  proof.kind === 'file' ? proof.sha256 : proof.url;

export function evolve(task: Task, event: TaskEvent): Task {
  if (event.type === 'task.opened') {
    const { taskId, organisationId, phase, deadline, item } = event.data;
    const { evidenceWanted } = item;
    return {
      is: 'unassigned',
      taskId,
      organisationId,
      phaseStart: phase?.start ?? null,
      deadline,
      evidenceWanted,
      proofs: [],
    };
  }
  if (task.is === 'unknown') return task;
  switch (event.type) {
    case 'task.assigned': {
      const { taskId: _same, ...assignment } = event.data;
      return task.is === 'unassigned' ? { ...task, is: 'assigned', assignment } : { ...task, assignment };
    }
    case 'task.deadline-set':
      return { ...task, deadline: event.data.deadline };
    case 'task.evidence-wanted':
      return { ...task, evidenceWanted: event.data.evidence };
    case 'task.progress-reported':
      return task.is === 'assigned' ? { ...task, is: 'in-progress' } : task;
    case 'task.evidence-attached': {
      const { evidenceId, proof } = event.data;
      const proofs = [...task.proofs, { evidenceId, content: contentOf(proof) }];
      return task.is === 'assigned' ? { ...task, is: 'in-progress', proofs } : { ...task, proofs };
    }
    case 'task.evidence-removed':
      return { ...task, proofs: task.proofs.filter(({ evidenceId }) => evidenceId !== event.data.evidenceId) };
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

function withoutReturn(task: AssignedTask): AssignedTask {
  const { taskId, organisationId, phaseStart, deadline, evidenceWanted, proofs, assignment } = task;
  return { taskId, organisationId, phaseStart, deadline, evidenceWanted, proofs, assignment };
}

/** The organisations that may hand out and review the task, and those that may work on it. */
export const inCharge = (task: Task): string[] =>
  task.is === 'unknown'
    ? []
    : task.is === 'unassigned'
      ? [task.organisationId]
      : [task.organisationId, task.assignment.leadUnit];

export const atWork = (task: Task): string[] =>
  task.is === 'unknown' || task.is === 'unassigned'
    ? inCharge(task)
    : [...inCharge(task), ...task.assignment.jointUnits];

export const isAssignedTo = (task: Task, person: string | undefined): boolean =>
  'assignment' in task && person !== undefined && task.assignment.personId === person;

export const peopleOn = (task: Task): string[] =>
  'assignment' in task ? [task.assignment.personId, task.assignment.leaderId].filter((id) => id !== null) : [];
