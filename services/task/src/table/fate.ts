import type { TaskAdded } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { uuidFrom } from '@chuangwen/platform';
import { plainOf } from '../evidence/suggestions';
import { placeIn, type TaskDocument } from '../projections/task-document';
import { NO_DETAILS } from '../task/state';
import type { RowStep } from '../task/task';
import { cellsOf, taskIdIn } from './cells';
import type { Field } from './columns';
import type { Directory } from './directory';
import { rowKey, type Known } from './known';
import type { TableRow } from './read';
import { means, Open, type Unmatched } from './row-names';
import { extraOf, stepsOf, wantedOf, type FieldChange, type Note } from './row-steps';

export type Plan = Readonly<{
  taskId: string;
  /** The version that the row was looked at; 0: a task that is not there yet. */
  version: number;
  /** Whose plan it is from. */
  organisationId: string;
  add: TaskAdded['data'] | null;
  steps: readonly RowStep[];
}>;

type Told = Readonly<{ sheet: string; row: number; title: string; taskId: string | null; notes: readonly Note[] }>;
export type Fate = Told &
  (
    | Readonly<{ fate: 'unchanged' | 'skipped' }>
    | Readonly<{ fate: 'changed' | 'new'; changes: readonly FieldChange[]; plan: Plan }>
    | Readonly<{ fate: 'unmatched'; unmatched: readonly Unmatched[] }>
    | Readonly<{ fate: 'refused'; violation: RuleViolation }>
  );

/** What only the plan, or the work itself, changes. */
const FIXED = ['title', 'measure'] as const;
const LONGEST = 4_000;

/** What becomes of one row. Pure: nothing is written, and nothing is decided for good. */
export function fateOf(row: TableRow, known: Known): Fate {
  const title = row.cells.title ?? '';
  const told = { sheet: row.sheet, row: row.row, title, taskId: null, notes: [] };
  if (known.choices.skip.includes(rowKey(row))) return { ...told, fate: 'skipped' };
  try {
    if ([...Object.values(row.cells), ...row.extra.map(({ value }) => value)].some((text) => text.length > LONGEST))
      throw new RuleViolation('table.cell-too-long', { limit: LONGEST });
    const found = taskOf(row, known);
    return found ? onTask(row, known, found.task, found.base) : newTask(row, known);
  } catch (error) {
    if (error instanceof Open) return { ...told, fate: 'unmatched', unmatched: error.unmatched };
    if (error instanceof RuleViolation) return { ...told, fate: 'refused', violation: error };
    throw error;
  }
}

/** By its id, or by its name (and measure) where the table has no ids. null: there is none of that name. */
function taskOf(row: TableRow, { tasks, campaignId, directory, baseOf }: Known) {
  const written = row.cells.taskId ?? '';
  if (written !== '') {
    const id = taskIdIn(written);
    const task = id && tasks.find(({ taskId }) => taskId === id.taskId);
    if (!task) throw new RuleViolation('table.task-unknown', { id: written.slice(0, 80) });
    if (saysAnother(row, task, tasks)) throw new RuleViolation('table.id-of-another', { title: task.title });
    return { task, base: id.version === null ? null : baseOf(task.taskId, id.version) };
  }
  const name = plainOf(row.cells.title ?? '');
  if (name === '') throw new RuleViolation('table.no-title');
  const measure = plainOf(row.cells.measure ?? '');
  const found = tasks.filter((task) => {
    const place = placeIn(task, campaignId);
    return (
      place &&
      plainOf(task.title) === name &&
      isOf(row, task, directory) &&
      (measure === '' || plainOf(place.measure.title) === measure)
    );
  });
  if (found.length > 1) throw new RuleViolation('table.task-ambiguous', { count: found.length });
  return found[0] ? { task: found[0], base: null } : null;
}

/** Whether the row says whose plan the task is from, under a name of today or before, or says nothing of it. */
function isOf({ cells: { unit = '' } }: TableRow, { organisationId }: TaskDocument, directory: Directory): boolean {
  return (
    unit === '' ||
    means('unit', unit, directory) === organisationId ||
    unit === directory.nameOf('unit', organisationId)
  );
}

