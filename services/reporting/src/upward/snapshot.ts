import type { ReportHead } from '@chuangwen/contracts';
import { FIGURES, NOTHING, plus, type Figure, type Sums } from '../report/figures';

/** A row as it was when its submission was sent: later ones keep it, unless it was returned. */
export type SnapshotRow = Readonly<{
  key: string;
  number: string | null;
  /** Of units and phases, whose names are open; what a measure is called is asked when it is shown. */
  name: string | null;
  asOf: string;
  submission: number;
  figures: Sums;
}>;

/** A frozen report of an agency that this one was made of. */
export type Source = Readonly<{
  reportId: string;
  tenant: string;
  organisationId: string;
  name: string | null;
  submission: number;
  sha256: string;
  asOf: string;
  totals: Sums;
}>;

/** An agency that takes part and is not in the sum. `other`: it reported by something else. */
export type Absent = Readonly<{
  tenant: string;
  organisationId: string;
  name: string | null;
  why: 'none' | 'submitted' | 'returned' | 'withdrawn' | 'other';
}>;

export type Missing = Readonly<{
  /** Tasks that plans ask for and nobody has told of; null: not known of a unit. */
  tasks: number | null;
  /** Streams that could not be read, by tenant. */
  unread: readonly Readonly<{ tenant: string; streams: number }>[];
  reports: readonly Absent[];
}>;

/** What is seen now: what a submission would freeze. */
export type Fresh = Readonly<{
  rows: readonly Omit<SnapshotRow, 'asOf' | 'submission'>[];
  missing: Missing;
  sources: readonly Source[];
}>;

export type Snapshot = Readonly<{
  format: 'chuangwen.report/1';
  reportId: string;
  submission: number;
  asOf: string;
  reporter: Readonly<{ tenant: string; name: string | null }>;
  head: ReportHead;
  /** They add up to the totals. */
  rows: readonly SnapshotRow[];
  totals: Sums;
  missing: Missing;
  sources: readonly Source[];
}>;

export const totalOf = (rows: readonly { figures: Sums }[]): Sums =>
  rows.map(({ figures }) => figures).reduce(plus, NOTHING);

/**
 * What is frozen with a submission. `open`: the items that were returned; all others stay as they were in the one before.
 */
export function frozen(
  about: Pick<Snapshot, 'reportId' | 'submission' | 'asOf' | 'reporter' | 'head'>,
  fresh: Fresh,
  returned: Readonly<{ before: Snapshot; open: readonly string[] }> | null,
): Snapshot {
  const { submission, asOf } = about;
  const now = new Map(fresh.rows.map((row) => [row.key, { ...row, asOf, submission }]));
  const rows = returned
    ? returned.before.rows.map((row) => (returned.open.includes(row.key) ? again(row, now.get(row.key), about) : row))
    : [...now.values()];
  const before = returned?.before.sources ?? [];
  const sources = new Map([...before, ...fresh.sources].map((one) => [`${one.reportId} ${one.submission}`, one]));
  return {
    format: 'chuangwen.report/1',
    ...about,
    rows,
    totals: totalOf(rows),
    missing: fresh.missing,
    sources: [...sources.values()],
  };
}

/** Of what has nothing any more the row stays, with nothing in it. */
const again = (
  row: SnapshotRow,
  now: SnapshotRow | undefined,
  { asOf, submission }: Pick<Snapshot, 'asOf' | 'submission'>,
): SnapshotRow => now ?? { ...row, asOf, submission, figures: NOTHING };

export type Difference = Readonly<{ key: string; figure: Figure; frozen: number; now: number }>;

/** Where today's figures are not the frozen ones, row by row; `total` for all of them. */
export function differences(snapshot: Snapshot, rows: Fresh['rows']): Difference[] {
  const sides = (of: readonly { key: string; figures: Sums }[]) =>
    new Map([...of.map(({ key, figures }) => [key, figures] as const), ['total', totalOf(of)] as const]);
  const [then, now] = [sides(snapshot.rows), sides(rows)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) =>
    FIGURES.map((figure) => ({
      key,
      figure,
      frozen: (then.get(key) ?? NOTHING)[figure],
      now: (now.get(key) ?? NOTHING)[figure],
    })).filter((one) => one.frozen !== one.now),
  );
}
