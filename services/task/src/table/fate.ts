import type { TaskAdded, TableField } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { uuidFrom } from '@chuangwen/platform';
import { plainOf } from '../evidence/suggestions';
import { placeIn, type TaskDocument } from '../projections/task-document';
import { NO_DETAILS } from '../task/state';
import type { RowStep } from '../task/task';
import { cellsOf, extraIn, taskIdIn } from './cells';
import type { Choices } from './choices';
import { deadlineIn } from './dates';
import type { Candidate, Directory, Kind } from './directory';
import type { TableRow } from './read';

/** One field that a row changes, as people read it. */
export type FieldChange = Readonly<{ field: TableField | null; title: string; from: string; to: string }>;
export type Unmatched = Readonly<{ kind: Kind; name: string; candidates: readonly Candidate[] }>;
/** What the table says and the platform does not take, with why; `code` as in the messages. */
export type Note = Readonly<{ code: string; field: string; text: string }>;

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

/** What the fates of rows are decided on. */
export type Known = Readonly<{
  campaignId: string;
  tasks: readonly TaskDocument[];
  directory: Directory;
  choices: Choices;
  /** The task as it was when the table went out; null: not known. */
  baseOf(taskId: string, version: number): TaskDocument | null;
}>;

export const rowKey = ({ sheet, row }: Pick<TableRow, 'sheet' | 'row'>): string => `${sheet}:${row}`;

const DETAILS = ['indicator', 'requirements', 'telephone', 'remark'] as const;
/** What only the plan, or the work itself, changes. */
const FIXED = ['title', 'measure'] as const;
const DIVIDER = /[、，,;；/\n]+/;
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

/** Names that somebody has to decide about. */
class Open extends Error {
  constructor(readonly unmatched: readonly Unmatched[]) {
    super('names to be matched');
  }
}

/** By its id, or by its name (and measure) where the table has no ids. null: there is none of that name. */
function taskOf(row: TableRow, { tasks, campaignId, baseOf }: Known) {
  const written = row.cells.taskId ?? '';
  if (written !== '') {
    const id = taskIdIn(written);
    const task = id && tasks.find(({ taskId }) => taskId === id.taskId);
    if (!task) throw new RuleViolation('table.task-unknown', { id: written.slice(0, 80) });
    return { task, base: id.version === null ? null : baseOf(task.taskId, id.version) };
  }
  const name = plainOf(row.cells.title ?? '');
  if (name === '') throw new RuleViolation('table.no-title');
  const measure = plainOf(row.cells.measure ?? '');
  const found = tasks.filter((task) => {
    const place = placeIn(task, campaignId);
    return place && plainOf(task.title) === name && (measure === '' || plainOf(place.measure.title) === measure);
  });
  if (found.length > 1) throw new RuleViolation('table.task-ambiguous', { count: found.length });
  return found[0] ? { task: found[0], base: null } : null;
}

