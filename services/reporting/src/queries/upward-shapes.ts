import { reportBy, reportReader, tree } from '@chuangwen/contracts';
import { z } from 'zod';
import { FIGURES } from '../report/figures';
import type { Snapshot } from '../upward/snapshot';

const count = z.number().int();
const day = z.string();
export const sums = z
  .object(
    Object.fromEntries(FIGURES.map((figure) => [figure, count])) as Record<(typeof FIGURES)[number], typeof count>,
  )
  .meta({ id: 'Sums' });

export const SITUATIONS = ['drafting', 'submitted', 'returned', 'withdrawn', 'accepted', 'locked'] as const;

const head = {
  id: z.string(),
  /** `received`: it was sent to this tenant. */
  is: z.enum(['own', 'received']),
  tenant: z.string(),
  organisationId: z.string(),
  name: z.string().nullable(),
  campaignId: z.string(),
  to: reportReader,
  cc: z.array(reportReader),
  by: reportBy,
  tree,
  basis: z.enum(['counters', 'merged']),
  /** null: the whole campaign. */
  period: z.object({ from: day.nullable(), to: day.nullable() }).nullable(),
  asOf: day,
  situation: z.enum(SITUATIONS),
  /** How often it was sent. */
  submission: count,
  /** Of the last one sent; null: never. */
  sha256: z.string().nullable(),
};

export const upwardRow = z.object(head).meta({ id: 'UpwardReportRow' });
export type UpwardRow = z.infer<typeof upwardRow>;

const missing = z.object({
  tasks: count.nullable(),
  unread: z.array(z.object({ tenant: z.string(), streams: count })),
  reports: z.array(
    z.object({
      tenant: z.string(),
      organisationId: z.string(),
      name: z.string().nullable(),
      why: z.enum(['none', 'submitted', 'returned', 'withdrawn', 'other']),
    }),
  ),
});

const source = z.object({
  reportId: z.string(),
  tenant: z.string(),
  organisationId: z.string(),
  name: z.string().nullable(),
  submission: count,
  sha256: z.string(),
  asOf: day,
  totals: sums,
});

export const upwardFigures = z
  .object({
    rows: z.array(
      z.object({
        key: z.string(),
        number: z.string().nullable(),
        name: z.string().nullable(),
        asOf: day,
        submission: count,
        figures: sums,
      }),
    ),
    totals: sums,
    missing,
    sources: z.array(source),
  })
  .meta({ id: 'UpwardFigures' });
export type UpwardFigures = z.infer<typeof upwardFigures>;

export const upwardPage = z
  .object({
    ...head,
    /** What was sent last, frozen; null: nothing yet. */
    frozen: upwardFigures.nullable(),
    /** By item: `total`, or the key of a row. */
    remarks: z.array(z.object({ item: z.string(), text: z.string() })),
    /** Why an item was returned last; `open`: it is with the reporter now. */
    returned: z.array(z.object({ item: z.string(), reason: z.string(), open: z.boolean() })),
    submissions: z.array(
      z.object({
        submission: count,
        asOf: day,
        items: z.array(z.string()).nullable(),
        sha256: z.string(),
        size: count,
        recordedAt: z.string(),
      }),
    ),
    receipts: z.array(z.object({ by: reportReader, submission: count })),
    steps: z.array(
      z.object({ type: z.string(), recordedAt: z.string(), actor: z.string(), reason: z.string().nullable() }),
    ),
    /** For If-Match; null where not all its events are seen. */
    version: count.nullable(),
  })
  .meta({ id: 'UpwardReport' });
export type UpwardPage = z.infer<typeof upwardPage>;

export const upwardDifferences = z
  .object({
    submission: count,
    /** The day of the figures that it is held against. */
    asOf: day,
    differences: z.array(
      z.object({ key: z.string(), name: z.string().nullable(), figure: z.enum(FIGURES), frozen: count, now: count }),
    ),
  })
  .meta({ id: 'UpwardDifferences' });

export const upwardVerification = z
  .object({
    /** All of it is as it was frozen. */
    intact: z.boolean(),
    submissions: z.array(
      z.object({
        submission: count,
        sha256: z.string(),
        /** The bytes are those that were sent. */
        intact: z.boolean(),
        /** The rows add up to the totals, and it says the submission that it is. */
        consistent: z.boolean(),
      }),
    ),
    /** The frozen reports that the last one was made of, as far as they were sent to this tenant. */
    sources: z.array(z.object({ reportId: z.string(), sha256: z.string(), intact: z.boolean() })),
  })
  .meta({ id: 'UpwardVerification' });

/** What was frozen, with the names that its rows do not hold. */
export const shown = (
  { rows, totals, missing, sources }: Pick<Snapshot, 'rows' | 'totals' | 'missing' | 'sources'>,
  nameOf: (key: string) => string | null,
): UpwardFigures => ({
  rows: rows.map((row) => ({ ...row, name: row.name ?? nameOf(row.key) })),
  totals,
  missing: { ...missing, unread: [...missing.unread], reports: [...missing.reports] },
  sources: [...sources],
});
