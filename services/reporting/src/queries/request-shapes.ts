import { z } from 'zod';

const count = z.number().int();
const value = z.union([z.string(), z.number()]).nullable();
const source = z.enum(['organisation', 'contact', 'counter', 'earlier']).nullable();
export const columnShape = z.object({
  columnId: z.string(),
  title: z.string(),
  kind: z.enum(['text', 'number', 'day', 'choice']),
  choices: z.array(z.string()),
  required: z.boolean(),
});

/** What a spreadsheet's header says; each may be corrected before the request is issued. */
export const headerShape = z
  .object({
    sheet: z.string(),
    title: z.string().nullable(),
    header: count,
    columns: z.array(columnShape.omit({ columnId: true })),
    passedOver: z.array(z.object({ row: count, why: z.enum(['heading', 'total', 'remark']) })),
    leftOut: z.array(z.string()),
  })
  .meta({ id: 'RequestColumns' });

export const requestLine = z
  .object({
    id: z.string(),
    title: z.string(),
    basis: z.string(),
    issuedOn: z.string(),
    deadline: z.string(),
    withdrawn: z.boolean(),
    owing: count,
    answered: count,
    missing: count,
    late: count,
  })
  .meta({ id: 'DataRequestLine' });
const next = z.string().nullable();
export const requestList = z
  .object({ requests: z.array(requestLine), /** Ask again with this as `after`; null: that was all. */ next })
  .meta({ id: 'DataRequestList' });

export const owedLine = z
  .object({
    answerId: z.string(),
    requestId: z.string(),
    organisation: z.string(),
    title: z.string(),
    basis: z.string(),
    deadline: z.string(),
    situation: z.enum(['open', 'submitted', 'returned', 'accepted', 'withdrawn']),
    reminders: count,
  })
  .meta({ id: 'OwedAnswer' });
export const owedList = z
  .object({ answers: z.array(owedLine), /** Ask again with this as `after`; null: that was all. */ next })
  .meta({ id: 'OwedAnswerList' });

export const owes = z.object({
  answerId: z.string(),
  organisation: z.string(),
  name: z.string(),
  deadline: z.string(),
  reminders: count,
  /** `open`: still missing; `withdrawn`: it was, until the request was withdrawn. */
  situation: z.enum(['open', 'submitted', 'returned', 'accepted', 'withdrawn']),
  /** First submitted, or still missing, after its deadline. */
  late: z.boolean(),
  submittedOn: z.string().nullable(),
});

export const requestPage = z
  .object({
    id: z.string(),
    title: z.string(),
    basis: z.string(),
    note: z.string().nullable(),
    columns: z.array(columnShape),
    rows: z.enum(['one', 'many']),
    campaignId: z.string().nullable(),
    issuedOn: z.string(),
    deadline: z.string(),
    asOf: z.string(),
    withdrawn: z.object({ day: z.string(), reason: z.string() }).nullable(),
    extensions: z.array(
      z.object({ day: z.string(), deadline: z.string(), answers: z.array(z.string()).nullable(), reason: z.string() }),
    ),
    again: z.object({ reason: z.string(), requests: z.array(z.string()) }).nullable(),
    /** Of the whole request, as the sums are. `owing`: of how many it was asked; once it is withdrawn none of them is `missing`. */
    counts: z.object({
      owing: count,
      answered: count,
      accepted: count,
      returned: count,
      missing: count,
      late: count,
      prefilled: count,
    }),
    /** A page of those who owe, in order of names, as they were called when it was issued; `table`: their rows. */
    owing: z.array(owes),
    /** Ask again with this as `after`; null: that was all. */
    next,
    /** In the order of the columns; null for columns that are no numbers. */
    sums: z.array(z.number().nullable()),
    table: z.array(
      z.object({
        answerId: z.string(),
        name: z.string(),
        situation: z.enum(['submitted', 'returned', 'accepted']),
        rowId: z.string(),
        cells: z.array(value),
        sources: z.array(source),
        returned: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DataRequest' });
export type RequestPage = z.infer<typeof requestPage>;

export const sheetShape = z
  .object({
    answerId: z.string(),
    requestId: z.string(),
    organisation: z.string(),
    title: z.string(),
    basis: z.string(),
    note: z.string().nullable(),
    deadline: z.string(),
    columns: z.array(columnShape),
    rowsWanted: z.enum(['one', 'many']),
    situation: z.enum(['open', 'submitted', 'returned', 'accepted', 'withdrawn']),
    reminders: count,
    /** Where the rows are from: the platform's own filling, what somebody saved, or what was submitted. */
    from: z.enum(['filled', 'draft', 'submitted']),
    rows: z.array(
      z.object({
        /** null: not saved yet. */
        rowId: z.string().nullable(),
        cells: z.array(value),
        sources: z.array(source),
        returned: z.string().nullable(),
        /** It can be changed. */
        open: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AnswerSheet' });
export type SheetPage = z.infer<typeof sheetShape>;

export const uploadedShape = z
  .object({
    rows: z.array(
      z.object({
        row: count,
        fate: z.enum(['taken', 'wrong', 'heading', 'total', 'remark']),
        cells: z.array(value),
        faults: z.array(z.object({ column: z.string(), fault: z.string() })),
      }),
    ),
    lacking: z.array(z.string()),
    unasked: z.array(z.string()),
    /** The rows that can be taken are the draft now. */
    saved: z.boolean(),
  })
  .meta({ id: 'UploadedSheet' });
