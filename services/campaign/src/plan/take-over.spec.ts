import { given } from '@chuangwen/kernel';
import {
  above,
  approved,
  base,
  changed,
  item,
  opened,
  returned,
  reviewer,
  rootOpened,
  submitted,
} from '../testing/plan';
import { brief, handed, unit } from '../testing/handed';
import type { PlanCommand } from './command';
import type { PlanEvent } from './events';
import { planDecider } from './plan';
import { NO_BASE } from './resolve';

const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const data = { planId: 'child', campaignId: 'c', organisationId: 'bureau', parent: above, revision: 1 };
const taken = (way: 'whole' | 'without-paper', more: object = {}): PlanEvent => ({
  type: 'plan.taken-over',
  data: { ...data, way, ...more },
});
const takeOver = (more: object = {}): PlanCommand => ({
  type: 'take-over',
  way: 'whole',
  purpose: 'approval',
  atOnce: false,
  tenant: 'bureau-tenant',
  base,
  ...more,
});
const forRecord = { ...approved, data: { ...approved.data, purpose: 'record' } } as PlanEvent;

describe('taking a plan over whole', () => {
  it('submits it as it stands, for one’s own superior to approve', () => {
    plan().when(takeOver()).then(taken('whole'), submitted());
    plan(taken('whole'), submitted())
      .when({ type: 'approve', by: reviewer, tenant: 'bureau-tenant', base })
      .then(approved);
  });
  it('is in force at once where nobody else is to look at it', () => {
    plan()
      .when(takeOver({ purpose: 'record', atOnce: true }))
      .then(taken('whole'), submitted(null, { purpose: 'record' }), forRecord);
    plan()
      .when(takeOver({ atOnce: true }))
      .then(taken('whole'), submitted(), approved);
  });
  it('is refused where it is another’s plan already, or on its way', () => {
    plan(changed('b', '改')).when(takeOver()).thenRefused('plan.has-own-items');
    plan(submitted()).when(takeOver()).thenRefused('plan.already-submitted');
    plan(submitted(), approved).when(takeOver()).thenRefused('plan.is-approved');
    plan(submitted(), returned('b')).when(takeOver()).thenRefused('plan.finish-returned-first');
    given(planDecider, rootOpened)
      .when(takeOver({ base: NO_BASE }))
      .thenRefused('plan.root-has-none-above');
  });
  it('stays quiet when it was, and where the organisation above asked for what can’t be', () => {
    plan(taken('whole'), submitted()).when(takeOver()).thenNothing();
    plan(taken('whole'), submitted(), approved).when(takeOver()).thenNothing();
    plan(changed('b', '改'))
      .when(takeOver({ asked: true }))
      .thenNothing();
  });
  it('takes the parent’s later revision with it', () => {
    const later = { ...above, revision: 2 };
    const next = { ...base, items: [...base.items, item('c')] };
    const news: PlanEvent = { type: 'plan.parent-changed', data: { ...data, over: above, parent: later } };
    const ids = next.items.map(({ itemId }) => itemId);
    plan(taken('whole'), submitted(), approved, news)
      .when(takeOver({ next, atOnce: true }))
      .then(
        {
          type: 'plan.revision-opened',
          data: { ...data, inForce: 1, revision: 2, reason: null },
        },
        {
          type: 'plan.parent-taken',
          data: { planId: 'child', campaignId: 'c', organisationId: 'bureau', parent: later, inherited: ids },
        },
        taken('whole', { parent: later, revision: 2 }),
        submitted(null, { parent: later, revision: 2 }),
        { ...approved, data: { ...approved.data, parent: later, revision: 2, items: next.items } } as PlanEvent,
        {
          type: 'plan.revised',
          data: {
            ...data,
            parent: later,
            replaced: 1,
            revision: 2,
            added: ['c'],
            changed: [],
            responsible: {},
            dropped: [],
            ended: [],
          },
        },
      );
  });
});

describe('carrying a plan out without a paper', () => {
  it('is in force at once: there is nothing to look at', () => {
    plan()
      .when(takeOver({ way: 'without-paper' }))
      .then(taken('without-paper'), approved);
  });
  it('stays quiet when it is', () => {
    plan(taken('without-paper'), approved)
      .when(takeOver({ way: 'without-paper' }))
      .thenNothing();
  });
});

describe('having the units take over', () => {
  const have = (...to: (typeof unit)[]): PlanCommand => ({
    type: 'have-taken-over',
    way: 'whole',
    tenant: 'bureau-tenant',
    brief,
    to,
    base,
  });
  const asking: PlanEvent = {
    type: 'plan.units-taking-over',
    data: {
      planId: 'child',
      campaignId: 'c',
      organisationId: 'bureau',
      revision: 1,
      way: 'whole',
      plans: [unit.planId],
    },
  };
  it('gives it to those who have it not', () => {
    plan()
      .when(have(unit))
      .then(handed(1, [unit], {}), asking);
    plan(handed(1, [unit], {}))
      .when(have(unit))
      .then(asking);
  });
  it('stays quiet for those who were asked', () => {
    plan(handed(1, [unit], {}), asking)
      .when(have(unit))
      .thenNothing();
  });
});
