import { placeIn, type TaskDocument } from '../projections/task-document';

/** Where each item stands in the plans of a campaign, from 0. */
export type Places = ReadonlyMap<string, number>;

/**
 * Lists as one, each in its own order as far as the ones before it allow: what is new stands before what follows it there, and
 * at the end where nothing does.
 */
export function merged(lists: readonly (readonly string[])[]): string[] {
  const order: string[] = [];
  for (const list of lists) {
    const known = new Set(order);
    let fresh: string[] = [];
    for (const id of new Set(list)) {
      if (!known.has(id)) {
        fresh.push(id);
        continue;
      }
      order.splice(order.indexOf(id), 0, ...fresh);
      fresh = [];
    }
    order.push(...fresh);
  }
  return order;
}

/**
 * As the plan is read: by its measures, within one by its items; what was added to a measure by a table comes after them. What no
 * plan places, by number, title and id.
 */
export const inOrder =
  (campaignId: string, places: Places) =>
  (a: TaskDocument, b: TaskDocument): number =>
    compared(placesOf(a, campaignId, places), placesOf(b, campaignId, places), (x, y) => x - y) ||
    compared(wordsOf(a, campaignId), wordsOf(b, campaignId), byNumber);

/** After all that has a place. */
const NOWHERE = Number.MAX_SAFE_INTEGER;
const placesOf = (task: TaskDocument, campaignId: string, places: Places): number[] =>
  [measureOf(task, campaignId).itemId, task.itemId].map((id) => places.get(id) ?? NOWHERE);

const wordsOf = (task: TaskDocument, campaignId: string): string[] => {
  const { number, title } = measureOf(task, campaignId);
  return [number ?? '', title, task.number ?? '', task.title, task.taskId];
};
const measureOf = (task: TaskDocument, campaignId: string) => (placeIn(task, campaignId) ?? task).measure;

function compared<T>(x: readonly T[], y: readonly T[], by: (a: T, b: T) => number): number {
  for (let i = 0; i < x.length; i += 1) {
    const order = by(x[i]!, y[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

const DIGITS = '〇一二三四五六七八九';

/** “（二）” before “（十一）”, as people count. */
function byNumber(a: string, b: string): number {
  const [x, y] = [valueOf(a), valueOf(b)];
  return x !== y ? x - y : a < b ? -1 : a > b ? 1 : 0;
}

function valueOf(text: string): number {
  const arabic = /\d+/.exec(text)?.[0];
  if (arabic !== undefined) return Number(arabic);
  const han = /[一二三四五六七八九十]+/.exec(text)?.[0];
  if (han === undefined) return 0;
  const [tens, ones] = han.includes('十') ? han.split('十') : ['', han];
  const digit = (one: string | undefined) => Math.max(0, DIGITS.indexOf(one ?? ''));
  return (han.includes('十') ? (tens === '' ? 10 : digit(tens) * 10) : 0) + (ones === '' ? 0 : digit(ones));
}
