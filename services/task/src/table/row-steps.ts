import { deadlineIn } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import type { TaskDocument } from '../projections/task-document';
import type { RowStep } from '../task/task';
import { extraIn } from './cells';
import type { Field } from './columns';
import { rowKey, type Known } from './known';
import type { TableRow } from './read';
import { assignmentOf, means } from './row-names';

/** One field that a row changes, as people read it. */
export type FieldChange = Readonly<{ field: Field | null; title: string; from: string; to: string }>;
/** What the table says and the platform does not take, with why; `code` as in the messages. */
export type Note = Readonly<{ code: string; field: string; text: string }>;

const DETAILS = ['indicator', 'requirements', 'telephone', 'remark'] as const;

/**
 * The fields that whoever edited the table changed. Where the table as it went out is known, an emptied cell empties the field;
 * otherwise an empty cell says nothing. Throws for a field that somebody else changed meanwhile.
 */
export function wantedOf(
  row: TableRow,
  now: Readonly<Record<Field, string>>,
  then: Readonly<Record<Field, string>> | null,
  { directory, choices }: Known,
): Map<Field, string> {
  const wanted = new Map<Field, string>();
  for (const field of [
    'leader',
    'leadUnit',
    'jointUnits',
    'person',
    'deadline',
    'evidenceWanted',
    ...DETAILS,
  ] as const) {
    const text = row.cells[field];
    if (text === undefined || means(field, text, directory) === means(field, now[field], directory)) continue;
    if (then ? text === then[field] : text === '') continue;
    if (then && now[field] !== then[field] && !choices.overwrite.includes(rowKey(row)))
      throw new RuleViolation('table.changed-meanwhile', { field, now: now[field] });
    wanted.set(field, text);
  }
  return wanted;
}

/** Columns that nobody knows, with what the task has under others; null: nothing new. */
export function extraOf(row: TableRow, task: TaskDocument, base: TaskDocument | null) {
  const news = row.extra.map(({ title, value }) => {
    const untouched = base ? value === extraIn(base, title) : value === '';
    return { title, value: untouched ? extraIn(task, title) : value };
  });
  const others = task.details.extra.filter(({ title }) => !news.some((one) => one.title === title));
  const merged = [...news, ...others].filter(({ value }) => value !== '');
  const same = (one: { title: string; value: string }) => extraIn(task, one.title) === one.value;
  return merged.length === task.details.extra.length && merged.every(same) ? null : merged;
}

/** What the row does, and how people read it. */
export function stepsOf(
  wanted: ReadonlyMap<Field, string>,
  extra: { title: string; value: string }[] | null,
  row: TableRow,
  task: TaskDocument,
  now: Readonly<Record<Field, string>>,
  known: Known,
) {
  const steps: RowStep[] = [];
  const more: Note[] = [];
  const people = assignmentOf(wanted, task, known);
  if (people) steps.push(people);
  const details = { ...task.details, extra: extra ?? task.details.extra };
  for (const field of DETAILS) {
    const text = wanted.get(field);
    if (text !== undefined) details[field] = text === '' ? null : text;
  }
  const due = wanted.get('deadline');
  if (due !== undefined) {
    const day = due === '' ? null : deadlineIn(due);
    if (due !== '' && day === null) more.push({ code: 'table.deadline-words', field: 'deadline', text: due });
    else if (day !== task.deadline) steps.push({ is: 'set-deadline', deadline: day });
    details.deadlineWords = day === null && due !== '' ? due : null;
  }
  const said = extra !== null || JSON.stringify(details) !== JSON.stringify(task.details);
  if (said) steps.push({ is: 'set-details', details: { ...details, extra: [...details.extra] } });
  const evidence = wanted.get('evidenceWanted');
  if (evidence === '') more.push({ code: 'table.evidence-stays', field: 'evidenceWanted', text: now.evidenceWanted });
  else if (evidence !== undefined) steps.push({ is: 'want-evidence', evidence });
  const same =
    due !== undefined &&
    steps.every(({ is }) => is !== 'set-deadline') &&
    details.deadlineWords === task.details.deadlineWords;
  const shown = [...wanted].filter(
    ([field]) => !(same && field === 'deadline') && !(field === 'evidenceWanted' && evidence === ''),
  );
  const changes: FieldChange[] = shown.map(([field, to]) => ({ field, title: field, from: now[field], to }));
  for (const { title, value } of extra ?? [])
    if (value !== extraIn(task, title)) changes.push({ field: null, title, from: extraIn(task, title), to: value });
  return { steps, changes, more };
}
