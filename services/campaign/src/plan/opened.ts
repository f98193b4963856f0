import type { PlanOpened } from '@chuangwen/contracts';
import type { OpenedPlan, Touched } from './state';

export function opened({ data }: PlanOpened): OpenedPlan {
  const { planId, campaignId, organisationId, parent, phases, inherited, items, responsible } = data;
  const touched = items.map((item): [string, Touched] => [
    item.itemId,
    { kind: 'added', item, responsible: responsible[item.itemId] ?? null, dropped: null, itemRevision: 1 },
  ]);
  return {
    is: 'opened',
    planId,
    campaignId,
    organisationId,
    parent,
    phases,
    inherited,
    touched: Object.fromEntries(touched),
    reasons: {},
    ...UNSEEN,
  };
}

/** Of a plan that nobody else has seen. */
export const UNSEEN = {
  children: {},
  takenBack: {},
  asked: {},
  revision: 1,
  seenByOthers: false,
  submissions: 0,
  situation: { at: 'drafting' },
  way: 'own',
  inForce: null,
  before: null,
  news: null,
  answers: {},
  answeredBy: null,
  kept: {},
} as const satisfies Partial<OpenedPlan>;
