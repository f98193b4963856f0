import { given, NotFound } from '@chuangwen/kernel';
import {
  above,
  added,
  approved,
  base,
  changed,
  dropped,
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
import { evolve } from './evolve';
import { planDecider } from './plan';
import { entriesOf, type Base } from './resolve';
import { endsOf } from './revise';
import type { OpenedPlan } from './state';

const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const ids = { planId: 'child', campaignId: 'c', organisationId: 'bureau' };
const inForce = [submitted(), approved];
const opening = (revision = 2, more: object = {}): PlanEvent => ({
  type: 'plan.revision-opened',
  data: { ...ids, parent: above, inForce: revision - 1, revision, reason: '标准有调整', ...more },
});
const revise: PlanCommand = { type: 'open-revision', reason: '标准有调整' };
const approve: PlanCommand = { type: 'approve', by: reviewer, tenant: 'bureau-tenant', base };

describe('revising a plan in force', () => {
  it('opens the next revision', () => {
    plan(...inForce)
      .when(revise)
      .then(opening());
  });
  it('keeps the old one in force until the new one is approved', () => {
    const state = [opened, ...inForce, opening(), changed('b', '改')].reduce(
      evolve,
      planDecider.initialState(),
    ) as OpenedPlan;
    expect(state).toMatchObject({ revision: 2, situation: { at: 'drafting' }, inForce: { revision: 1 } });
    expect(state.kept['1']?.touched).toEqual({});
  });
  it('tells with its approval what is otherwise', () => {
    const b = item('b', { title: '改' });
    plan(
      ...inForce,
      opening(),
      changed('b', '改'),
      dropped('a2'),
      added('c', { above: 'a1' }),
      submitted(null, { revision: 2 }),
    )
      .when(approve)
      .then(
        {
          ...approved,
          data: {
            ...approved.data,
            revision: 2,
            items: [item('a'), item('a1', { above: 'a' }), item('c', { above: 'a1' }), b],
            responsible: {},
          },
        } as PlanEvent,
        {
          type: 'plan.revised',
          data: {
            ...ids,
            parent: above,
            replaced: 1,
            revision: 2,
            added: ['c'],
            changed: [b],
            responsible: {},
            dropped: [{ itemId: 'a2', reason: '不适用' }],
            // a1 has a point below it now, so the point is the task.
            ended: ['a1', 'a2'],
          },
        },
      );
  });
  it('is refused while nothing is in force, and while a revision is on its way', () => {
    plan().when(revise).thenRefused('plan.not-in-force');
    plan(submitted()).when(revise).thenRefused('plan.not-in-force');
    plan(...inForce, opening(), submitted())
      .when(revise)
      .thenRefused('plan.is-submitted');
    plan(...inForce, opening(), submitted(), returned('b'))
      .when(revise)
      .thenRefused('plan.is-submitted');
  });
  it('stays quiet while it is open', () => {
    plan(...inForce, opening())
      .when(revise)
      .thenNothing();
  });
  it('goes on by itself to those below that have an earlier one', () => {
    const rootIds = { planId: 'root', campaignId: 'c', organisationId: 'office-root', parent: null };
    const root = { ...approved, data: { ...approved.data, ...rootIds } } as PlanEvent;
    const down = { ...handed(1, [unit], {}), data: { ...handed(1, [unit], {}).data, ...rootIds } } as PlanEvent;
    const rewritten = { ...changed('b', '改'), data: { ...changed('b', '改').data, planId: 'root' } } as PlanEvent;
    const events = planDecider.decide(
      [rootOpened, down, root, opening(2, rootIds), rewritten].reduce(evolve, planDecider.initialState()),
      { ...approve, brief } as PlanCommand,
    );
    expect(events.map(({ type }) => type)).toEqual(['plan.approved', 'plan.revised', 'plan.handed-down']);
    expect(events[2]?.data).toMatchObject({ revision: 2, to: [unit] });
  });
});

describe('giving a revision up', () => {
  const giveUp: PlanCommand = { type: 'give-up-revision', reason: '标准没有调整' };
  const gone = (revision = 2): PlanEvent => ({
    type: 'plan.revision-given-up',
    data: { ...ids, parent: above, revision, inForce: 1, reason: '标准没有调整' },
  });
  const history = [...inForce, opening(), changed('b', '改'), dropped('a2')];
  const after = (...events: PlanEvent[]) =>
    [opened, ...events].reduce(evolve, planDecider.initialState()) as OpenedPlan;

  it('happens while nobody else has it', () => {
    plan(...history)
      .when(giveUp)
      .then(gone());
  });
  it('leaves the plan as it was put in force, taken over whole too; what was drafted stays to be looked at', () => {
    expect(after(...history, gone())).toMatchObject({ ...after(...inForce), kept: { 2: { touched: { b: {} } } } });
    const whole: PlanEvent = { type: 'plan.taken-over', data: { ...ids, parent: above, revision: 1, way: 'whole' } };
    expect(after(whole, ...history, gone())).toMatchObject({ way: 'whole', situation: { at: 'approved' } });
  });
  it('never uses its number again', () => {
    plan(...history, gone())
      .when(revise)
      .then(opening(3, { inForce: 1 }));
  });
  it('makes what was taken of the plan above news again', () => {
    const state = after(...inForce, news, opening(), taken, gone());
    expect(state).toMatchObject({ parent: above, news: later, inherited: ['a', 'a1', 'a2', 'b'] });
  });
  it('stays quiet where the plan is in force as it stands', () => {
    plan(...inForce)
      .when(giveUp)
      .thenNothing();
    plan(...history, gone())
      .when(giveUp)
      .thenNothing();
  });
  it('is refused before anything is in force, once it was sent up, handed down, or answers for another plan', () => {
    plan().when(giveUp).thenRefused('plan.no-revision');
    plan(...history, submitted(null, { revision: 2 }))
      .when(giveUp)
      .thenRefused('plan.revision-submitted');
    plan(...history, submitted(null, { revision: 2 }), returned('b'))
      .when(giveUp)
      .thenRefused('plan.revision-submitted');
    plan(...history, handed(2, [unit], {}))
      .when(giveUp)
      .thenRefused('plan.revision-handed-down');
    const answering: PlanEvent = {
      type: 'plan.answering',
      data: { ...ids, answered: 'other', parent: { ...above, planId: 'another' } },
    };
    plan(...history, answering)
      .when(giveUp)
      .thenRefused('plan.revision-answers');
  });
});

const later = { ...above, revision: 2 };
const next: Base = {
  ...base,
  items: [item('a'), item('a1', { above: 'a', title: '改了' }), item('b', { phaseId: 'p1' }), item('n')],
};
const news: PlanEvent = { type: 'plan.parent-changed', data: { ...ids, over: above, parent: later } };
const taken: PlanEvent = {
  type: 'plan.parent-taken',
  data: { ...ids, parent: later, inherited: ['a', 'a1', 'b', 'n'] },
};
const take = (items: string[] | null, reason: string | null = null): PlanCommand => ({
  type: 'take-parent',
  take: items,
  reason,
  base,
  next,
});

describe('hearing that the plan above changed', () => {
  const again = (revision: number): PlanCommand => ({
    type: 'open-plan',
    plan: { ...opened.data, parent: { ...above, revision } },
  });
  it('happens for a later revision', () => plan().when(again(2)).then(news));
  it('stays quiet for one that is known, and of a plan that is not above it', () => {
    plan().when(again(1)).thenNothing();
    plan(news).when(again(2)).thenNothing();
    plan()
      .when({ type: 'open-plan', plan: { ...opened.data, parent: { ...later, planId: 'another' } } })
      .thenNothing();
  });
});

describe('taking over what changed above', () => {
  it('takes all of it', () => {
    plan(news).when(take(null)).then(taken);
    plan(...inForce, news)
      .when(take(null))
      .then(opening(2, { reason: null }), taken);
  });
  it('keeps as its own what it declines: the old shape, the item that is gone; and drops what is new', () => {
    plan(news)
      .when(take([], '与本局无关'))
      .then(
        taken,
        {
          type: 'plan.item-changed',
          data: { planId: 'child', item: item('a1', { above: 'a' }), itemRevision: 2, responsible: null },
        },
        dropped('n', '与本局无关'),
        { type: 'plan.item-added', data: { planId: 'child', item: item('a2', { above: 'a' }), responsible: null } },
      );
    plan(news)
      .when(take(['a1', 'a2'], '与本局无关'))
      .then(taken, dropped('n', '与本局无关'));
  });
  it('leaves what the plan had made of an item itself', () => {
    const state = [opened, changed('a1', '自己的'), dropped('b'), changed('a2', '留着'), news, taken].reduce(
      evolve,
      planDecider.initialState(),
    ) as OpenedPlan;
    expect(entriesOf(state, next).map(({ item, mark }) => [item.title, mark])).toEqual([
      ['措施a', 'inherited'],
      ['自己的', 'changed'],
      ['措施b', 'dropped'],
      ['措施n', 'inherited'],
    ]);
    plan(changed('a2', '留着'), news)
      .when(take(['a1', 'n'], '本局仍要做'))
      .then(taken, {
        type: 'plan.item-added',
        data: { planId: 'child', item: item('a2', { title: '留着' }), responsible: null },
      });
  });
  it('is refused without news, without a reason for what is declined, and while others have the plan', () => {
    plan().when(take(null)).thenRefused('plan.parent-unchanged');
    plan(news).when(take([])).thenRefused('plan.declined-without-reason');
    plan(submitted(), news).when(take(null)).thenRefused('plan.is-submitted');
    plan(submitted(), returned('b'), news).when(take(null)).thenRefused('plan.finish-returned-first');
    expect(() =>
      plan(news)
        .when(take(['b'], '不'))
        .thenNothing(),
    ).toThrow(NotFound);
  });
});

describe('handing a plan over', () => {
  const over: PlanCommand = { type: 'hand-over', to: 'bureau-office', reason: '科室已撤销' };
  const event: PlanEvent = {
    type: 'plan.handed-over',
    data: { ...ids, organisationId: 'bureau-office', parent: above, from: 'bureau', reason: '科室已撤销' },
  };
  it('gives it to another organisation', () => plan().when(over).then(event));
  it('stays quiet for whose it is', () => plan(event).when(over).thenNothing());
  it('is refused of what was withdrawn', () => {
    const gone: PlanEvent = {
      type: 'plan.withdrawn',
      data: { ...ids, parent: above, revision: 1, cause: 'above', children: [], ended: [], reason: '误发' },
    };
    plan(gone).when(over).thenRefused('plan.is-withdrawn');
  });
});

it('knows the ends of a plan: what has nothing below it', () => {
  expect(endsOf([...base.items])).toEqual(['a1', 'a2', 'b']);
});
