import type { EvidenceRequirement, TaskAdded, TaskCheck, TaskReturned } from '@chuangwen/contracts';
import { canonicalJson } from '@chuangwen/platform';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import { checksOf, unmet, type Check } from './checks';
import { counting, decideCounting, isCounting, type CountingCommand } from './counting';
import { certainlyBefore } from './dates';
import { contentOf, type Proof } from './proof';
import { evolve } from './evolve';
import {
  initialState,
  type Assignment,
  type AssignedTask,
  type Details,
  type LiveTask,
  type Task,
  type TaskEvent,
} from './state';

/** By evidence id: number and day of each proof, as they are known. */
export type Described = Readonly<Record<string, Readonly<{ docNumber: string | null; date: string | null }>>>;

export type TaskCommand =
  | CountingCommand
  | Readonly<{ is: 'assign' } & Assignment>
  | Readonly<{ is: 'set-deadline'; deadline: string | null }>
  | Readonly<{ is: 'set-details'; details: Details }>
  /** `by`: the organisation in whose right the requirement is set. */
  | Readonly<{ is: 'want-evidence'; evidence: string; required?: Required }>
  /** One row of a table, all of it or nothing. `add`: a task that is not there yet. */
  | Readonly<{ is: 'take-row'; add: TaskAdded['data'] | null; steps: readonly RowStep[] }>
  | Readonly<{ is: 'report-progress'; percent: number; note: string }>
  | Readonly<{ is: 'attach-evidence'; evidenceId: string; name: string; proof: Proof }>
  | Readonly<{ is: 'remove-evidence'; evidenceId: string; reason: string }>
  | Readonly<{ is: 'waive-checks'; checks: readonly TaskCheck[]; reason: string }>
  | Readonly<{ is: 'submit'; note: string; described: Described }>
  | Readonly<{ is: 'return'; items: TaskReturned['data']['items'] }>
  | Readonly<{ is: 'accept'; note: string | null }>;

type Required = Readonly<{ requirement: EvidenceRequirement | null; by: string | null }>;
export type RowStep = Extract<TaskCommand, { is: 'assign' | 'set-deadline' | 'set-details' | 'want-evidence' }>;

/** Throws NotFound for a task that was never opened, RuleViolation for what the rules refuse. */
function decide(task: Task, command: TaskCommand): TaskEvent[] {
  if (isCounting(command)) return decideCounting(task, command);
  if (command.is === 'take-row') return rowTaken(task, command.add, command.steps);
  return decideLive(counting(task), command);
}

/** Each step is decided on what the ones before it made. */
function rowTaken(task: Task, add: TaskAdded['data'] | null, steps: readonly RowStep[]): TaskEvent[] {
  const events: TaskEvent[] = task.is === 'unknown' && add ? [{ type: 'task.added', data: add }] : [];
  return steps.reduce((done, step) => [...done, ...decide(done.reduce(evolve, task), step)], events);
}

function decideLive(task: LiveTask, command: Exclude<TaskCommand, CountingCommand | { is: 'take-row' }>): TaskEvent[] {
  const { taskId } = task;
  if (task.is === 'accepted' && command.is !== 'accept') throw new RuleViolation('task.accepted-already');
  switch (command.is) {
    case 'assign': {
      const { leadUnit, personId, leaderId } = command;
      const jointUnits = [...new Set(command.jointUnits)].filter((unit) => unit !== leadUnit);
      const assignment = { leadUnit, jointUnits, personId, leaderId };
      if (task.is !== 'unassigned' && sameAssignment(task.assignment, assignment)) return [];
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
    case 'set-details': {
      const { details } = command;
      if (canonicalJson(details) === canonicalJson(task.details)) return [];
      return [{ type: 'task.details-set', data: { taskId, ...details } }];
    }
    case 'want-evidence': {
      const { evidence, required } = command;
      const events: TaskEvent[] = [];
      if (evidence !== task.evidenceWanted) events.push({ type: 'task.evidence-wanted', data: { taskId, evidence } });
      if (required && canonicalJson(required.requirement) !== canonicalJson(task.requirement)) {
        // Whoever submitted has met what was asked then.
        if (task.is === 'submitted') throw new RuleViolation('task.under-review');
        events.push({ type: 'task.evidence-required', data: { taskId, ...required } });
      }
      return events;
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
    case 'waive-checks': {
      const checks = command.checks.filter((check) => !task.waived.includes(check));
      if (checks.length === 0) return [];
      const asked = checksOf(task.requirement, [], 0).map(({ check }) => check);
      if (!checks.every((check) => asked.includes(check))) throw new RuleViolation('task.check-not-asked');
      return [{ type: 'task.checks-waived', data: { taskId, checks, reason: command.reason } }];
    }
    case 'submit':
      if (worked(task).evidenceWanted !== null && task.proofs.length === 0)
        throw new RuleViolation('task.evidence-missing', { wanted: task.evidenceWanted ?? '' });
      mustBeMet(unmet(checksOn(task, command.described)));
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

/** What is checked before a submission, as the task stands. */
export const checksOn = ({ requirement, proofs, reportLength, waived }: LiveTask, described: Described): Check[] =>
  checksOf(
    requirement,
    proofs.map(({ evidenceId, name, kind }) => ({ name, kind, docNumber: null, date: null, ...described[evidenceId] })),
    reportLength,
    waived,
  );

/** Every check that is not met is named. */
function mustBeMet(missing: readonly Check[]): void {
  if (missing.length === 0) return;
  const list = (lines: readonly string[], divider: string) => lines.map((line, i) => `${i + 1}. ${line}`).join(divider);
  const [zh, en] = [
    list(
      missing.map((one) => one.zh),
      '；',
    ),
    list(
      missing.map((one) => one.en),
      '; ',
    ),
  ];
  throw new RuleViolation('task.checks-unmet', {
    checks: missing.map(({ check }) => check).join(','),
    missing: zh,
    'missing.en': en,
  });
}

/** A task that somebody can work on now. */
function worked(task: LiveTask): AssignedTask & { is: LiveTask['is'] } {
  if (task.is === 'unassigned') throw new RuleViolation('task.nobody-assigned');
  if (task.is === 'submitted') throw new RuleViolation('task.under-review');
  return task;
}

/** After a return only what was returned is open, and what was attached since. */
function mayChange(task: LiveTask, part: string): boolean {
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
