import type {
  PlanAbove,
  PlanAccepted,
  PlanApproved,
  PlanApprovalWithdrawn,
  PlanHandDownWithdrawn,
  PlanHandedDown,
  PlanHandedOver,
  PlanItemsReturned,
  PlanOpened,
  PlanParentTaken,
  PlanRevisionGivenUp,
  PlanRevisionOpened,
  PlanSubmitted,
  PlanTakenOver,
  PlanUnitsTakingOver,
  PlanWithdrawn,
} from '@chuangwen/contracts';
import { dayOf, defineView, type Recorded } from '@chuangwen/platform/projections';
import type { Situation, Way } from '../plan/state';

/** What a plan below has said of itself, from a day on. Of its items only those that it touched are named. */
export type Report = Readonly<{
  /** Recorded, Asia/Shanghai; the last one of a day. */
  on: string;
  organisationId: string;
  /** The revision of the parent that it lies over. */
  over: number;
  situation: Situation['at'];
  /** How the revision that counts carries out the plan above, whatever is being worked on; null: none does. */
  inForce: Way | null;
  /** Something of it was submitted, so that its silence on a measure means that it keeps it. */
  heard: boolean;
  way: Way;
  changed: readonly string[];
  dropped: Readonly<Record<string, string>>;
  added: readonly Readonly<{ itemId: string; above: string | null; title: string }>[];
}>;

/** What the parent's own stream says, from a day on: which revision was given, how it was asked for, or that it was taken back. */
export type Given = Readonly<{ on: string; revision: number; asked: Exclude<Way, 'own'> | null; takenBack: boolean }>;

/** One plan below another, with its history by day, so that it can be seen as of any. */
export type CoverageDocument = Readonly<{
  /** The plan above. */
  above: string;
  planId: string;
  tenant: string;
  organisationId: string;
  /** From the stream of the plan above. */
  given: readonly Given[];
  /** From the stream of the plan below. */
  reports: readonly Report[];
}>;

type FromAbove = PlanHandedDown | PlanUnitsTakingOver | PlanHandDownWithdrawn;
type FromBelow =
  | PlanOpened
  | PlanSubmitted
  | PlanItemsReturned
  | PlanApproved
  | PlanAccepted
  | PlanTakenOver
  | PlanRevisionOpened
  | PlanRevisionGivenUp
  | PlanParentTaken
  | PlanHandedOver
  | PlanWithdrawn
  | PlanApprovalWithdrawn;

export const coverageId = (above: string, planId: string): string => `${above}/${planId}`;

export const coverageView = defineView<CoverageDocument, FromAbove | FromBelow>({
  name: 'coverage@2',
  formerly: ['coverage'],
  topics: ['campaign'],
  route: {
    'plan.handed-down': ({ data: { planId, to } }) => to.map((child) => coverageId(planId, child.planId)),
    'plan.hand-down-withdrawn': ({ data: { planId, to } }) => to.map((child) => coverageId(planId, child.planId)),
    'plan.units-taking-over': ({ data: { planId, plans } }) => plans.map((child) => coverageId(planId, child)),
    'plan.opened': upward,
    'plan.submitted': upward,
    'plan.items-returned': upward,
    'plan.approved': upward,
    'plan.accepted': upward,
    'plan.taken-over': upward,
    'plan.revision-opened': upward,
    'plan.revision-given-up': upward,
    'plan.parent-taken': upward,
    'plan.handed-over': upward,
    'plan.withdrawn': upward,
    'plan.approval-withdrawn': upward,
  },
  evolve(document, event, id) {
    const on = dayOf(event.meta.recordedAt);
    switch (event.type) {
      case 'plan.handed-down': {
        const child = event.data.to.find(({ planId }) => id.endsWith(`/${planId}`));
        if (!child) return document;
        const { tenant, organisationId } = child;
        const now = { on, revision: event.data.revision, asked: null, takenBack: false };
        return withGiven(document ?? blank(id, { tenant, organisationId }), now);
      }
      case 'plan.units-taking-over': {
        const before = document?.given.at(-1);
        return document && before ? withGiven(document, { ...before, on, asked: event.data.way }) : document;
      }
      case 'plan.hand-down-withdrawn': {
        const before = document?.given.at(-1);
        return document && before ? withGiven(document, { ...before, on, takenBack: true }) : document;
      }
      default: {
        const before = document?.reports.at(-1) ?? null;
        const report = reported(before, event);
        if (!report) return document;
        const { tenant } = event.meta;
        const known = document ?? blank(id, { tenant, organisationId: report.organisationId });
        return { ...known, reports: onItsDay(known.reports, { ...report, on }) };
      }
    }
  },
  index: ({ above }) => ({ above }),
});

