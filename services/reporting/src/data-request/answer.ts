import type { AnswerAccepted, AnswerRow, AnswerRowsReturned, AnswerSubmitted, StreamRef } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import { canonicalJson, type Aggregate } from '@chuangwen/platform';
import { mustFit, readCell } from './cells';
import type { Known } from './request';

export type AnswerEvent = AnswerSubmitted | AnswerRowsReturned | AnswerAccepted;

/** The request comes as it is now; the decider asks nobody. */
export type AnswerCommand =
  | Readonly<{
      is: 'submit';
      request: Known;
      answer: Omit<AnswerSubmitted['data'], 'rows'>;
      rows: readonly AnswerRow[];
    }>
  | Readonly<{ is: 'return-rows'; rows: readonly Readonly<{ rowId: string; reason: string }>[] }>
  | Readonly<{ is: 'accept' }>;

export type SheetRow = AnswerRow & Readonly<{ /** Why it is open again; null: it is not. */ returned: string | null }>;
export type Answer =
  | { status: 'none' }
  | {
      status: 'submitted' | 'accepted';
      answerId: string;
      requestId: string;
      asker: string;
      organisationId: string;
      rows: readonly SheetRow[];
    };

export const evolveAnswer = (answer: Answer, { type, data }: AnswerEvent): Answer => {
  if (type === 'answer.submitted') {
    const { rows, ...rest } = data;
    return { status: 'submitted', ...rest, rows: rows.map((row) => ({ ...row, returned: null })) };
  }
  if (answer.status === 'none') return answer;
  if (type === 'answer.accepted') return { ...answer, status: 'accepted' };
  const reasons = new Map(data.rows.map(({ rowId, reason }) => [rowId, reason]));
  return { ...answer, rows: answer.rows.map((row) => ({ ...row, returned: reasons.get(row.rowId) ?? row.returned })) };
};

function decide(answer: Answer, command: AnswerCommand): AnswerEvent[] {
  if (command.is === 'submit') return submit(answer, command);
  if (answer.status === 'none') throw new RuleViolation('answer.not-submitted');
  const { answerId, requestId, rows } = answer;
  if (command.is === 'accept') {
    if (answer.status === 'accepted') return [];
    const open = rows.filter(({ returned }) => returned !== null).length;
    if (open > 0) throw new RuleViolation('answer.rows-open', { count: open });
    return [{ type: 'answer.accepted', data: { answerId, requestId } }];
  }
  if (answer.status === 'accepted') throw new RuleViolation('answer.accepted-already');
  const known = new Map(rows.map((row) => [row.rowId, row]));
  if (command.rows.some(({ rowId }) => !known.has(rowId))) throw new NotFound('row');
  const news = command.rows.filter(({ rowId }) => known.get(rowId)!.returned === null);
  if (news.length === 0) return [];
  return [{ type: 'answer.rows-returned', data: { answerId, requestId, rows: [...news] } }];
}

function submit(
  answer: Answer,
  { request, answer: head, rows }: Extract<AnswerCommand, { is: 'submit' }>,
): AnswerEvent[] {
  if (request.status === 'withdrawn') throw new RuleViolation('request.withdrawn');
  if (rows.length === 0) throw new RuleViolation('answer.empty');
  if (request.rows === 'one' && rows.length > 1) throw new RuleViolation('answer.one-row');
  if (new Set(rows.map(({ rowId }) => rowId)).size < rows.length) throw new RuleViolation('answer.row-twice');
  // Later on no row comes to it.
  if (answer.status === 'none') mustFit(rows.length, request.columns);
  mustBeTaken(request, rows);
  if (answer.status === 'none') return [submitted(head, rows)];
  if (answer.status === 'accepted') throw new RuleViolation('answer.accepted-already');
  const before = new Map(answer.rows.map((row) => [row.rowId, row]));
  if (sameSheet(answer.rows, rows)) {
    if (answer.rows.some(({ returned }) => returned !== null)) throw new RuleViolation('answer.unchanged');
    return [];
  }
  if (answer.rows.every(({ returned }) => returned === null)) throw new RuleViolation('answer.submitted-already');
  const closed = rows.findIndex((row) => {
    const then = before.get(row.rowId);
    return !then || (then.returned === null && !sameCells(then, row));
  });
  if (closed >= 0) throw new RuleViolation('answer.row-closed', { row: closed + 1 });
  const now = new Set(rows.map(({ rowId }) => rowId));
  const gone = answer.rows.findIndex((row) => row.returned === null && !now.has(row.rowId));
  if (gone >= 0) throw new RuleViolation('answer.row-closed', { row: gone + 1 });
  return [submitted(head, rows)];
}

const submitted = (head: Omit<AnswerSubmitted['data'], 'rows'>, rows: readonly AnswerRow[]): AnswerEvent => ({
  type: 'answer.submitted',
  data: {
    ...head,
    rows: rows.map(({ rowId, cells, sources }) => ({ rowId, cells: [...cells], sources: [...sources] })),
  },
});

function mustBeTaken({ columns }: Known, rows: readonly AnswerRow[]): void {
  rows.forEach(({ cells }, i) =>
    columns.forEach((column, at) => {
      const { fault } = readCell(cells[at] ?? null, column);
      if (fault) throw new RuleViolation(fault, { row: i + 1, column: column.title });
    }),
  );
}

const sameCells = (a: AnswerRow, b: AnswerRow): boolean => canonicalJson(a.cells) === canonicalJson(b.cells);
const sameSheet = (a: readonly AnswerRow[], b: readonly AnswerRow[]): boolean =>
  a.length === b.length && a.every((row, i) => row.rowId === b[i]?.rowId && sameCells(row, b[i]));

export const answerDecider: Decider<Answer, AnswerCommand, AnswerEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve: evolveAnswer,
  decide,
};

/** Stream `answer-ID` of the tenant that answers; addressed to the one that asked, which returns and accepts on it (decision 0004). */
export const answerAggregate: Aggregate<Answer, AnswerCommand, AnswerEvent> = {
  kind: 'answer@1',
  decider: answerDecider,
  audience: (_event, answer) => (answer.status === 'none' ? [] : [answer.asker]),
  texts: true,
};

export const answerStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `answer-${id}` });
