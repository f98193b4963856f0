import type { AnswerRow, CellValue } from '@chuangwen/contracts';

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

export type Merged = Readonly<{ rows: readonly MergedRow[]; missing: readonly Owed[]; late: readonly Owed[] }>;

/** Answers as one table, in order of names. `day`: the day it is seen on. Late: first submitted, or still missing, after the deadline. Pure. */
export function merged(owed: readonly Owed[], day: string): Merged {
  const inOrder = [...owed].sort((a, b) =>
    a.name === b.name ? (a.answerId < b.answerId ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
  const rows = inOrder.flatMap(({ answerId, name, standing }): MergedRow[] =>
    (standing?.rows ?? []).map(({ rowId, cells, sources, returned }) => ({
      ...{ answerId, name, situation: standing!.situation },
      ...{ rowId, cells, sources, returned },
    })),
  );
  return {
    rows,
    missing: inOrder.filter(({ standing }) => standing === null),
    late: inOrder.filter((one) => isLate(one, day)),
  };
}

export const isLate = ({ standing, deadline }: Pick<Owed, 'standing' | 'deadline'>, day: string): boolean =>
  (standing?.firstOn ?? day) > deadline;
