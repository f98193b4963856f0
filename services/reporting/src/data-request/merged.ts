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

/** Answers as one table, in the order they are given. Pure. */
export const merged = (owed: readonly Owed[]): MergedRow[] =>
  owed.flatMap(({ answerId, name, standing }) =>
    (standing?.rows ?? []).map(({ rowId, cells, sources, returned }) => ({
      ...{ answerId, name, situation: standing!.situation },
      ...{ rowId, cells, sources, returned },
    })),
  );

/** First submitted, or still missing, after the deadline. `day`: the day it is seen on; null: it was withdrawn, and nobody is missing. */
export const isLate = ({ standing, deadline }: Pick<Owed, 'standing' | 'deadline'>, day: string | null): boolean =>
  (standing?.firstOn ?? day ?? '') > deadline;
