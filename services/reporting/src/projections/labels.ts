import type { CampaignOpened, Item, Phase, PlanApproved, PlanHandedDown } from '@chuangwen/contracts';
import { defineView, type Recorded } from '@chuangwen/platform/projections';

/** A name as the earliest event gives it: whatever order the plans arrive in, it is the same one. */
export type Label = Readonly<{
  id: string;
  number: string | null;
  name: string;
  /** The place it stands at in its document. */
  at: number;
  recordedAt: string;
  event: string;
}>;

/** What a tenant's campaign, its phases and its measures are called. */
export type Labels = Readonly<{
  campaignId: string;
  title: Label | null;
  /** By id. */
  phases: readonly Label[];
  measures: readonly Label[];
}>;

type LabelEvent = CampaignOpened | PlanHandedDown | PlanApproved;

export const labelsView = defineView<Labels, LabelEvent>({
  name: 'labels',
  topics: ['campaign'],
  readableByOverseers: true,
  route: {
    'campaign.opened': ({ data }) => data.campaignId,
    'plan.handed-down': ({ data, meta }) =>
      [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.brief.campaignId })),
    'plan.approved': ({ data }) => data.campaignId,
  },
  evolve(labels, event) {
    const { campaignId, title, phases, items } = contentOf(event);
    const label = labeller(event);
    const known = labels ?? { campaignId, title: null, phases: [], measures: [] };
    const titles = title === null ? [] : [label(campaignId, null, title, 0)];
    return {
      campaignId,
      title: earliest(known.title ? [known.title] : [], titles)[0] ?? null,
      phases: earliest(
        known.phases,
        phases.map(({ phaseId, name }, at) => label(phaseId, null, name, at)),
      ),
      measures: earliest(
        known.measures,
        topsOf(items).map(({ itemId, number, title }, at) => label(itemId, number, title, at)),
      ),
    };
  },
  index: ({ campaignId }) => ({ campaign: campaignId }),
});

type Content = { campaignId: string; title: string | null; phases: readonly Phase[]; items: readonly Item[] };

function contentOf({ type, data }: Recorded<LabelEvent>): Content {
  if (type === 'plan.approved') return { ...data, title: null };
  const { brief, items } = data;
  return { campaignId: brief.campaignId, title: brief.title, phases: brief.phases, items };
}

const labeller =
  ({ meta }: Recorded<LabelEvent>) =>
  (id: string, number: string | null, name: string, at: number): Label => {
    const { recordedAt, id: event } = meta;
    return { id, number, name, at, recordedAt, event };
  };

const topsOf = (items: readonly Item[]): Item[] => {
  const ids = new Set(items.map(({ itemId }) => itemId));
  return items.filter(({ above }) => above === null || !ids.has(above));
};

/** Of two labels with one id the one recorded first; in order of ids, so that equal content is equal bytes. */
export function earliest(...lists: readonly (readonly Label[])[]): Label[] {
  const first = new Map<string, Label>();
  for (const label of lists.flat()) {
    const known = first.get(label.id);
    if (!known || before(label, known)) first.set(label.id, label);
  }
  return [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The event's id decides between two of the same millisecond. */
const before = (a: Label, b: Label): boolean =>
  a.recordedAt < b.recordedAt ||
  (a.recordedAt === b.recordedAt && (a.event < b.event || (a.event === b.event && a.at < b.at)));

/** As they stand in the documents: the earlier document first. */
export const inOrder = (labels: readonly Label[]): Label[] =>
  [...labels].sort((a, b) => (a.event === b.event ? a.at - b.at : before(a, b) ? -1 : 1));
