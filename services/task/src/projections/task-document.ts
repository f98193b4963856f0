import type { EvidenceRequirement, ProofKind, TaskCheck, TaskOpened, TaskSharedWith } from '@chuangwen/contracts';
import type { Details } from '../task/state';

export const LIVE = ['unassigned', 'assigned', 'in-progress', 'submitted', 'returned', 'accepted'] as const;
export const SITUATIONS = [...LIVE, 'withdrawn'] as const;
export type Situation = (typeof SITUATIONS)[number];

export type Evidence = Readonly<{
  evidenceId: string;
  /** The same wherever the tenant uses this proof. */
  proofId: string;
  name: string;
  kind: 'file' | 'link';
  looks: ProofKind;
  /** Of files. */
  sha256: string | null;
  size: number | null;
  mediaType: string | null;
  /** Of links. */
  url: string | null;
  attachedBy: string;
  attachedAt: string;
  removed: Readonly<{ reason: string; by: string; at: string }> | null;
}>;

/** The last return, and what was changed since: all that a reviewer has to look at again. */
export type Review = Readonly<{
  round: number;
  returned: readonly Readonly<{ item: string; reason: string }>[];
  attached: readonly string[];
  removed: readonly string[];
  reported: boolean;
}>;

/** Another campaign in which the task counts; `until`: the recorded day of its end. */
export type Share = Readonly<Omit<TaskSharedWith['data'], 'taskId'> & { since: string; until: string | null }>;

export type TaskDocument = Readonly<{
  taskId: string;
  version: number;
  /** The recorded day of the last event, never before the one of the event before it. */
  day: string;
  /** Opened from an item of its plan, or added by a table. */
  source: 'plan' | 'table';
  campaignId: string;
  planId: string;
  organisationId: string;
  itemId: string;
  number: string | null;
  title: string;
  text: string | null;
  /** Who works with the one responsible, by name, as the plan says. Absent in documents older than that. */
  joint?: readonly string[] | undefined;
  measure: TaskOpened['data']['measure'];
  phase: TaskOpened['data']['phase'];
  /** As far as the plan says it, until a person sets a day. */
  deadline: string | null;
  /** In the source's words. */
  responsible: string | null;
  evidenceWanted: string | null;
  requirement: EvidenceRequirement | null;
  waived: readonly Readonly<{ check: TaskCheck; reason: string; by: string }>[];
  details: Details;
  /** Where it stands among those that count; kept underneath while it is withdrawn. */
  standing: (typeof LIVE)[number];
  situation: Situation;
  withdrawn: Readonly<{ cause: 'plan' | 'covered'; by: string | null; reason: string; on: string }> | null;
  shares: readonly Share[];
  percent: number;
  /** Of the last progress report. */
  note: string;
  leadUnit: string | null;
  jointUnits: readonly string[];
  personId: string | null;
  leaderId: string | null;
  evidence: readonly Evidence[];
  review: Review | null;
}>;

/** What of a task says who sees it; a task as it is kept may lack what it has nothing of. */
type Seen = Pick<TaskDocument, 'organisationId'> &
  Partial<Pick<TaskDocument, 'leadUnit' | 'jointUnits' | 'personId' | 'leaderId'>>;

/** The units that lead or join a task, as it is opened and handed out. */
export const unitsOf = ({ organisationId, leadUnit = null, jointUnits = [] }: Seen): string[] => [
  organisationId,
  ...(leadUnit === null ? [] : [leadUnit]),
  ...jointUnits,
];

export const peopleOf = ({ personId = null, leaderId = null }: Seen): string[] =>
  [personId, leaderId].filter((id) => id !== null);

/** The campaigns besides its own in which it counts now. */
export const openShares = ({ shares = [] }: Partial<Pick<TaskDocument, 'shares'>>): Share[] =>
  shares.filter(({ until }) => until === null);

/** Where a task counts in this campaign: as its own plan has it, or as it was shared. null: it does not. */
export function placeIn(task: TaskDocument, campaignId: string): Pick<Share, 'measure' | 'phase' | 'deadline'> | null {
  return campaignId === task.campaignId
    ? task
    : (openShares(task).find((share) => share.campaignId === campaignId) ?? null);
}
