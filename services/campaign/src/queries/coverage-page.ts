import { party } from '@chuangwen/contracts';
import { z } from 'zod';
import type { CoverageDocument, Report } from '../projections/coverage';
import type { RevisionDocument } from '../projections/revisions';

const count = z.number().int();
const byPlan = z.object({ planId: z.string(), name: z.string().nullable() });

/** What became of a plan below it: who has it and how far they are; and for each measure who kept, changed or dropped it. */
export const coveragePage = z
  .object({
    planId: z.string(),
    totals: z.object({
      children: count,
      drafting: count,
      submitted: count,
      returned: count,
      approved: count,
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
        revision: count,
        /** `handed`: no more is known; a plan of another tenant is heard of when it is submitted. */
        situation: z.enum(['handed', 'drafting', 'submitted', 'returned', 'approved']),
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
type CoveragePage = z.infer<typeof coveragePage>;
type Child = Readonly<{
  planId: string;
  tenant: string;
  organisationId: string;
  revision: number;
  name: string | null;
}>;

/** Counted on the overlay: a submitted plan keeps whatever it does not touch. */
export function coveragePageOf(
  { planId, reports }: CoverageDocument,
  children: readonly Child[],
  revisions: ReadonlyMap<number, RevisionDocument>,
): CoveragePage {
  const known = children.map((child) => ({
    child,
    ids: idsOf(revisions, child.revision),
    report: reports[child.planId] ?? null,
  }));
  const rows = known.map(({ child, ids, report }) => {
    const heard = report && report.situation !== 'drafting' ? report : null;
    const changed = heard ? heard.changed.filter((id) => ids.has(id)).length : 0;
    const dropped = heard ? Object.keys(heard.dropped).filter((id) => ids.has(id)).length : 0;
    return {
      ...child,
      situation: report?.situation ?? ('handed' as const),
      kept: heard ? ids.size - changed - dropped : 0,
      changed,
      dropped,
      added: heard ? [...heard.added] : [],
    };
  });
  const measures = itemsOf(revisions).map(({ itemId, above, number, title }) => {
    const holders = known.filter(({ ids }) => ids.has(itemId));
    const heard = holders.filter(isHeard);
    const changed = heard.filter(({ report }) => report.changed.includes(itemId));
    const dropped = heard.filter(({ report }) => Object.hasOwn(report.dropped, itemId));
    return {
      itemId,
      above,
      number,
      title,
      kept: heard.length - changed.length - dropped.length,
      waiting: holders.length - heard.length,
      changed: changed.map(({ child }) => ({ planId: child.planId, name: child.name })),
      dropped: dropped.map(({ child, report }) => ({
        planId: child.planId,
        name: child.name,
        reason: report.dropped[itemId] ?? '',
      })),
    };
  });
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const inSituation = (situation: string) => rows.filter((row) => row.situation === situation).length;
  return {
    planId,
    totals: {
      children: rows.length,
      drafting: inSituation('drafting') + inSituation('handed'),
      submitted: inSituation('submitted'),
      returned: inSituation('returned'),
      approved: inSituation('approved'),
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

type Known = { child: Child; ids: ReadonlySet<string>; report: Report | null };
const isHeard = (known: Known): known is Known & { report: Report } =>
  known.report !== null && known.report.situation !== 'drafting';

const idsOf = (revisions: ReadonlyMap<number, RevisionDocument>, revision: number): ReadonlySet<string> =>
  new Set(revisions.get(revision)?.items.map(({ itemId }) => itemId));

/** Every measure that was handed to anybody, once, in its latest shape. */
function itemsOf(revisions: ReadonlyMap<number, RevisionDocument>) {
  const latest = [...revisions.entries()].sort(([a], [b]) => b - a).flatMap(([, { items }]) => items);
  const seen = new Set<string>();
  return latest.filter(({ itemId }) => !seen.has(itemId) && seen.add(itemId));
}
