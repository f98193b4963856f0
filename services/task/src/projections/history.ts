import type { Actor } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import type { TaskEvent } from '../task/state';

/**
 * One line of a task's history: who did what when. A document each, so that a long history is never written again; its id
 * says of which task and of which version.
 */
export type HistoryLine = Readonly<{
  type: TaskEvent['type'];
  at: string;
  actor: Actor;
  /** What the event says, without what the task itself shows. */
  detail: Readonly<Record<string, unknown>>;
}>;

type Told = { data: { taskId: string }; meta: { version: number } };
const line = ({ data, meta }: Told) => lineOf(data.taskId, meta.version);

/** The id of a line. */
export const lineOf = (taskId: string, version: number): string => `${taskId}:${String(version).padStart(9, '0')}`;

export const historyView = defineView<HistoryLine, TaskEvent>({
  name: 'history@3',
  formerly: ['history', 'history@2'],
  topics: ['task'],
  route: {
    'task.opened': line,
    'task.assigned': line,
    'task.deadline-set': line,
    'task.evidence-wanted': line,
    'task.progress-reported': line,
    'task.evidence-attached': line,
    'task.evidence-removed': line,
    'task.submitted': line,
    'task.returned': line,
    'task.accepted': line,
    'task.added': line,
    'task.details-set': line,
    'task.evidence-required': line,
    'task.checks-waived': line,
    'task.shared-with': line,
    'task.unshared': line,
    'task.withdrawn': line,
    'task.reinstated': line,
    'task.revised': line,
    'task.handed-over': line,
  },
  evolve(_, { type, data, meta }) {
    const { taskId: _known, ...rest } = data;
    const { recordedAt, actor } = meta;
    const detail = type === 'task.opened' || type === 'task.added' ? {} : rest;
    return { type, at: recordedAt, actor, detail };
  },
});
