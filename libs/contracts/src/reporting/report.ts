import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { tree } from '../identity/organisation';

const words = { key: 'document', of: 'reportId', erased: '（已删除）' } as const;

/** What a report can be broken down by: its items are the rows. */
export const reportBy = z.enum(['unit', 'phase', 'measure']);

/** Who the report goes to; `organisationId` null: the tenant's own organisation. */
export const reportReader = z.object({ tenant: id, organisationId: id.nullable() });
export type ReportReader = z.infer<typeof reportReader>;

/** What a report is about. */
export const reportHead = z.object({
  campaignId: id,
  organisationId: id,
  /** The organisation above, which reviews it. */
  to: reportReader,
  /** Those that get to know it. */
  cc: z.array(reportReader),
  by: reportBy,
  tree,
  /** `counters`: of all that the reporter may see; `merged`: of its own, and the frozen reports that it accepted from those below. */
  basis: z.enum(['counters', 'merged']),
  /** Deadlines within these days, both included; null: the whole campaign. */
  period: z.object({ from: day.nullable(), to: day.nullable() }).nullable(),
});
export type ReportHead = z.infer<typeof reportHead>;

/** `total`, or the key of a row: an id of a unit, phase or measure, or `-`. */
const item = z.string().min(1).max(64);
const readers = { to: reportReader, cc: z.array(reportReader) };

/** Stream `report-ID` of the tenant that reports. A draft: nobody above hears of it. */
export const reportOpened = eventContract({
  type: 'report.opened',
  version: 1,
  schema: z.object({ reportId: id, ...reportHead.shape, /** The recorded day it is seen on. */ asOf: day }),
});
export type ReportOpened = EventOf<typeof reportOpened>;

/** What the reporter says of an item; null: nothing any more. */
export const reportRemarked = eventContract({
  type: 'report.remarked',
  version: 1,
  schema: z.object({ reportId: id, item, text: z.string().nullable() }),
  personal: { text: words },
});
export type ReportRemarked = EventOf<typeof reportRemarked>;

/**
 * On its way up. The figures are frozen: canonical JSON, kept as a file of the reporting service in the reporter's tenant
 * under `snapshot.sha256`. Words are not part of it: they are here, sealed.
 */
export const reportSubmitted = eventContract({
  type: 'report.submitted',
  version: 1,
  schema: z.object({
    reportId: id,
    ...reportHead.shape,
    asOf: day,
    /** 1, 2, …: what a reviewer has seen is known by this number. */
    submission: z.number().int().positive(),
    /** Only these were corrected; null: all. */
    items: z.array(item).nullable(),
    snapshot: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() }),
    /** Of the whole report as it stands now. */
    remarks: z.array(z.object({ item, text: z.string() })),
  }),
  personal: { 'remarks.*.text': words },
});
export type ReportSubmitted = EventOf<typeof reportSubmitted>;

/** Taken back by the reporter before it was accepted. */
export const reportWithdrawn = eventContract({
  type: 'report.withdrawn',
  version: 1,
  schema: z.object({ reportId: id, ...readers, reason: z.string() }),
  personal: { reason: words },
});
export type ReportWithdrawn = EventOf<typeof reportWithdrawn>;

/** Only these items are open again. */
export const reportItemsReturned = eventContract({
  type: 'report.items-returned',
  version: 1,
  schema: z.object({
    reportId: id,
    ...readers,
    items: z.array(z.object({ item, reason: z.string() })).min(1),
  }),
  personal: { 'items.*.reason': words },
});
export type ReportItemsReturned = EventOf<typeof reportItemsReturned>;

export const reportAccepted = eventContract({
  type: 'report.accepted',
  version: 1,
  schema: z.object({ reportId: id, ...readers, submission: z.number().int().positive() }),
});
export type ReportAccepted = EventOf<typeof reportAccepted>;

/** Nothing of it changes any more. */
export const reportLocked = eventContract({
  type: 'report.locked',
  version: 1,
  schema: z.object({ reportId: id, ...readers }),
});
export type ReportLocked = EventOf<typeof reportLocked>;

/** Accepted or locked, it is with the organisation above again, which says why. */
export const reportUnlocked = eventContract({
  type: 'report.unlocked',
  version: 1,
  schema: z.object({ reportId: id, ...readers, reason: z.string() }),
  personal: { reason: words },
});
export type ReportUnlocked = EventOf<typeof reportUnlocked>;

/** 签收: a reader has it, in this submission; `by` as the report names it. */
export const reportReceived = eventContract({
  type: 'report.received',
  version: 1,
  schema: z.object({ reportId: id, ...readers, by: reportReader, submission: z.number().int().positive() }),
});
export type ReportReceived = EventOf<typeof reportReceived>;
