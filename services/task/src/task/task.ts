import type { Item, Phase, TaskEvidenceAttached, TaskOpened, TaskReturned } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import { certainlyBefore } from './dates';
import {
  contentOf,
  evolve,
  initialState,
  type Assignment,
  type AssignedTask,
  type Task,
  type TaskEvent,
} from './state';

type Proof = TaskEvidenceAttached['data']['proof'];

export type TaskCommand =
  | Readonly<{ is: 'open' } & TaskOpened['data']>
  | Readonly<{ is: 'assign' } & Assignment>
  | Readonly<{ is: 'set-deadline'; deadline: string | null }>
  | Readonly<{ is: 'want-evidence'; evidence: string }>
  | Readonly<{ is: 'report-progress'; percent: number; note: string }>
  | Readonly<{ is: 'attach-evidence'; evidenceId: string; name: string; proof: Proof }>
  | Readonly<{ is: 'remove-evidence'; evidenceId: string; reason: string }>
  | Readonly<{ is: 'submit'; note: string }>
  | Readonly<{ is: 'return'; items: TaskReturned['data']['items'] }>
  | Readonly<{ is: 'accept'; note: string | null }>;

export type { Item, Phase };

/** Throws NotFound for a task that was never opened, RuleViolation for what the rules refuse. */
function decide(task: Task, command: TaskCommand): TaskEvent[] {
  if (command.is === 'open') {
    const { is: _command, ...data } = command;
    // The same item approved again, or the same approval told twice: there is this task already.
    return task.is === 'unknown' ? [{ type: 'task.opened', data }] : [];
  }
  if (task.is === 'unknown') throw new NotFound('task');
  const { taskId } = task;
  if (task.is === 'accepted' && command.is !== 'accept') throw new RuleViolation('task.accepted-already');
  switch (command.is) {
    case 'assign': {
      const { leadUnit, personId, leaderId } = command;
      const jointUnits = [...new Set(command.jointUnits)].filter((unit) => unit !== leadUnit);
      const assignment = { leadUnit, jointUnits, personId, leaderId };
      if ('assignment' in task && sameAssignment(task.assignment, assignment)) return [];
      return [{ type: 'task.assigned', data: { taskId, ...assignment } }];
    }
    case 'set-deadline': {
      const { deadline } = command;
      if (deadline === task.deadline) return [];
      // Moving the day after the work came in would make what was late timely.
      if (task.is === 'submitted') throw new RuleViolation('task.under-review');
      if (deadline !== null && certainlyBefore(deadline, task.phaseStart))
        throw new RuleViolation('task.deadline-before-phase', { deadline, start: task.phaseStart ?? '' });
      return [{ type: 'task.deadline-set', data: { taskId, deadline } }];
    }
    case 'want-evidence': {
      const { evidence } = command;
      return evidence === task.evidenceWanted ? [] : [{ type: 'task.evidence-wanted', data: { taskId, evidence } }];
    }
    case 'report-progress':
      if (worked(task).is === 'returned' && !mayChange(task, 'report')) throw new RuleViolation('task.part-not-open');
      return [{ type: 'task.progress-reported', data: { taskId, percent: command.percent, note: command.note } }];
    case 'attach-evidence': {
      const { evidenceId, name, proof } = command;
      if (worked(task).proofs.some(({ content }) => content === contentOf(proof)))
        throw new RuleViolation('task.evidence-known');
      return [{ type: 'task.evidence-attached', data: { taskId, evidenceId, name, proof } }];
    }
    case 'remove-evidence': {
      const { evidenceId, reason } = command;
      if (!worked(task).proofs.some((proof) => proof.evidenceId === evidenceId)) throw new NotFound('evidence');
      if (!mayChange(task, evidenceId)) throw new RuleViolation('task.part-not-open');
      return [{ type: 'task.evidence-removed', data: { taskId, evidenceId, reason } }];
    }
    case 'submit':
      if (worked(task).evidenceWanted !== null && task.proofs.length === 0)
        throw new RuleViolation('task.evidence-missing', { wanted: task.evidenceWanted ?? '' });
      return [{ type: 'task.submitted', data: { taskId, note: command.note } }];
    case 'return': {
      if (task.is !== 'submitted') throw new RuleViolation('task.not-submitted');
      const named = command.items.map(({ item }) => item);
      if (new Set(named).size < named.length) throw new RuleViolation('task.returned-twice');
      const known = ['report', ...task.proofs.map(({ evidenceId }) => evidenceId)];
      if (!named.every((item) => known.includes(item))) throw new RuleViolation('task.part-unknown');
      return [{ type: 'task.returned', data: { taskId, items: command.items } }];
    }
    case 'accept':
      // Whoever submitted may accept as well: one person may hold every role. Both names are on record.
      if (task.is === 'accepted') return [];
      if (task.is !== 'submitted') throw new RuleViolation('task.not-submitted');
      return [{ type: 'task.accepted', data: { taskId, note: command.note } }];
  }
}

/** A task that somebody can work on now. */
function worked(task: Exclude<Task, { is: 'unknown' }>): AssignedTask & { is: Task['is'] } {
  if (task.is === 'unassigned') throw new RuleViolation('task.nobody-assigned');
  if (task.is === 'submitted') throw new RuleViolation('task.under-review');
  return task;
}

/** After a return only what was returned is open, and what was attached since. */
function mayChange(task: Task, part: string): boolean {
  if (task.is !== 'returned') return true;
  return part === 'report' ? task.open.includes('report') : !task.fixed.includes(part);
}

const sameAssignment = (a: Assignment, b: Assignment): boolean =>
  a.leadUnit === b.leadUnit &&
  a.personId === b.personId &&
  a.leaderId === b.leaderId &&
  a.jointUnits.length === b.jointUnits.length &&
  a.jointUnits.every((unit, i) => unit === b.jointUnits[i]);

export const taskDecider: Decider<Task, TaskCommand, TaskEvent> = { initialState, evolve, decide };
