import { given, NotFound } from '@chuangwen/kernel';
import {
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
  submitted,
} from '../testing/plan';
import type { PlanCommand } from './command';
import type { PlanEvent } from './events';
import { planDecider } from './plan';
import type { Plan } from './state';

const plan = (...history: PlanEvent[]) => given(planDecider, opened, ...history);
const add = (id: string, more: Partial<ReturnType<typeof item>> = {}): PlanCommand => ({
  type: 'add-item',
  item: item(id, more),
  responsible: null,
  base,
});
const change = (itemId: string, fields: object): PlanCommand => ({ type: 'change-item', itemId, change: fields, base });
const drop = (itemId: string): PlanCommand => ({ type: 'drop-item', itemId, reason: '不适用', base });
const restore = (itemId: string): PlanCommand => ({ type: 'restore-item', itemId, base });

describe('adding an item', () => {
  it('happens, also as a point of an inherited one', () => {
    plan().when(add('x')).then(added('x'));
    plan()
      .when(add('x', { above: 'a' }))
      .then(added('x', { above: 'a' }));
  });
  it('is refused in what is submitted or in force, and below what was dropped', () => {
    plan(submitted()).when(add('x')).thenRefused('plan.is-submitted');
    plan(submitted(), approved).when(add('x')).thenRefused('plan.is-approved');
    plan(dropped('a'))
      .when(add('x', { above: 'a' }))
      .thenRefused('plan.above-dropped');
    expect(() =>
      plan()
        .when(add('x', { above: 'nothing' }))
        .thenNothing(),
    ).toThrow(NotFound);
  });
  it('stays quiet when it is there', () => {
    plan(added('x')).when(add('x')).thenNothing();
  });
  it('happens after a return only below a returned item, and goes back with it', () => {
    plan(submitted(), returned('a')).when(add('x')).thenRefused('plan.item-not-returned');
    plan(submitted(), returned('a'))
      .when(add('x', { above: 'b' }))
      .thenRefused('plan.item-not-returned');
    plan(submitted(), returned('a'))
      .when(add('x', { above: 'a' }))
      .then(added('x', { above: 'a' }));
    plan(submitted(), returned('a'), added('x', { above: 'a' }))
      .when({ type: 'submit', purpose: 'approval' })
      .then(
        submitted(['a', 'x'], {
          revision: 2,
          overlay: { added: [item('x', { above: 'a' })], changed: [], dropped: [] },
          itemRevisions: { x: 1 },
        }),
      );
  });
});

describe('changing an item', () => {
  it('happens to what is named and leaves the rest', () => {
    plan()
      .when(change('b', { deadline: '2026-04-20' }))
      .then({
        type: 'plan.item-changed',
        data: {
          planId: 'child',
          item: item('b', { phaseId: 'p1', deadline: '2026-04-20' }),
          itemRevision: 2,
          responsible: '宣传科',
        },
      });
    plan(changed('a', '一'))
      .when(change('a', { title: '二' }))
      .then(changed('a', '二', 3));
  });
  it('is refused when it is closed, dropped, or before its phase', () => {
    plan(submitted())
      .when(change('a', { title: '改' }))
      .thenRefused('plan.is-submitted');
    plan(submitted(), returned('b'))
      .when(change('a', { title: '改' }))
      .thenRefused('plan.item-not-returned');
    plan(submitted(), approved)
      .when(change('a', { title: '改' }))
      .thenRefused('plan.is-approved');
    plan(dropped('a'))
      .when(change('a', { title: '改' }))
      .thenRefused('plan.item-dropped');
    plan()
      .when(change('b', { deadline: '2026-02' }))
      .thenRefused('plan.deadline-before-phase');
    plan()
      .when(change('b', { phaseId: 'nothing' }))
      .thenRefused('plan.unknown-phase');
    expect(() =>
      plan()
        .when(change('nothing', { title: '改' }))
        .thenNothing(),
    ).toThrow(NotFound);
  });
  it('stays quiet when nothing is different, whatever the situation', () => {
    plan()
      .when(change('b', { title: '措施b', responsible: '宣传科' }))
      .thenNothing();
    plan(submitted())
      .when(change('b', { title: '措施b' }))
      .thenNothing();
  });
  it('opens the returned item only', () => {
    plan(submitted(), returned('a'))
      .when(change('a', { title: '改' }))
      .then(changed('a', '改'));
  });
});

