import { numbered } from '@chuangwen/documents';
import { placeIn, type TaskDocument } from '../projections/task-document';
import { SITUATION_WORDS } from './words';
import type { Field, TableColumn } from './columns';
import type { Directory } from './directory';

const LIST = '、';
/** Between a task's id and its version: what was changed since shows. */
const AT = '#';

/** What a task says in a table of this campaign, by field; '' where it says nothing. */
export function cellsOf(task: TaskDocument, campaignId: string, directory: Directory): Record<Field, string> {
  const place = placeIn(task, campaignId) ?? task;
  const { details } = task;
  const name = (kind: 'unit' | 'person', id: string | null) => (id === null ? '' : (directory.nameOf(kind, id) ?? ''));
  return {
    number: '',
    title: numbered(task.number, task.title),
    measure: numbered(place.measure.number, place.measure.title),
    indicator: details.indicator ?? '',
    leader: name('person', task.leaderId),
    leadUnit: name('unit', task.leadUnit),
    jointUnits: task.jointUnits.map((unit) => name('unit', unit)).join(LIST),
    deadline: place.deadline ?? details.deadlineWords ?? '',
    requirements: details.requirements ?? task.text ?? '',
    telephone: details.telephone ?? '',
    remark: details.remark ?? '',
    person: name('person', task.personId),
    evidenceWanted: task.evidenceWanted ?? '',
    situation: SITUATION_WORDS[task.situation],
    percent: String(task.percent),
    proofs: String(task.evidence.filter(({ removed }) => removed === null).length),
    unit: name('unit', task.organisationId),
    taskId: `${task.taskId}${AT}${task.version}`,
  };
}

/** What stands under a column that nobody knows. */
export const extraIn = (task: TaskDocument, title: string): string =>
  task.details.extra.find((one) => one.title === title)?.value ?? '';

/** null: it is no id of ours. */
export function taskIdIn(text: string): { taskId: string; version: number | null } | null {
  const [, taskId, version] = /^([0-9a-zA-Z-]{1,64})(?:#(\d{1,9}))?$/.exec(text.trim()) ?? [];
  return taskId === undefined ? null : { taskId, version: version === undefined ? null : Number(version) };
}

/** The lines of a table, in the order of the columns; numbers as numbers. */
export function linesOf(
  tasks: readonly TaskDocument[],
  columns: readonly TableColumn[],
  campaignId: string,
  directory: Directory,
): (string | number)[][] {
  return tasks.map((task, i) => {
    const cells = cellsOf(task, campaignId, directory);
    return columns.map(({ title, field }) => {
      if (field === null) return extraIn(task, title);
      if (field === 'number') return i + 1;
      return field === 'percent' || field === 'proofs' ? Number(cells[field]) : cells[field];
    });
  });
}
