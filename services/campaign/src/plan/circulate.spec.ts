import { given, NotFound } from '@chuangwen/kernel';
import { brief, handed, station, unit } from '../testing/handed';
import {
  above,
  added,
  approved,
  base,
  changed,
  dropped,
  item,
  opened,
  restored,
  returned,
  reviewer,
  rootOpened,
  submitted,
} from '../testing/plan';
import type { PlanCommand } from './command';
import type { PlanEvent } from './events';
import { planDecider } from './plan';
import { NO_BASE } from './resolve';

const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const submit: PlanCommand = { type: 'submit', purpose: 'approval' };
const approve: PlanCommand = { type: 'approve', by: reviewer, tenant: 'bureau-tenant', base };
const giveBack = (...ids: string[]): PlanCommand => ({
  type: 'return-items',
  by: reviewer,
  base,
  items: ids.map((itemId) => ({ itemId, reason: '请补充' })),
});
const stranger = { tenant: 'bureau-tenant', organisationId: 'office-root' };

const handDown = (...to: (typeof unit)[]): PlanCommand => ({
  type: 'hand-down',
  tenant: 'bureau-tenant',
  brief,
  to,
  base,
});
describe('handing a plan down', () => {
  it('happens with the whole plan as it stands, and who made each item what it is', () => {
    plan()
      .when(handDown(unit))
      .then(handed(1, [unit], {}));
    plan(changed('b', '改'), dropped('a'), dropped('a1'), dropped('a2'), added('x'))
      .when(handDown(unit))
      .then(
        handed(1, [unit], {
          items: [item('b', { title: '改' }), item('x')],
          responsible: {},
          lineage: {
            plans: [above, { tenant: 'bureau-tenant', organisationId: 'bureau', planId: 'child', revision: 1 }],
            items: { b: [0, 1], x: [1] },
          },
        }),
      );
  });
  it('gives the next ones the revision that stands then', () => {
    const later = plan(handed(1, [unit], {}), changed('b', '改'), restored('b'));
    later.when(handDown(station)).then(handed(2, [station], {}));
    plan(handed(1, [unit], {}))
      .when(handDown(station))
      .then(handed(1, [station], {}));
  });
  it('stays quiet for whoever has it', () => {
    plan(handed(1, [unit], {}))
      .when(handDown(unit))
      .thenNothing();
    plan(handed(1, [unit], {}))
      .when(handDown(unit, station))
      .then(handed(1, [station], {}));
  });
  it('is not for a plan that does not exist', () => {
    expect(() => given(planDecider).when(handDown(unit)).thenNothing()).toThrow(NotFound);
  });
});

describe('submitting a plan', () => {
  it('happens with what it holds of its own', () => {
    plan().when(submit).then(submitted());
    plan(changed('b', '改'), dropped('a1'), added('x'), added('y'), dropped('y'))
      .when(submit)
      .then(
        submitted(null, {
          overlay: {
            added: [item('x')],
            changed: [item('b', { title: '改' })],
            dropped: [{ itemId: 'a1', reason: '不适用' }],
          },
          itemRevisions: { b: 2, a1: 2, x: 1, y: 2 },
        }),
      );
  });
  it('is refused twice, once it is in force, and for a root plan', () => {
    plan(submitted()).when(submit).thenRefused('plan.already-submitted');
    plan(submitted(), approved).when(submit).thenRefused('plan.is-approved');
    given(planDecider, rootOpened).when(submit).thenRefused('plan.root-has-none-above');
  });
  it('sends after a return the returned items only', () => {
    plan(changed('a', '一'), changed('b', '一'), submitted(), returned('b'), changed('b', '二', 3))
      .when(submit)
      .then(
        submitted(['b'], {
          revision: 2,
          overlay: { added: [], changed: [item('b', { title: '二' })], dropped: [] },
          itemRevisions: { b: 3 },
        }),
      );
  });
  it('sends the points of a returned item with it', () => {
    plan(dropped('a'), dropped('a1'), dropped('a2'), submitted(), returned('a', 'a1', 'a2'))
      .when(submit)
      .then(
        submitted(['a', 'a1', 'a2'], {
          overlay: {
            added: [],
            changed: [],
            dropped: ['a', 'a1', 'a2'].map((itemId) => ({ itemId, reason: '不适用' })),
          },
          itemRevisions: { a: 2, a1: 2, a2: 2 },
        }),
      );
  });
});

