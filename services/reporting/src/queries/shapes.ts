import { z } from 'zod';
import { FIGURES } from '../report/figures';
import { GROUPS } from '../report/keys';

const count = z.number().int();
const period = z.object({ from: z.string().nullable(), to: z.string().nullable() });

/**
 * `tasks` to `accepted`: of the period. `due`: of those whose day came by `asOf`; `onTime`, `late`: of those, submitted by
 * their day or after it; `overdue`: past their day and not submitted. `undated`: without a deadline, part of the whole
 * campaign and of no period. `completeness` = accepted / tasks, `timeliness` = onTime / due; null where there is nothing.
 */
const figures = z
  .object({
    tasks: count,
    assigned: count,
    submitted: count,
    accepted: count,
    due: count,
    onTime: count,
    late: count,
    overdue: count,
    undated: count,
    completeness: z.number().nullable(),
    timeliness: z.number().nullable(),
  })
  .meta({ id: 'Figures' });

const head = {
  campaign: z.object({ id: z.string(), title: z.string().nullable() }),
  by: z.enum(GROUPS),
  /** null: the whole campaign. */
  period: period.nullable(),
  asOf: z.string(),
  tree: z.enum(['line', 'district']),
};

export const reportShape = z
  .object({
    ...head,
    /** By unit: the one at the top, and how many levels are shown; null: all. */
    under: z.string().nullable(),
    levels: count.nullable(),
    rows: z.array(
      z.object({
        /** Id of the unit, phase or measure; `-`: tasks without one. */
        key: z.string(),
        number: z.string().nullable(),
        name: z.string().nullable(),
        /** The row that sums this one up as well. */
        above: z.string().nullable(),
        depth: count,
        /** Units stand below it that are not shown: ask again with it as `under`. */
        more: z.boolean(),
        figures,
      }),
    ),
    totals: figures,
    /** Tasks that approved plans ask for and nobody has told of by `asOf`, whatever the period: the totals lack them. */
    missing: count,
    /** Tenants some of whose records can't be read now: their figures, and the totals, are not what they should be. */
    unread: z.array(z.object({ tenant: z.string(), name: z.string().nullable(), streams: count })),
  })
  .meta({ id: 'Report' });
export type ReportAnswer = z.infer<typeof reportShape>;

export const explanationShape = z
  .object({
    ...head,
    key: z.string().nullable(),
    figure: z.enum(FIGURES),
    /** How many tasks make up the figure: the figure itself. */
    count,
    tasks: z.array(
      z.object({
        taskId: z.string(),
        /** The tenant that does it. */
        tenant: z.string(),
        /** Whether the task itself can be opened (`GET /api/task/tasks/ID`): of another tenant's this is all that is told. */
        readable: z.boolean(),
        number: z.string().nullable(),
        title: z.string(),
        unit: z.object({ id: z.string(), name: z.string().nullable() }),
        phase: z.string().nullable(),
        measure: z.string(),
        deadline: z.string().nullable(),
        situation: z.enum(['unassigned', 'assigned', 'in-progress', 'submitted', 'returned', 'accepted']),
        submittedOn: z.string().nullable(),
        /** What was recorded by `asOf` and made it so. */
        events: z.array(z.object({ id: z.string(), type: z.string(), version: count, recordedAt: z.string() })),
      }),
    ),
    /** Ask again with this as `after`; null: that was all. */
    next: z.string().nullable(),
  })
  .meta({ id: 'Explanation' });
export type ExplanationAnswer = z.infer<typeof explanationShape>;
