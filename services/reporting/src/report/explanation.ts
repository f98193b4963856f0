import { countsOf, dueOf, leafOf, placeIn, standingOn, type Progress } from '../projections/progress';
import type { Place, Standing, Step } from '../projections/standing';
import { figuresOf, type Dates, type Figure } from './figures';
import type { Frame } from './frame';
import { NONE, type Group } from './keys';

export type Explained = Readonly<{ task: Progress; standing: Standing; place: Place; steps: readonly Step[] }>;

/** `key` null: of the totals. */
export type Question = Dates & Readonly<{ campaignId: string; by: Group; key: string | null; figure: Figure }>;

/** Why a task is behind a figure: where it stood as of that day, and the events that brought it there. null: it is not. */
export function explain(task: Progress, question: Question, belongs: (unit: string) => boolean): Explained | null {
  const seen = standingOn(task, question.asOf);
  const place = seen && placeIn(seen.standing, question.campaignId);
  if (!seen || !place) return null;
  const { standing, steps } = seen;
  const { by, key, figure } = question;
  const there =
    key === null || (by === 'unit' ? belongs(standing.unit) : (leafOf(place, by, standing) ?? NONE) === key);
  if (!there || figuresOf(dueOf(place), countsOf(standing, place), question)[figure] === 0) return null;
  return { task, standing, place, steps };
}

/** Whether a unit of a tenant is summed up in the row of another; a unit nobody knows hangs under its tenant's organisation. */
export function isBelow({ numberOf, above, ids }: Frame, unit: string, key: string, root: string | undefined): boolean {
  if (unit === key) return true;
  for (let at = numberOf.get(numberOf.has(unit) ? unit : (root ?? '')) ?? -1; at !== -1; at = above[at]!)
    if (ids[at] === key) return true;
  return false;
}
