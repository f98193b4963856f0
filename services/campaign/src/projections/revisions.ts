import type { PlanHandedDown } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import type { Base } from '../plan/resolve';

export type RevisionDocument = Base & Readonly<{ planId: string; revision: number }>;

export const revisionId = (planId: string, revision: number): string => `${planId}@${revision}`;

/** Whole plans as they were handed down, in the tenants that gave and got them: what the plans below lie over. */
export const revisionsView = defineView<RevisionDocument, PlanHandedDown>({
  name: 'revisions',
  topics: ['campaign'],
  route: {
    'plan.handed-down': ({ data, meta }) =>
      [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: revisionId(data.planId, data.revision) })),
  },
  evolve(_, { data: { planId, revision, items, responsible, lineage } }) {
    return { planId, revision, items, responsible, lineage };
  },
});
