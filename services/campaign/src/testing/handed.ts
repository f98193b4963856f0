import { above, base } from './plan';
import type { PlanEvent } from '../plan/events';

export const brief = {
  campaignId: 'c',
  tenant: 'office',
  organisationId: 'office-root',
  title: '创建省级文明城市',
  honour: null,
  level: null,
  term: null,
  docNumber: null,
  guidingThought: null,
  goals: null,
  phases: [],
  requirements: [],
};
export const unit = { tenant: 'bureau-tenant', organisationId: 'unit', planId: 'unit-plan' };
export const station = { tenant: 'bureau-tenant', organisationId: 'station', planId: 'station-plan' };
export const handed = (revision: number, to: (typeof unit)[], more: object): PlanEvent => ({
  type: 'plan.handed-down',
  data: {
    planId: 'child',
    organisationId: 'bureau',
    revision,
    brief,
    to,
    items: [...base.items],
    responsible: { b: '宣传科' },
    lineage: {
      plans: [above, { tenant: 'bureau-tenant', organisationId: 'bureau', planId: 'child', revision }],
      items: {},
    },
    ...more,
  },
});