describe('dropping an item', () => {
  it('happens with its points', () => {
    plan().when(drop('a')).then(dropped('a'), dropped('a1'), dropped('a2'));
    plan(dropped('a1')).when(drop('a')).then(dropped('a'), dropped('a2'));
    plan(added('x')).when(drop('x')).then(dropped('x'));
  });
  it('is refused when it, or a point of it, is closed', () => {
    plan(submitted()).when(drop('b')).thenRefused('plan.is-submitted');
    plan(submitted(), returned('a1')).when(drop('a')).thenRefused('plan.item-not-returned');
    expect(() => plan().when(drop('nothing')).thenNothing()).toThrow(NotFound);
  });
  it('stays quiet when it is dropped', () => {
    plan(dropped('b')).when(drop('b')).thenNothing();
  });
});

describe('restoring an item', () => {
  it('happens to what was changed, and to what was dropped together', () => {
    plan(changed('b', '改')).when(restore('b')).then(restored('b'));
    plan(dropped('a'), dropped('a1'), dropped('a2', '另有原因')).when(restore('a')).then(restored('a'), restored('a1'));
    plan(added('x'), dropped('x')).when(restore('x')).then(restored('x'));
  });
  it('is refused below what is dropped, and where it is closed', () => {
    plan(dropped('a'), dropped('a1')).when(restore('a1')).thenRefused('plan.above-dropped');
    plan(dropped('b'), submitted()).when(restore('b')).thenRefused('plan.is-submitted');
    expect(() => plan().when(restore('nothing')).thenNothing()).toThrow(NotFound);
  });
  it('stays quiet when it is as inherited', () => {
    plan().when(restore('b')).thenNothing();
    plan(dropped('b'), restored('b')).when(restore('b')).thenNothing();
    plan(added('x')).when(restore('x')).thenNothing();
  });
});

describe('a returned item with points', () => {
  const gone = [dropped('a'), dropped('a1'), dropped('a2')];
  const afterReturn = (itemId: string, ...history: PlanEvent[]) => {
    const before = [opened, ...history, submitted()].reduce<Plan>(planDecider.evolve, planDecider.initialState());
    const items = [{ itemId, reason: '请补充' }];
    return plan(
      ...history,
      submitted(),
      ...planDecider.decide(before, { type: 'return-items', by: reviewer, base, items }),
    );
  };

  it('can be restored with them, changed, and dropped with them', () => {
    afterReturn('a', ...gone)
      .when(restore('a'))
      .then(restored('a'), restored('a1'), restored('a2'));
    afterReturn('a', ...gone, restored('a'), restored('a1'), restored('a2'))
      .when(change('a1', { title: '改' }))
      .then({
        ...changed('a1', '改', 4),
        data: { ...changed('a1', '改', 4).data, item: item('a1', { above: 'a', title: '改' }) },
      } as PlanEvent);
    afterReturn('a').when(drop('a')).then(dropped('a'), dropped('a1'), dropped('a2'));
    afterReturn('a', added('x', { above: 'a' }))
      .when(drop('a'))
      .then(dropped('a'), dropped('a1'), dropped('a2'), dropped('x'));
  });
  it('leaves its siblings closed, and what is above it', () => {
    afterReturn('a', ...gone)
      .when(drop('b'))
      .thenRefused('plan.item-not-returned');
    afterReturn('b').when(drop('a')).thenRefused('plan.item-not-returned');
    afterReturn('a1').when(drop('a1')).then(dropped('a1'));
    afterReturn('a1').when(drop('a2')).thenRefused('plan.item-not-returned');
    afterReturn('a1')
      .when(change('a', { title: '改' }))
      .thenRefused('plan.item-not-returned');
  });
  it('comes back with what was dropped above it', () => {
    afterReturn('a1', ...gone)
      .when(restore('a'))
      .then(restored('a'), restored('a1'), restored('a2'));
  });
});
