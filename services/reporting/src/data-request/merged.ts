import type { AnswerRow, CellValue, RequestColumn } from '@chuangwen/contracts';

/** An answer as it stood on the day asked about. */
export type Standing = Readonly<{
  situation: 'submitted' | 'returned' | 'accepted';
  /** The day of the submission that stands, and of the first one: who answered late is known by that. */
  submittedOn: string;
  firstOn: string;
  rows: readonly (AnswerRow & Readonly<{ returned: string | null }>)[];
}>;

export type Owed = Readonly<{
  answerId: string;
  organisationId: string;
  tenantId: string;
  name: string;
  deadline: string;
  reminders: number;
  standing: Standing | null;
}>;

export type MergedRow = Readonly<{
  answerId: string;
  name: string;
  situation: Standing['situation'];
  rowId: string;
  cells: readonly CellValue[];
  sources: AnswerRow['sources'];
  returned: string | null;
}>;

/** Sums of number columns, in the order of the columns; null for other kinds. `prefilled`: cells that nobody had to type. */
export type Merged = Readonly<{
  rows: readonly MergedRow[];
  sums: readonly (number | null)[];
  missing: readonly Owed[];
  late: readonly Owed[];
  counts: Readonly<{
    owing: number;
    answered: number;
    accepted: number;
    returned: number;
    missing: number;
    late: number;
    prefilled: number;
  }>;
}>;

/** All answers as one table. `day`: the day it is seen on. Late: first submitted, or still missing, after the deadline. Pure. */
export function merged(columns: readonly RequestColumn[], owed: readonly Owed[], day: string): Merged {
  const inOrder = [...owed].sort((a, b) =>
    a.name === b.name ? (a.answerId < b.answerId ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
  const answered = inOrder.filter(({ standing }) => standing !== null);
  const missing = inOrder.filter(({ standing }) => standing === null);
  const late = inOrder.filter(({ standing, deadline }) => (standing?.firstOn ?? day) > deadline);
  const rows = answered.flatMap(({ answerId, name, standing }): MergedRow[] => {
    const { situation } = standing!;
    return standing!.rows.map(({ rowId, cells, sources, returned }) => ({
      answerId,
      name,
      situation,
      rowId,
      cells,
      sources,
      returned,
    }));
  });
  const of = (situation: Standing['situation']) =>
    answered.filter(({ standing }) => standing?.situation === situation).length;
  return {
    rows,
    sums: columns.map(({ kind }, at) => (kind === 'number' ? sumOf(rows.map(({ cells }) => cells[at] ?? null)) : null)),
    missing,
    late,
    counts: {
      owing: owed.length,
      answered: answered.length,
      accepted: of('accepted'),
      returned: of('returned'),
      missing: missing.length,
      late: late.length,
      prefilled: rows.reduce((sum, { sources }) => sum + sources.filter((source) => source !== null).length, 0),
    },
  };
}

const PLACES = 10;

/** 0.1 + 0.2 is 0.3: decimals are added as whole numbers of the finest place that occurs. */
export function sumOf(cells: readonly CellValue[]): number {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const places = Math.min(PLACES, Math.max(0, ...numbers.map((number) => placesOf(number))));
  const sum = numbers.reduce((total, number) => total + BigInt(Math.round(number * 10 ** places)), 0n);
  return Number(sum) / 10 ** places;
}

function placesOf(number: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}