/** Last of its day; a clock that went back does not. */
const onItsDay = <T extends { on: string }>(history: readonly T[], now: T): T[] => {
  const last = history.at(-1);
  const on = last && last.on > now.on ? last.on : now.on;
  return [...history.filter((each) => each.on !== on), { ...now, on }];
};

const withGiven = (document: CoverageDocument, now: Given): CoverageDocument => ({
  ...document,
  given: onItsDay(document.given, now),
});

function blank(id: string, party: { tenant: string; organisationId: string }): CoverageDocument {
  const [above = '', planId = ''] = id.split('/');
  return { above, planId, ...party, given: [], reports: [] };
}

function upward({ data, meta }: Recorded<Extract<FromBelow, { data: { parent: PlanAbove | null } }>>) {
  const { parent, planId } = data;
  return parent && [meta.tenant, ...meta.audience].includes(parent.tenant)
    ? { tenant: parent.tenant, id: coverageId(parent.planId, planId) }
    : [];
}

type Told = Omit<Report, 'on'>;

function reported(before: Told | null, event: Recorded<FromBelow>): Told | null {
  const over = event.data.parent?.revision ?? 1;
  switch (event.type) {
    case 'plan.opened':
      return first(event.data.organisationId, over);
    case 'plan.submitted': {
      const { items, overlay, organisationId } = event.data;
      const kept = (itemId: string) => items !== null && !items.includes(itemId);
      const known = before ?? first(organisationId, over);
      return {
        ...known,
        organisationId,
        over,
        situation: 'submitted',
        heard: true,
        changed: [...known.changed.filter(kept), ...overlay.changed.map(({ itemId }) => itemId)],
        dropped: Object.fromEntries([
          ...Object.entries(known.dropped).filter(([itemId]) => kept(itemId)),
          ...overlay.dropped.map(({ itemId, reason }) => [itemId, reason] as const),
        ]),
        added: [
          ...known.added.filter(({ itemId }) => kept(itemId)),
          ...overlay.added.map(({ itemId, above, title }) => ({ itemId, above, title })),
        ],
      };
    }
    case 'plan.taken-over': {
      const { organisationId, way } = event.data;
      const whole = { over, way, heard: true, changed: [], dropped: {}, added: [] };
      return { ...(before ?? first(organisationId, over)), ...whole };
    }
    case 'plan.items-returned':
      return before && { ...before, situation: 'returned', way: 'own' };
    case 'plan.approved':
    case 'plan.accepted':
      return before && { ...before, over, situation: 'approved', inForce: before.way };
    case 'plan.revision-opened':
      return before && { ...before, situation: 'drafting' };
    case 'plan.revision-given-up':
      return before && { ...before, over, situation: 'approved', way: before.inForce ?? before.way };
    case 'plan.parent-taken':
      return before && { ...before, over, way: 'own' };
    case 'plan.handed-over':
      return before && { ...before, organisationId: event.data.organisationId };
    case 'plan.withdrawn':
      return before && { ...before, situation: 'withdrawn', inForce: null };
    case 'plan.approval-withdrawn':
      return (
        before && { ...before, situation: 'submitted', inForce: event.data.inForce === null ? null : before.inForce }
      );
  }
}

const first = (organisationId: string, over: number): Told => ({
  organisationId,
  over,
  situation: 'drafting',
  inForce: null,
  heard: false,
  way: 'own',
  changed: [],
  dropped: {},
  added: [],
});