describe('returning items', () => {
  it('happens to what was submitted, also to a dropped one', () => {
    plan(submitted()).when(giveBack('b')).then(returned('b'));
    plan(dropped('b'), submitted()).when(giveBack('b')).then(returned('b'));
    plan(added('x'), submitted())
      .when(giveBack('x', 'a'))
      .then(returned('x', 'a', 'a1', 'a2'));
  });
  it('takes the points along, each for the reason given for it', () => {
    plan(added('x', { above: 'a' }), submitted())
      .when(giveBack('a'))
      .then(returned('a', 'a1', 'a2', 'x'));
    plan(dropped('a'), dropped('a1'), dropped('a2'), submitted())
      .when(giveBack('a1'))
      .then(returned('a1', 'a', 'a2'));
    const [first, second] = [
      { itemId: 'a', reason: '请保留' },
      { itemId: 'a2', reason: '请写明时限' },
    ] as const;
    plan(submitted())
      .when({ ...giveBack(), items: [first, second] } as PlanCommand)
      .then({
        ...returned('a'),
        data: { planId: 'child', parent: above, items: [first, second, { itemId: 'a1', reason: '请保留' }] },
      } as PlanEvent);
  });
  it('is refused where one item is named twice: a reason would be lost', () =>
    plan(submitted()).when(giveBack('a', 'a')).thenRefused('plan.returned-twice'));

  it('is refused to others, and where there is nothing to judge', () => {
    plan(submitted())
      .when({ ...giveBack('b'), by: stranger } as PlanCommand)
      .thenRefused('plan.not-reviewer');
    plan().when(giveBack('b')).thenRefused('plan.not-submitted');
    plan(submitted(), returned('a')).when(giveBack('b')).thenRefused('plan.is-returned');
    plan(submitted(), approved).when(giveBack('b')).thenRefused('plan.is-approved');
    expect(() => plan(submitted()).when(giveBack('nothing')).thenNothing()).toThrow(NotFound);
    expect(() => plan(added('x'), dropped('x'), submitted()).when(giveBack('x')).thenNothing()).toThrow(NotFound);
  });
});

describe('approving a plan', () => {
  it('puts all of it in force', () => {
    plan(submitted()).when(approve).then(approved);
    plan(submitted(), returned('b'), submitted(['b']))
      .when(approve)
      .then(approved);
  });
  it('is refused to others, before it is submitted, and while items are out', () => {
    plan(submitted())
      .when({ ...approve, by: stranger } as PlanCommand)
      .thenRefused('plan.not-reviewer');
    plan().when(approve).thenRefused('plan.not-submitted');
    plan(submitted(), returned('b')).when(approve).thenRefused('plan.is-returned');
  });
  it('stays quiet when it is in force', () => {
    plan(submitted(), approved).when(approve).thenNothing();
  });
  it('is the root plan’s own organisation’s affair, without a submission', () => {
    const root = given(planDecider, rootOpened);
    const command = { ...approve, base: NO_BASE, tenant: 'office' } as PlanCommand;
    const data = { ...approved.data, planId: 'root', organisationId: 'office-root', parent: null };
    root.when(command).then({ type: 'plan.approved', data } as PlanEvent);
    root
      .when({ ...command, by: { tenant: 'office', organisationId: 'other' } } as PlanCommand)
      .thenRefused('plan.not-reviewer');
  });
});

describe('judging what one has seen', () => {
  const twice = [submitted(), returned('b'), submitted(['b'])];
  it('happens where it was submitted last, or nothing is said', () => {
    plan(...twice)
      .when({ ...approve, submission: 2 } as PlanCommand)
      .then(approved);
    plan(...twice)
      .when({ ...giveBack('b'), submission: 2 } as PlanCommand)
      .then(returned('b'));
    plan(...twice)
      .when(approve)
      .then(approved);
  });
  it('is refused where the unit has submitted since', () => {
    for (const command of [approve, giveBack('b')])
      for (const submission of [0, 1, 3])
        plan(...twice)
          .when({ ...command, submission } as PlanCommand)
          .thenRefused('plan.submitted-since');
  });
  it('stays quiet of what is in force', () => {
    plan(...twice, approved)
      .when({ ...approve, submission: 1 } as PlanCommand)
      .thenNothing();
  });
});

it('opens a plan once', () => {
  given(planDecider).when({ type: 'open-plan', plan: opened.data }).then(opened);
  plan().when({ type: 'open-plan', plan: opened.data }).thenNothing();
});
