import { given } from '@chuangwen/kernel';
import { added, approved, base, changed, dropped, item, opened, returned, submitted } from '../testing/plan';
import type { PlanCommand } from './command';
import type { PlanEvent } from './events';
import { evolve } from './evolve';
import { planDecider } from './plan';
import { entriesOf, type Base } from './resolve';
import type { OpenedPlan } from './state';

/** `child` lies over `base`; `twin`, of the same organisation, over what the district asks for. */
const district = { tenant: 'district', organisationId: 'district-root', planId: 'district-plan', revision: 1 };
const other: Base = {
  items: [item('b', { phaseId: 'p1' }), item('d', { title: '区里另加的' })],
  responsible: { d: '办公室' },
  lineage: { plans: [district], items: {} },
};
const ids = { planId: 'child', campaignId: 'c', organisationId: 'bureau' };
const answering: PlanEvent = { type: 'plan.answering', data: { ...ids, answered: 'twin', parent: district } };
const fromDistrict: PlanEvent = {
  type: 'plan.item-added',
  data: { planId: 'child', item: item('d', { title: '区里另加的' }), responsible: '办公室' },
};
const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const answer: PlanCommand = { type: 'answer', answered: 'twin', parent: district, base, other };

describe('answering another plan above', () => {
  it('adds what it asks for besides', () => plan().when(answer).then(fromDistrict, answering));
  it('is refused while others have the plan', () => {
    plan(submitted()).when(answer).thenRefused('plan.is-submitted');
    plan(submitted(), approved).when(answer).thenRefused('plan.is-approved');
    plan(submitted(), returned('b')).when(answer).thenRefused('plan.finish-returned-first');
  });
  it('stays quiet when it does', () => plan(fromDistrict, answering).when(answer).thenNothing());
});

const twinIds = { ...ids, planId: 'twin' };
const twinOpened = {
  ...opened,
  data: { ...opened.data, planId: 'twin', parent: district, inherited: ['b', 'd'] },
} as PlanEvent;
const ofTwin = (event: PlanEvent): PlanEvent => ({ ...event, data: { ...event.data, planId: 'twin' } }) as PlanEvent;
const answered: PlanEvent = { type: 'plan.answered', data: { ...twinIds, parent: district, by: 'child' } };
const twin = (...history: PlanEvent[]) => given(planDecider, twinOpened, ...history);
/** What `child` says of what the district asks for, and its own. */
const says = (...history: PlanEvent[]) => {
  const state = [opened, fromDistrict, answering, ...history].reduce(evolve, planDecider.initialState()) as OpenedPlan;
  const elsewhere = ['a', 'a1', 'a2'];
  return entriesOf(state, base).filter(({ item }) => !elsewhere.includes(item.itemId));
};
const follow = (entries: ReturnType<typeof says>): PlanCommand => ({
  type: 'follow',
  by: 'child',
  entries,
  base: other,
  purpose: 'record',
});
const sent = (more: object = {}): PlanEvent =>
  ofTwin(submitted(null, { purpose: 'record', parent: district, ...more }));

describe('the plan that is answered for', () => {
  it('says the same, and is submitted with it', () => {
    // In the first plan b has its own responsible section.
    const b: PlanEvent = {
      type: 'plan.item-changed',
      data: { planId: 'twin', item: item('b', { phaseId: 'p1' }), itemRevision: 2, responsible: '宣传科' },
    };
    const overlay = { added: [], changed: [item('b', { phaseId: 'p1' })], dropped: [] };
    twin(answered)
      .when(follow(says()))
      .then(b, sent({ overlay, itemRevisions: { b: 2 }, responsible: { b: '宣传科' } }));
  });
  it('follows what is changed, dropped with its reason, and added', () => {
    const events = planDecider.decide(
      [twinOpened, answered].reduce(evolve, planDecider.initialState()),
      follow(says(changed('d', '改了'), dropped('b'), added('x'))),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'plan.item-dropped',
      'plan.item-changed',
      'plan.item-added',
      'plan.submitted',
    ]);
    expect(events.at(-1)?.data).toMatchObject({
      overlay: {
        added: [item('x')],
        changed: [item('d', { title: '改了' })],
        dropped: [{ itemId: 'b', reason: '不适用' }],
      },
    });
  });
  it('is sent again when it was returned or accepted and says something else now', () => {
    const entries = says(changed('d', '改了'));
    const history = [answered, sent()];
    const types = (...more: PlanEvent[]) =>
      planDecider
        .decide([twinOpened, ...history, ...more].reduce(evolve, planDecider.initialState()), follow(entries))
        .map(({ type }) => type);
    const back = {
      ...ofTwin(returned('d')),
      data: { ...returned('d').data, planId: 'twin', parent: district },
    } as PlanEvent;
    expect(types(back).at(-1)).toBe('plan.submitted');
    const accepted: PlanEvent = {
      type: 'plan.accepted',
      data: { ...twinIds, parent: district, revision: 1, purpose: 'record', by: 'child' },
    };
    expect(types(accepted)).toEqual([
      'plan.revision-opened',
      'plan.item-changed',
      'plan.item-changed',
      'plan.submitted',
    ]);
  });
  it('stays quiet while its parent has this very content, and for a plan that does not answer for it', () => {
    const same = { ...base, responsible: {} };
    const entries = entriesOf(
      [opened, fromDistrict, answering].reduce(evolve, planDecider.initialState()) as OpenedPlan,
      same,
    ).filter(({ item }) => ['b', 'd'].includes(item.itemId));
    twin(answered, sent()).when(follow(entries)).thenNothing();
    const back = { ...returned('d').data, planId: 'twin', parent: district };
    twin(answered, sent(), { type: 'plan.items-returned', data: back } as PlanEvent)
      .when(follow(entries))
      .thenNothing();
    twin(sent()).when(follow(says())).thenNothing();
  });
  it('is accepted without being tasks once more', () => {
    twin(answered, sent())
      .when({ type: 'approve', by: district, tenant: 'bureau-tenant', base: other })
      .then({
        type: 'plan.accepted',
        data: { ...twinIds, parent: district, revision: 1, purpose: 'record', by: 'child' },
      });
  });
  it('can’t be worked on by itself, until nothing answers for it any more', () => {
    const edit: PlanCommand = { type: 'drop-item', itemId: 'b', reason: '不', base: other };
    twin(answered).when(edit).thenRefused('plan.is-answered');
    twin(answered).when({ type: 'submit', purpose: 'record' }).thenRefused('plan.is-answered');
    const alone: PlanEvent = { type: 'plan.answered', data: { ...twinIds, parent: district, by: null } };
    twin(answered).when({ type: 'be-answered', by: null }).then(alone);
    twin(answered, alone).when({ type: 'submit', purpose: 'record' }).then(sent());
  });
});

it('tells those for whom it answers when it is submitted, approved, withdrawn', () => {
  const state = [opened, answering].reduce(evolve, planDecider.initialState());
  const [sentUp] = planDecider.decide(state, { type: 'submit', purpose: 'approval' });
  const [gone] = planDecider.decide(state, { type: 'withdraw', cause: 'above', reason: '误发' });
  expect([sentUp, gone].map((event) => event?.data)).toMatchObject([{ answers: ['twin'] }, { answers: ['twin'] }]);
});