function onTask(row: TableRow, known: Known, task: TaskDocument, base: TaskDocument | null): Fate {
  const { campaignId, directory } = known;
  const now = cellsOf(task, campaignId, directory);
  const then = base && cellsOf(base, campaignId, directory);
  const notes: Note[] = [];
  const fixed = (field: TableField, code: string) => {
    const text = row.cells[field];
    if (text !== undefined && text !== '' && plainOf(text) !== plainOf(now[field])) notes.push({ code, field, text });
  };
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

/**
 * The fields that whoever edited the table changed. Where the table as it went out is known, an emptied cell empties the field;
 * otherwise an empty cell says nothing. Throws for a field that somebody else changed meanwhile.
 */
function wantedOf(
  row: TableRow,
  now: Readonly<Record<TableField, string>>,
  then: Readonly<Record<TableField, string>> | null,
  { directory, choices }: Known,
): Map<TableField, string> {
  const wanted = new Map<TableField, string>();
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

/** The same day, or the same people and units in the same order, may be written in several ways. */
function means(field: TableField, text: string, directory: Directory): string {
  if (field === 'deadline') return deadlineIn(text) ?? text;
  const kind = field === 'leader' || field === 'person' ? 'person' : 'unit';
  if (kind === 'unit' && field !== 'leadUnit' && field !== 'jointUnits') return text;
  const idOf = (name: string) => {
    const found = directory.resolve(kind, name);
    return 'taken' in found ? found.taken : name;
  };
  return field === 'jointUnits' ? namesIn(text, directory).map(idOf).join(' ') : idOf(text);
}

/** Divided by marks; by blanks too, where every part is a unit and the whole is none. */
function namesIn(text: string, directory: Directory): string[] {
  const known = (name: string) => 'taken' in directory.resolve('unit', name);
  return text
    .split(DIVIDER)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .flatMap((name) => {
      const parts = name.split(/\s+/);
      return !known(name) && parts.every(known) ? parts : [name];
    });
}

/** Columns that nobody knows, with what the task has under others; null: nothing new. */
function extraOf(row: TableRow, task: TaskDocument, base: TaskDocument | null) {
  const news = row.extra.map(({ title, value }) => {
    const untouched = base ? value === extraIn(base, title) : value === '';
    return { title, value: untouched ? extraIn(task, title) : value };
  });
  const others = task.details.extra.filter(({ title }) => !news.some((one) => one.title === title));
  const merged = [...news, ...others].filter(({ value }) => value !== '');
  const same = (one: { title: string; value: string }) => extraIn(task, one.title) === one.value;
  return merged.length === task.details.extra.length && merged.every(same) ? null : merged;
}

function stepsOf(
  wanted: ReadonlyMap<TableField, string>,
  extra: { title: string; value: string }[] | null,
  row: TableRow,
  task: TaskDocument,
  now: Readonly<Record<TableField, string>>,
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

/** Lead unit, joint units, person and leader together; null: none of them changes. */
function assignmentOf(
  wanted: ReadonlyMap<TableField, string>,
  task: TaskDocument,
  { directory, choices }: Known,
): RowStep | null {
  const unmatched: Unmatched[] = [];
  const idOf = (kind: Kind, name: string): string | null | undefined => {
    const chosen = kind === 'unit' ? choices.units : choices.people;
    if (Object.hasOwn(chosen, name)) {
      const id = chosen[name] ?? null;
      if (id === null) return undefined; // as it is
      if (directory.has(kind, id)) return id;
    }
    const found = directory.resolve(kind, name);
    if ('taken' in found) return found.taken;
    unmatched.push({ kind, name, candidates: found.candidates });
    return undefined;
  };
  const one = (field: 'leadUnit' | 'leader' | 'person', kind: Kind, current: string | null): string | null => {
    const text = wanted.get(field);
    if (text === undefined) return current;
    return text === '' ? null : (idOf(kind, text) ?? current);
  };
  const leadUnit = one('leadUnit', 'unit', task.leadUnit);
  const leaderId = one('leader', 'person', task.leaderId);
  const personId = one('person', 'person', task.personId);
  const joint = wanted.get('jointUnits');
  const names = joint === undefined ? null : namesIn(joint, directory);
  const jointUnits = names ? names.flatMap((name) => idOf('unit', name) ?? []) : [...task.jointUnits];
  if (unmatched.length > 0) throw new Open(unmatched);
  if (!['leadUnit', 'leader', 'person', 'jointUnits'].some((field) => wanted.has(field as TableField))) return null;
  const same = leadUnit === task.leadUnit && leaderId === task.leaderId && personId === task.personId;
  if (same && jointUnits.join() === task.jointUnits.join()) return null;
  if (leadUnit === null) throw new RuleViolation('table.lead-unit-missing');
  return { is: 'assign', leadUnit, jointUnits, personId, leaderId };
}

/** A task beyond the plan's own, under a measure that the campaign has here. */
function newTask(row: TableRow, known: Known): Fate {
  const { campaignId, tasks } = known;
  const name = row.cells.title ?? '';
  const written = row.cells.measure ?? '';
  if (written === '') throw new RuleViolation('table.no-measure');
  const under = tasks.filter(
    (task) => task.campaignId === campaignId && plainOf(task.measure.title) === plainOf(written),
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
