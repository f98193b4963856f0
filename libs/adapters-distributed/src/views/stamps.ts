import type { ViewCommit } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import type { Generation } from './generation';
import { nameOf } from './names';
import type { StampRow } from './schemas';

/** Writers of different partitions mostly take different ones. */
const SLOTS = 4;
/** Days of a slot that are remembered: who knows less asks for everything. */
const DAYS = 64;

/** One more change for each part whose documents or counters a commit touches. */
export function stampedOn(
  { documents, counters, positions }: ViewCommit,
  generation: Generation,
): mongo.AnyBulkWriteOperation<StampRow>[] {
  const slot = (positions[0]?.partition ?? 0) % SLOTS;
  const touched = new Map<string, Set<string>>();
  const daysOf = (tenant: string): Set<string> => {
    const days = touched.get(tenant) ?? new Set();
    touched.set(tenant, days);
    return days;
  };
  for (const { tenant } of documents) daysOf(tenant);
  for (const { tenant, day, add } of counters) if (Object.values(add).some((by) => by !== 0)) daysOf(tenant).add(day);
  return [...touched].map(([tenant, days]) => {
    const part = generation.part(tenant);
    return { updateOne: { filter: { _id: nameOf(part, slot) }, update: counted(part, slot, [...days]), upsert: true } };
  });
}

/** As a pipeline, because the days need the number that the same update makes. */
function counted(part: string, slot: number, on: readonly string[]): mongo.Document[] {
  const days = { $literal: on };
  const others = { $filter: { input: { $ifNull: ['$days', []] }, cond: { $not: [{ $in: ['$$this.day', days] }] } } };
  const fallen = { $arrayElemAt: ['$days', { $subtract: [{ $size: '$days' }, DAYS + 1] }] };
  return [
    { $set: { part, slot, n: { $add: [{ $ifNull: ['$n', 0] }, 1] }, days: others } },
    { $set: { days: { $concatArrays: ['$days', { $map: { input: days, in: { day: '$$this', n: '$n' } } }] } } },
    {
      $set: {
        floor: {
          $cond: [
            { $gt: [{ $size: '$days' }, DAYS] },
            { $let: { vars: { fallen }, in: '$$fallen.n' } },
            { $ifNull: ['$floor', 0] },
          ],
        },
        days: { $slice: ['$days', -DAYS] },
      },
    },
  ];
}

export const SLOTS_OF_A_PART = [...Array(SLOTS).keys()];

/** '' where there is nothing; else whose part it is, and the number of each slot. */
export function stampText(token: string, rows: readonly Pick<StampRow, 'slot' | 'n'>[]): string {
  if (rows.length === 0) return '';
  const slots = [...rows].sort((a, b) => a.slot - b.slot).map(({ slot, n }) => `${slot}.${n}`);
  return `${token}:${slots.join(',')}`;
}

/** The days that were counted on since a stamp, in order; null: that can't be told. */
export function daysSince(since: string, token: string, rows: readonly StampRow[]): string[] | null {
  const [part, slots] = since.split(':');
  if (part !== token || slots === undefined) return null;
  const then = new Map(slots.split(',').map((slot) => slot.split('.').map(Number) as [number, number]));
  const days = new Set<string>();
  for (const { slot, floor, days: counted } of rows) {
    const n = then.get(slot) ?? 0;
    if (n < floor) return null;
    for (const one of counted) if (one.n > n) days.add(one.day);
  }
  return [...days].sort();
}
