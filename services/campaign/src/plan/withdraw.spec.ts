import { given, NotFound } from '@chuangwen/kernel';
import { above, approved, base, changed, item, opened, reviewer, rootOpened, submitted } from '../testing/plan';
import { brief, handed, station, unit } from '../testing/handed';
import type { PlanCommand } from './command';
import type { PlanEvent } from './events';
import { evolve } from './evolve';
import { planDecider } from './plan';

const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const ids = { planId: 'child', campaignId: 'c', organisationId: 'bureau' };
const reason = '发错了单位';
const withdrawn = (more: object = {}): PlanEvent => ({
  type: 'plan.withdrawn',
  data: { ...ids, parent: above, revision: 1, cause: 'above', children: [], ended: [], reason, ...more },
});
const withdraw: PlanCommand = { type: 'withdraw', cause: 'above', reason };

describe('withdrawing a plan', () => {
  it('happens in whatever situation, with what was in force and who has it', () => {
    plan().when(withdraw).then(withdrawn());
    plan(handed(1, [unit], {}), submitted(), approved)
      .when(withdraw)
      .then(withdrawn({ children: [unit], ended: ['a1', 'a2', 'b'] }));
  });
  it('stays quiet when it is', () => plan(withdrawn()).when(withdraw).thenNothing());
  it('leaves nothing to be done with it', () => {
    const refused: PlanCommand[] = [
      { type: 'submit', purpose: 'approval' },
      { type: 'drop-item', itemId: 'b', reason, base },
      { type: 'open-revision', reason: null },
      { type: 'withdraw-approval', by: reviewer, reason },
      { type: 'hand-down', tenant: 'bureau-tenant', brief, to: [unit], base },
    ];
    for (const command of refused) plan(withdrawn()).when(command).thenRefused('plan.is-withdrawn');
    plan(withdrawn()).when({ type: 'open-plan', plan: opened.data }).thenNothing();
  });
});

describe('taking a hand-down back', () => {
  const back = (...plans: string[]): PlanCommand => ({ type: 'withdraw-hand-down', plans, reason });
  const event: PlanEvent = { type: 'plan.hand-down-withdrawn', data: { ...ids, to: [unit], reason } };
  it('happens for those who have it', () => {
    plan(handed(1, [unit, station], {}))
      .when(back(unit.planId))
      .then(event);
  });
  it('is refused for who has it not', () => {
    for (const id of [unit.planId, '__proto__', 'constructor'])
      expect(() => plan().when(back(id)).thenNothing()).toThrow(NotFound);
    expect(() =>
      plan(handed(1, [unit], {}), event)
        .when(back(unit.planId))
        .thenNothing(),
    ).toThrow(NotFound);
  });
  it('lets it be handed down again', () => {
    const again = { ...unit, planId: 'unit-plan-2' };
    plan(handed(1, [unit], {}), event)
      .when({ type: 'hand-down', tenant: 'bureau-tenant', brief, to: [again], base })
      .then(handed(1, [again], {}));
  });
});

describe('withdrawing an approval', () => {
  const back: PlanCommand = { type: 'withdraw-approval', by: reviewer, reason };
  const event = (more: object = {}): PlanEvent => ({
    type: 'plan.approval-withdrawn',
    data: { ...ids, parent: above, revision: 1, inForce: null, ended: ['a1', 'a2', 'b'], resumed: [], reason, ...more },
  });
  it('puts the plan back with the reviewer, who approves it again or returns it', () => {
    plan(submitted(), approved).when(back).then(event());
    plan(submitted(), approved, event())
      .when({ type: 'approve', by: reviewer, tenant: 'bureau-tenant', base })
      .then(approved);
  });
  it('puts the revision before in force again', () => {
    const opening: PlanEvent = {
      type: 'plan.revision-opened',
      data: { ...ids, parent: above, inForce: 1, revision: 2, reason: null },
    };
    const items = [...base.items.slice(0, 3), item('x')];
    const second = { ...approved, data: { ...approved.data, revision: 2, items } } as PlanEvent;
    const history = [submitted(), approved, opening, changed('b', '改'), submitted(null, { revision: 2 }), second];
    const gone = event({ revision: 2, inForce: 1, ended: ['x'], resumed: ['b'] });
    plan(...history)
      .when(back)
      .then(gone);
    expect([opened, ...history, gone].reduce(evolve, planDecider.initialState())).toMatchObject({
      situation: { at: 'submitted' },
      inForce: { revision: 1, items: base.items },
      before: null,
    });
  });
  it('gives a root plan back to its own organisation', () => {
    const data = { ...approved.data, planId: 'root', organisationId: 'office-root', parent: null };
    const root = { type: 'plan.approved', data } as PlanEvent;
    const gone = event({ planId: 'root', organisationId: 'office-root', parent: null });
    given(planDecider, rootOpened, root).when(back).then(gone);
    expect([rootOpened, root, gone].reduce(evolve, planDecider.initialState())).toMatchObject({
      situation: { at: 'drafting' },
      inForce: null,
    });
  });
  it('is refused to others, and of what is not in force or is being revised', () => {
    plan(submitted(), approved)
      .when({ ...back, by: { tenant: 'bureau-tenant', organisationId: 'bureau' } })
      .thenRefused('plan.not-reviewer');
    plan(submitted()).when(back).thenRefused('plan.not-in-force');
    const opening: PlanEvent = {
      type: 'plan.revision-opened',
      data: { ...ids, parent: above, inForce: 1, revision: 2, reason: null },
    };
    plan(submitted(), approved, opening).when(back).thenRefused('plan.revision-under-way');
  });
});
