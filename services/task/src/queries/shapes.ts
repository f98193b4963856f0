import { z } from 'zod';
import { evidenceRequirement, proofKind, taskCheck } from '@chuangwen/contracts';
import { SITUATIONS } from '../projections/task-document';

/** An id with the name it has in this tenant today; null where it is not known (any more). */
export const named = z.object({ id: z.string(), name: z.string().nullable() }).meta({ id: 'Named' });
export type Named = z.infer<typeof named>;

const phase = z.object({
  phaseId: z.string(),
  name: z.string(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  text: z.string().nullable(),
});

const measure = z.object({ itemId: z.string(), number: z.string().nullable(), title: z.string() });

/** What a decomposition table says besides: 测评指标, 具体要求, 联系电话, 备注; `extra`: columns that nobody knows. */
const details = z.object({
  indicator: z.string().nullable(),
  requirements: z.string().nullable(),
  telephone: z.string().nullable(),
  remark: z.string().nullable(),
  deadlineWords: z.string().nullable(),
  extra: z.array(z.object({ title: z.string(), value: z.string() })),
});

/** Another campaign in which the task counts, in the place of the task `covers`. */
const share = z.object({
  campaignId: z.string(),
  planId: z.string(),
  covers: z.string(),
  itemId: z.string(),
  measure,
  phase: phase.nullable(),
  deadline: z.string().nullable(),
  reason: z.string(),
  since: z.string(),
  until: z.string().nullable(),
});

export const taskRow = z
  .object({
    taskId: z.string(),
    version: z.number().int(),
    day: z.string(),
    source: z.enum(['plan', 'table']),
    campaignId: z.string(),
    planId: z.string(),
    itemId: z.string(),
    organisation: named,
    number: z.string().nullable(),
    title: z.string(),
    text: z.string().nullable(),
    measure,
    phase: phase.nullable(),
    /** YYYY-MM-DD, or what the source says as far as it is known (YYYY-MM, --MM-DD, --MM). */
    deadline: z.string().nullable(),
    responsible: z.string().nullable(),
    evidenceWanted: z.string().nullable(),
    requirement: evidenceRequirement.nullable(),
    details,
    situation: z.enum(SITUATIONS),
    withdrawn: z
      .object({ cause: z.enum(['plan', 'covered']), by: z.string().nullable(), reason: z.string(), on: z.string() })
      .nullable(),
    shares: z.array(share),
    percent: z.number().int(),
    note: z.string(),
    leadUnit: named.nullable(),
    jointUnits: z.array(named),
    person: named.nullable(),
    leader: named.nullable(),
    proofs: z.number().int(),
  })
  .meta({ id: 'TaskRow' });
export type TaskRow = z.infer<typeof taskRow>;

const evidence = z.object({
  evidenceId: z.string(),
  proofId: z.string(),
  name: z.string(),
  kind: z.enum(['file', 'link']),
  looks: proofKind,
  sha256: z.string().nullable(),
  size: z.number().int().nullable(),
  mediaType: z.string().nullable(),
  url: z.string().nullable(),
  attachedBy: named,
  attachedAt: z.string(),
  removed: z.object({ reason: z.string(), by: named, at: z.string() }).nullable(),
});

const waiver = z.object({ check: taskCheck, reason: z.string(), by: named });

/** What the last return opened, and what was changed since: all a reviewer has to look at again. */
const review = z.object({
  round: z.number().int(),
  returned: z.array(z.object({ item: z.string(), reason: z.string() })),
  attached: z.array(z.string()),
  removed: z.array(z.string()),
  reported: z.boolean(),
});

const historyLine = z.object({
  version: z.number().int(),
  type: z.string(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), post: z.string().nullable() }),
  detail: z.record(z.string(), z.unknown()),
});

export const taskDetail = taskRow
  .extend({
    evidence: z.array(evidence),
    waived: z.array(waiver),
    review: review.nullable(),
    history: z.array(historyLine),
  })
  .meta({ id: 'Task' });
export type TaskDetail = z.infer<typeof taskDetail>;

export const taskList = z
  .object({
    tasks: z.array(taskRow),
    /** Ask again with `after` this id; null: that was all. */ next: z.string().nullable(),
  })
  .meta({ id: 'Tasks' });
export type TaskList = z.infer<typeof taskList>;

/** How many tasks are in which situation; `withoutPerson`: nobody is named yet. */
export const taskOverview = z
  .object({
    tasks: z.number().int(),
    withoutPerson: z.number().int(),
    situations: z.record(z.enum(SITUATIONS), z.number().int()),
  })
  .meta({ id: 'TaskOverview' });
export type TaskOverview = z.infer<typeof taskOverview>;