/** One column was sorted without the others: the id is one task's, the name another's. A name that nobody has is a note. */
function saysAnother({ cells }: TableRow, task: TaskDocument, tasks: readonly TaskDocument[]): boolean {
  const name = plainOf(cells.title ?? '');
  return name !== '' && name !== plainOf(task.title) && tasks.some(({ title }) => plainOf(title) === name);
}

function onTask(row: TableRow, known: Known, task: TaskDocument, base: TaskDocument | null): Fate {
  const { campaignId, directory } = known;
  const now = cellsOf(task, campaignId, directory);
  const then = base && cellsOf(base, campaignId, directory);
  const notes: Note[] = [];
  const fixed = (field: Field, code: string) => {
    const text = row.cells[field];
    if (text !== undefined && text !== '' && plainOf(text) !== plainOf(now[field])) notes.push({ code, field, text });
  };
  if (!isOf(row, task, directory)) fixed('unit', 'table.as-the-plan-has-it');
  for (const field of FIXED) fixed(field, 'table.as-the-plan-has-it');
  if (then)
    for (const field of ['situation', 'percent', 'proofs'] as const)
      if (row.cells[field] !== then[field]) fixed(field, 'table.only-by-work');
  const wanted = wantedOf(row, now, then, known);
  if (task.campaignId !== campaignId && wanted.delete('deadline')) fixed('deadline', 'table.shared-deadline');
  const extra = extraOf(row, task, base);
  const { steps, changes, more } = stepsOf(wanted, extra, row, task, now, known);
  const told = { sheet: row.sheet, row: row.row, title: task.title, taskId: task.taskId, notes: [...notes, ...more] };
  if (steps.length === 0) return { ...told, fate: 'unchanged' };
  const { taskId, version, organisationId } = task;
  return { ...told, fate: 'changed', changes, plan: { taskId, version, organisationId, add: null, steps } };
}

/** A task beyond the plan's own, under a measure that the campaign has here. */
function newTask(row: TableRow, known: Known): Fate {
  const { campaignId, tasks } = known;
  const name = row.cells.title ?? '';
  const written = row.cells.measure ?? '';
  if (written === '') throw new RuleViolation('table.no-measure');
  const under = tasks.filter(
    (task) =>
      task.campaignId === campaignId &&
      plainOf(task.measure.title) === plainOf(written) &&
      isOf(row, task, known.directory),
  );
  const plans = new Set(under.map(({ planId, measure }) => `${planId} ${measure.itemId}`));
  const [like] = under;
  if (!like) throw new RuleViolation('table.measure-unknown', { measure: written });
  if (plans.size > 1) throw new RuleViolation('table.measure-ambiguous', { measure: written });
  const { planId, organisationId, measure } = like;
  // Made of what it is, so that the same table again makes the same task.
  const itemId = uuidFrom(planId, 'table', measure.itemId, plainOf(name));
  const item = {
    itemId,
    above: measure.itemId,
    number: null,
    title: name,
    text: null,
    phaseId: null,
    deadline: null,
    evidenceWanted: null,
  };
  const taskId = uuidFrom(planId, itemId);
  const add: TaskAdded['data'] = {
    taskId,
    campaignId,
    planId,
    organisationId,
    item,
    measure,
    phase: null,
    deadline: null,
  };
  const blank: TaskDocument = { ...like, ...EMPTY, taskId, itemId, title: name };
  const now = cellsOf(blank, campaignId, known.directory);
  const { steps, changes, more } = stepsOf(
    wantedOf(row, now, null, known),
    extraOf(row, blank, null),
    row,
    blank,
    now,
    known,
  );
  const plan = { taskId, version: 0, organisationId, add, steps };
  return { sheet: row.sheet, row: row.row, title: name, taskId, notes: more, fate: 'new', changes, plan };
}

const EMPTY = {
  version: 0,
  number: null,
  text: null,
  phase: null,
  deadline: null,
  responsible: null,
  evidenceWanted: null,
  details: NO_DETAILS,
  leadUnit: null,
  jointUnits: [],
  personId: null,
  leaderId: null,
};
