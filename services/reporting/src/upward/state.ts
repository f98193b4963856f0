import type { Party, ReportHead, ReportReader } from '@chuangwen/contracts';

/** Words on the whole report, or what its totals are returned as. */
export const TOTAL = 'total';

export type Situation =
  | Readonly<{ at: 'drafting' | 'submitted' | 'withdrawn' | 'accepted' | 'locked' }>
  /** Only these items are with the reporter again. */
  | Readonly<{ at: 'returned'; open: readonly string[] }>;

export type OpenedReport = Readonly<{
  is: 'opened';
  reportId: string;
  head: ReportHead;
  /** The recorded day it is seen on; of the last submission, once there is one. */
  asOf: string;
  /** By item. */
  remarks: Readonly<Record<string, string>>;
  /** Why an item was returned last. */
  reasons: Readonly<Record<string, string>>;
  /** How often it was sent up: what a reviewer has seen is known by this number. */
  submissions: number;
  snapshot: Readonly<{ sha256: string; size: number }> | null;
  /** By reader: the last submission that was received. */
  received: Readonly<Record<string, number>>;
  situation: Situation;
}>;

export type UpwardReport = Readonly<{ is: 'none' }> | OpenedReport;

/** Somebody who acts on a report that came up; `root`: for the tenant's own organisation. */
export type Reviewer = Party & Readonly<{ root: boolean }>;

export const readerKey = ({ tenant, organisationId }: ReportReader): string => `${tenant}|${organisationId ?? ''}`;

/** Whether they are the one that a report names. */
export const isReader = (reader: ReportReader, by: Reviewer): boolean =>
  reader.tenant === by.tenant &&
  (reader.organisationId === null ? by.root : reader.organisationId === by.organisationId);
