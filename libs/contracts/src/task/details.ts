import { z } from 'zod';
import { item, itemTexts, partialDate, phase, phaseTexts } from '../campaign/content';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { taskMeasure } from './task';

const text = { key: 'document', of: 'taskId', erased: null } as const;

/**
 * A task beyond the plan's own, under one of its measures: from a decomposition table, first event of its stream in the place of
 * `task.opened`. It counts like any other; what a plan expects (one task for each item with nothing below it) does not hold it, so it
 * must not be held against that.
 */
export const taskAdded = eventContract({
  type: 'task.added',
  version: 1,
  schema: z.object({
    taskId: id,
    campaignId: id,
    planId: id,
    organisationId: id,
    item,
    measure: taskMeasure,
    phase: phase.nullable(),
    deadline: partialDate.nullable(),
  }),
  personal: {
    ...itemTexts('item', 'planId'),
    ...phaseTexts('phase', 'planId'),
    'measure.title': { key: 'document', of: 'planId', erased: '（已删除）' },
  },
});
export type TaskAdded = EventOf<typeof taskAdded>;

/** Stream `additions-PLAN` of the tenant: a task that a table adds to the plan, told before it is. It goes and comes with the plan. */
export const additionsNoted = eventContract({
  type: 'additions.noted',
  version: 1,
  schema: z.object({ planId: id, taskId: id }),
});
export type AdditionsNoted = EventOf<typeof additionsNoted>;

/** The plan counts no more, and what tables added to it neither: nothing is added until it is in force again. */
export const additionsWithdrawn = eventContract({
  type: 'additions.withdrawn',
  version: 1,
  schema: z.object({ planId: id }),
});
export type AdditionsWithdrawn = EventOf<typeof additionsWithdrawn>;

export const additionsResumed = eventContract({
  type: 'additions.resumed',
  version: 1,
  schema: z.object({ planId: id }),
});
export type AdditionsResumed = EventOf<typeof additionsResumed>;

/** What a decomposition table says of a task besides; whole, in people's words. null: nothing. */
export const taskDetailsSet = eventContract({
  type: 'task.details-set',
  version: 1,
  schema: z.object({
    taskId: id,
    /** 测评指标, 具体要求, 联系电话, 备注. */
    indicator: z.string().nullable(),
    requirements: z.string().nullable(),
    telephone: z.string().nullable(),
    remark: z.string().nullable(),
    /** 完成时限 in the table's words where they are no day (“长期坚持”). */
    deadlineWords: z.string().nullable(),
    /** Columns that nobody knows, in the order and under the titles of the table. */
    extra: z.array(z.object({ title: z.string(), value: z.string() })),
  }),
  personal: {
    indicator: text,
    requirements: text,
    telephone: text,
    remark: text,
    deadlineWords: text,
    extra: { key: 'document', of: 'taskId', erased: [] },
  },
});
export type TaskDetailsSet = EventOf<typeof taskDetailsSet>;

/** What a column of a decomposition table is; null: kept as it is. */
export const tableField = z.enum([
  'number',
  'title',
  'measure',
  'indicator',
  'leader',
  'leadUnit',
  'jointUnits',
  'deadline',
  'requirements',
  'telephone',
  'remark',
  'person',
  'evidenceWanted',
  'situation',
  'percent',
  'proofs',
  'taskId',
]);
export type TableField = z.infer<typeof tableField>;

/** A table came in: its columns, so that it goes out again as it came. Stream `task-table-CAMPAIGN` of the tenant. */
export const taskTableImported = eventContract({
  type: 'task-table.imported',
  version: 1,
  schema: z.object({
    campaignId: id,
    /** Of the file, hex. */
    sha256: z.string(),
    columns: z.array(z.object({ title: z.string(), field: tableField.nullable() })),
    /** Rows of the table by what became of them. */
    added: z.array(id),
    changed: z.array(id),
    unchanged: z.number().int(),
    refused: z.number().int(),
    skipped: z.number().int(),
  }),
  personal: { 'columns.*.title': { key: 'document', of: 'campaignId', erased: '（已删除）' } },
});
export type TaskTableImported = EventOf<typeof taskTableImported>;
