import {
  countsOf,
  dueOf,
  leafOf,
  standingOn,
  type Change,
  type Progress,
  type Standing,
} from '../projections/progress';
import { figuresOf, type Dates, type Figure } from './figures';
import { NONE, type Group } from './keys';
import { chainOf, type Unit } from './tree';

export type Explained = Readonly<{ tenant: string; task: Progress; standing: Standing; changes: readonly Change[] }>;

export type Places = Readonly<{ units: ReadonlyMap<string, Unit>; rootOf: ReadonlyMap<string, string> }>;

/** `key` null: of the totals. */
export type Question = Dates & Readonly<{ by: Group; key: string | null; figure: Figure }>;

/** The tasks behind a figure, with the events that made each of them count as of that day. In order of their ids. */
export function explain(
  tasks: readonly Readonly<{ tenant: string; document: Progress }>[],
  question: Question,
  places: Places,
): Explained[] {
  const found: Explained[] = [];
  for (const { tenant, document: task } of tasks) {
    const seen = standingOn(task, question.asOf);
    if (!seen) continue;
    const { standing, changes } = seen;
    const counted = figuresOf(dueOf(standing), countsOf(standing), question)[question.figure] > 0;
    if (counted && belongs(tenant, task, standing, question, places)) found.push({ tenant, task, standing, changes });
  }
  return found.sort((a, b) => (a.task.taskId < b.task.taskId ? -1 : 1));
}

function belongs(
  tenant: string,
  task: Progress,
  standing: Standing,
  { by, key }: Question,
  { units, rootOf }: Places,
): boolean {
  if (key === null) return true;
  if (by === 'unit') return chainOf(units, standing.unit, rootOf.get(tenant)).includes(key);
  return (leafOf(task, by, standing) ?? NONE) === key;
}
