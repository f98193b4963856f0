import { party } from '@chuangwen/contracts';
import { z } from 'zod';
import type { CoverageDocument, Given, Report } from '../projections/coverage';
import type { RevisionDocument } from '../projections/revisions';
import { situation, way } from './plan-page';

const count = z.number().int();
const byPlan = z.object({ planId: z.string(), name: z.string().nullable() });

/** What became of a plan below it: who has it and how far they are; and for each measure who kept, changed or dropped it. */
export const coveragePage = z
  .object({
    planId: z.string(),
    /** The recorded day whose end it shows; null: now. */
    asOf: z.string().nullable(),
    totals: z.object({
      children: count,
      drafting: count,
      submitted: count,
      returned: count,
      approved: count,
      /** In force, in one of the three ways; a plan that is being revised counts as it was. */
      covered: count,
      own: count,
      whole: count,
      withoutPaper: count,
      measures: count,
      /** Of measures × plans below: what was submitted, by what became of it. `waiting`: the plan has not come yet. */
      kept: count,
      changed: count,
      dropped: count,
      waiting: count,
      /** Measures that a plan below added. */
      added: count,
    }),
    children: z.array(
      party.extend({
        planId: z.string(),
        name: z.string().nullable(),
        /** The revision that it lies over, and the one that it was given last. */
        revision: count,
        given: count,
        /** `handed`: no more is known. `withdrawn`: it was taken back, and counts nowhere here. */
        situation: z.enum(['handed', ...situation.options]),
        /** null: nothing of it is in force. */
        covered: way.nullable(),
        kept: count,
        changed: count,
        dropped: count,
        added: z.array(z.object({ itemId: z.string(), above: z.string().nullable(), title: z.string() })),
      }),
    ),
    measures: z.array(
      z.object({
        itemId: z.string(),
        above: z.string().nullable(),
        number: z.string().nullable(),
        title: z.string(),
        kept: count,
        waiting: count,
        changed: z.array(byPlan),
        dropped: z.array(byPlan.extend({ reason: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Coverage' });
export type CoveragePage = z.infer<typeof coveragePage>;

/** One plan below as it stood at the end of a day. */
export type Child = Readonly<{
  planId: string;
  tenant: string;
  organisationId: string;
  given: Given;
  report: Report | null;
  /** The revision of the plan above that it lies over. */
  revision: number;
}>;

/** Those that had the plan by the end of that day (all of them without a day), as they were known then. */
export function childrenOn(documents: readonly CoverageDocument[], asOf: string | null): Child[] {
  const lastBy = <T extends { on: string }>(history: readonly T[]): T | null =>
    history.findLast(({ on }) => asOf === null || on <= asOf) ?? null;
  return documents.flatMap(({ planId, tenant, organisationId, given, reports }) => {
    const last = lastBy(given);
    if (!last) return [];
    const report = lastBy(reports);
    const owner = report?.organisationId ?? organisationId;
    return [{ planId, tenant, organisationId: owner, given: last, report, revision: report?.over ?? last.revision }];
  });
}

/** Counted on the overlay: a submitted plan keeps whatever it does not touch. */
export function coveragePageOf(
  planId: string,
  asOf: string | null,
  children: readonly (Child & { name: string | null })[],
  revisions: ReadonlyMap<number, RevisionDocument>,
): CoveragePage {
  const idsBy = new Map(
    [...revisions].map(([revision, { items }]) => [revision, new Set(items.map(({ itemId }) => itemId))]),
  );
  const known = children.map((child) => ({
    child,
    gone: child.given.takenBack || child.report?.situation === 'withdrawn',
    ids: idsBy.get(child.revision) ?? new Set<string>(),
    heard: child.report?.heard ? child.report : null,
  }));
  const rows = known.map(({ child, gone, ids, heard }) => {
    const { planId, tenant, organisationId, name, revision, given, report } = child;
    const row = { planId, tenant, organisationId, name, revision, given: given.revision };
    if (gone)
      return { ...row, situation: 'withdrawn' as const, covered: null, kept: 0, changed: 0, dropped: 0, added: [] };
    const changed = heard ? heard.changed.filter((id) => ids.has(id)).length : 0;
    const dropped = heard ? Object.keys(heard.dropped).filter((id) => ids.has(id)).length : 0;
    return {
      ...row,
      situation: report?.situation ?? ('handed' as const),
      covered: report?.inForce ?? null,
      kept: heard ? ids.size - changed - dropped : 0,
      changed,
      dropped,
      added: heard ? [...heard.added] : [],
    };
  });
  const counting = known.filter(({ gone }) => !gone);
  const measures = itemsOf(revisions).map(({ itemId, above, number, title }) => {
    const holders = counting.filter(({ ids }) => ids.has(itemId));
    const heard = holders.filter(isHeard);
    const changed = heard.filter(({ heard }) => heard.changed.includes(itemId));
    const dropped = heard.filter(({ heard }) => Object.hasOwn(heard.dropped, itemId));
    return {
      itemId,
      above,
      number,
      title,
      kept: heard.length - changed.length - dropped.length,
      waiting: holders.length - heard.length,
      changed: changed.map(({ child }) => ({ planId: child.planId, name: child.name })),
      dropped: dropped.map(({ child, heard }) => ({
        planId: child.planId,
        name: child.name,
        reason: heard.dropped[itemId] ?? '',
      })),
    };
  });
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const inSituation = (situation: string) => rows.filter((row) => row.situation === situation).length;
  const by = (way: string) => rows.filter(({ covered }) => covered === way).length;
  return {
    planId,
    asOf,
    totals: {
      children: counting.length,
      drafting: inSituation('drafting') + inSituation('handed'),
      submitted: inSituation('submitted'),
      returned: inSituation('returned'),
      approved: inSituation('approved'),
      covered: by('own') + by('whole') + by('without-paper'),
      own: by('own'),
      whole: by('whole'),
      withoutPaper: by('without-paper'),
      measures: measures.length,
      kept: sum(({ kept }) => kept),
      changed: sum(({ changed }) => changed),
      dropped: sum(({ dropped }) => dropped),
      waiting: measures.reduce((total, { waiting }) => total + waiting, 0),
      added: sum(({ added }) => added.length),
    },
    children: rows,
    measures,
  };
}

type Known = { heard: Report | null };
const isHeard = <T extends Known>(known: T): known is T & { heard: Report } => known.heard !== null;

/** Every measure that was handed to anybody, once, in its latest shape. */
function itemsOf(revisions: ReadonlyMap<number, RevisionDocument>) {
  const latest = [...revisions.entries()].sort(([a], [b]) => b - a).flatMap(([, { items }]) => items);
  const seen = new Set<string>();
  return latest.filter(({ itemId }) => !seen.has(itemId) && seen.add(itemId));
}
