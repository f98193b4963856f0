import type {
  PlanAbove,
  PlanApproved,
  PlanHandedDown,
  PlanItemsReturned,
  PlanOpened,
  PlanSubmitted,
} from '@chuangwen/contracts';
import { defineView, type Recorded } from '@chuangwen/platform';

/** What a plan below has said of itself. Of its items only those that it touched are named. */
export type Report = Readonly<{
  tenant: string;
  organisationId: string;
  /** The revision of the parent that it lies over. */
  over: number;
  situation: 'drafting' | 'submitted' | 'returned' | 'approved';
  changed: readonly string[];
  dropped: Readonly<Record<string, string>>;
  added: readonly Readonly<{ itemId: string; above: string | null; title: string }>[];
}>;

/** One document a parent plan. Keys are in order, so that the order of arrival can't be seen in the bytes. */
export type CoverageDocument = Readonly<{
  planId: string;
  /** By plan: who was given it, as the parent's own stream says. */
  handed: Readonly<Record<string, { tenant: string; organisationId: string; revision: number }>>;
  /** By plan: what came back. */
  reports: Readonly<Record<string, Report>>;
}>;

type CoverageEvent = PlanHandedDown | PlanOpened | PlanSubmitted | PlanItemsReturned | PlanApproved;

export const coverageView = defineView<CoverageDocument, CoverageEvent>({
  name: 'coverage',
  topics: ['campaign'],
  route: {
    'plan.handed-down': ({ data }) => data.planId,
    'plan.opened': ({ data, meta }) => (data.parent?.tenant === meta.tenant ? data.parent.planId : []),
    'plan.submitted': above,
    'plan.items-returned': above,
    'plan.approved': above,
  },
  evolve(document, event, planId) {
    const { handed, reports }: CoverageDocument = document ?? { planId, handed: {}, reports: {} };
    if (event.type === 'plan.handed-down') {
      const { revision, to } = event.data;
      const added = to.map(({ planId: child, ...party }) => [child, { ...party, revision }] as const);
      return { planId, handed: sorted({ ...handed, ...Object.fromEntries(added) }), reports };
    }
    const child = event.data.planId;
    const report = reported(reports[child] ?? null, event);
    return { planId, handed, reports: report ? sorted({ ...reports, [child]: report }) : reports };
  },
});

function above({ data, meta }: Recorded<Extract<CoverageEvent, { data: { parent: PlanAbove | null } }>>) {
  const { parent } = data;
  return parent && [meta.tenant, ...meta.audience].includes(parent.tenant)
    ? { tenant: parent.tenant, id: parent.planId }
    : [];
}

function reported(before: Report | null, event: Recorded<Exclude<CoverageEvent, PlanHandedDown>>): Report | null {
  switch (event.type) {
    case 'plan.opened':
      return { ...blank(event), situation: 'drafting' };
    case 'plan.submitted': {
      const { items, overlay } = event.data;
      const kept = (itemId: string) => items !== null && !items.includes(itemId);
      const { changed, dropped, added } = before ?? blank(event);
      return {
        ...blank(event),
        situation: 'submitted',
        changed: [...changed.filter(kept), ...overlay.changed.map(({ itemId }) => itemId)],
        dropped: Object.fromEntries([
          ...Object.entries(dropped).filter(([itemId]) => kept(itemId)),
          ...overlay.dropped.map(({ itemId, reason }) => [itemId, reason] as const),
        ]),
        added: [
          ...added.filter(({ itemId }) => kept(itemId)),
          ...overlay.added.map(({ itemId, above, title }) => ({ itemId, above, title })),
        ],
      };
    }
    case 'plan.items-returned':
      return before && { ...before, situation: 'returned' };
    case 'plan.approved':
      return before && { ...before, situation: 'approved' };
  }
}

function blank({ data, meta }: Recorded<PlanOpened | PlanSubmitted>): Omit<Report, 'situation'> {
  const { organisationId, parent } = data;
  return { tenant: meta.tenant, organisationId, over: parent?.revision ?? 1, changed: [], dropped: {}, added: [] };
}

const sorted = <V>(entries: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
