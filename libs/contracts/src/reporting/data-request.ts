import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, type EventOf } from '../event-contract';

/** A column of a data request (报送事项). `choices` only of a choice. */
export const requestColumn = z.object({
  columnId: id,
  title: z.string(),
  kind: z.enum(['text', 'number', 'day', 'choice']),
  choices: z.array(z.string()),
  required: z.boolean(),
});
export type RequestColumn = z.infer<typeof requestColumn>;

/** Who owes an answer: the organisation, the tenant whose it is, and the id its answer will have. */
export const owing = z.object({ tenantId: id, organisationId: id, answerId: id });
export type Owing = z.infer<typeof owing>;

const told = { key: 'document', of: 'requestId', erased: '（已删除）' } as const;

/**
 * A table is asked of many. Stream `request-ID` of the asking tenant; addressed to all who owe. `basis`: the law or document
 * it rests on. `again`: why it is asked although others' columns were asked of the same before, with their requests.
 */
export const requestIssued = eventContract({
  type: 'request.issued',
  version: 1,
  schema: z.object({
    requestId: id,
    /** The organisation that asks. */
    organisationId: id,
    title: z.string(),
    basis: z.string(),
    note: z.string().nullable(),
    columns: z.array(requestColumn),
    rows: z.enum(['one', 'many']),
    deadline: day,
    /** Whose figures fill columns that count tasks; null: those are not filled. */
    campaignId: id.nullable(),
    owing: z.array(owing),
    again: z.object({ reason: z.string(), requests: z.array(id) }).nullable(),
  }),
  personal: {
    title: told,
    basis: told,
    note: { ...told, erased: null },
    columns: { ...told, erased: [] },
    'again.reason': told,
  },
});
export type RequestIssued = EventOf<typeof requestIssued>;

/** Those named, who had not answered by then, were reminded. */
export const requestReminded = eventContract({
  type: 'request.reminded',
  version: 1,
  schema: z.object({ requestId: id, answers: z.array(id) }),
});
export type RequestReminded = EventOf<typeof requestReminded>;

/** `answers`: for these only; null: for all. */
export const requestExtended = eventContract({
  type: 'request.extended',
  version: 1,
  schema: z.object({ requestId: id, deadline: day, answers: z.array(id).nullable(), reason: z.string() }),
  personal: { reason: told },
});
export type RequestExtended = EventOf<typeof requestExtended>;

export const requestWithdrawn = eventContract({
  type: 'request.withdrawn',
  version: 1,
  schema: z.object({ requestId: id, reason: z.string() }),
  personal: { reason: told },
});
export type RequestWithdrawn = EventOf<typeof requestWithdrawn>;

/** A cell's value; a day is yyyy-mm-dd. */
export const cellValue = z.union([z.string(), z.number()]).nullable();
export type CellValue = z.infer<typeof cellValue>;

/** One of an answer's rows. `cells` and `sources` in the order of the columns; a source tells where the platform held it. */
export const answerRow = z.object({
  rowId: id,
  cells: z.array(cellValue),
  sources: z.array(z.enum(['organisation', 'contact', 'counter', 'earlier']).nullable()),
});
export type AnswerRow = z.infer<typeof answerRow>;

/**
 * Stream `answer-ID` of the tenant that answers; addressed to the one that asked. The whole sheet, also when only a row of it
 * was open. Everything in the cells hangs on the answer's own key.
 */
export const answerSubmitted = eventContract({
  type: 'answer.submitted',
  version: 1,
  schema: z.object({
    answerId: id,
    requestId: id,
    organisationId: id,
    asker: id,
    rows: z.array(answerRow),
  }),
  personal: { 'rows.*.cells': { key: 'document', of: 'answerId', erased: [] } },
});
export type AnswerSubmitted = EventOf<typeof answerSubmitted>;

/** Only these rows are open again. */
export const answerRowsReturned = eventContract({
  type: 'answer.rows-returned',
  version: 1,
  schema: z.object({ answerId: id, requestId: id, rows: z.array(z.object({ rowId: id, reason: z.string() })) }),
  personal: { 'rows.*.reason': { key: 'document', of: 'answerId', erased: '（已删除）' } },
});
export type AnswerRowsReturned = EventOf<typeof answerRowsReturned>;

export const answerAccepted = eventContract({
  type: 'answer.accepted',
  version: 1,
  schema: z.object({ answerId: id, requestId: id }),
});
export type AnswerAccepted = EventOf<typeof answerAccepted>;
