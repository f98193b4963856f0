import type { Item } from '@chuangwen/contracts';
import { given, RuleViolation } from '@chuangwen/kernel';
import { mustBeCoverable } from './counting';
import { evolve } from './evolve';
import { initialState, type TaskEvent } from './state';
import { taskDecider, type TaskCommand } from './task';

const item: Item = {
  itemId: 'm1',
  above: null,
  number: '（一）',
  title: '开展文明交通劝导',
  text: null,
  phaseId: null,
  deadline: '2026-06-30',
  evidenceWanted: null,
};
const measure = { itemId: 'm1', number: '（一）', title: item.title };
const open = {
  taskId: 't1',
  campaignId: 'c1',
  planId: 'plan1',
  organisationId: 'bureau',
  item,
  measure,
  phase: null,
  deadline: '2026-06-30',
  responsible: null,
};
const revisedTo = { ...open, item: { ...item, title: '常态开展劝导' }, deadline: '2026-09-30' };
const saidOf = ({ item, measure, phase, responsible }: typeof open) => ({ item, measure, phase, responsible });
const opened: TaskEvent = { type: 'task.opened', data: open };
const assigned: TaskEvent = {
  type: 'task.assigned',
  data: { taskId: 't1', leadUnit: 'traffic', jointUnits: [], personId: null, leaderId: null },
};
const reported: TaskEvent = { type: 'task.progress-reported', data: { taskId: 't1', percent: 5, note: '' } };
const submitted: TaskEvent = { type: 'task.submitted', data: { taskId: 't1', note: '' } };
const accepted: TaskEvent = { type: 'task.accepted', data: { taskId: 't1', note: null } };
const setDay: TaskEvent = { type: 'task.deadline-set', data: { taskId: 't1', deadline: '2026-05-01' } };
const withdrawn = (cause: 'plan' | 'covered' = 'plan', by: string | null = null): TaskEvent => ({
  type: 'task.withdrawn',
  data: { taskId: 't1', cause, by, reason: '印发有误' },
});
const again = (deadline: string | null = '2026-06-30'): TaskEvent => ({
  type: 'task.reinstated',
  data: { taskId: 't1', planId: 'plan1', said: null, deadline },
});
const share = {
  campaignId: 'c2',
  planId: 'plan2',
  covers: 't2',
  itemId: 'm9',
  measure: { ...measure, itemId: 'm9' },
  phase: null,
  deadline: '2026-08-31',
  reason: '同一件事',
};
const shared: TaskEvent = { type: 'task.shared-with', data: { taskId: 't1', ...share } };
const unshared = (reason: string): TaskEvent => ({
  type: 'task.unshared',
  data: { taskId: 't1', campaignId: 'c2', covers: 't2', reason },
});

const on = (...history: TaskEvent[]) => given(taskDecider, ...history);
const withdraw: TaskCommand = { is: 'withdraw', reason: '印发有误' };
const approve = (data = open): TaskCommand => ({ is: 'open', ...data });
const after = (...history: TaskEvent[]) => history.reduce(evolve, initialState());

describe('a task whose plan is no longer in force', () => {
  it.each([[[]], [[assigned]], [[assigned, submitted, accepted]]])('is withdrawn whatever it was', (history) =>
    on(opened, ...history)
      .when(withdraw)
      .then(withdrawn()),
  );
  it('is not withdrawn twice, nor when it was never opened', () => {
    on(opened, withdrawn()).when(withdraw).thenNothing();
    on().when(withdraw).thenNothing();
  });
  it('refuses whatever is done on it', () => {
    const report: TaskCommand = { is: 'report-progress', percent: 1, note: '' };
    on(opened, assigned, withdrawn()).when(report).thenRefused('task.withdrawn');
    on(opened, assigned, withdrawn('covered', 't9')).when(report).thenRefused('task.covered');
    on(opened, assigned)
      .when(report)
      .then({ type: 'task.progress-reported', data: { taskId: 't1', percent: 1, note: '' } });
  });
  it('comes back as it stood when an earlier revision is in force again', () => {
    on(opened, assigned, withdrawn()).when({ is: 'resume' }).then(again());
    expect(after(opened, assigned, submitted, withdrawn(), again()).is).toBe('submitted');
    on(opened).when({ is: 'resume' }).thenNothing();
  });
  it('comes back with what the plan says now when it is approved again', () => {
    const said = saidOf(revisedTo);
    const news = { taskId: 't1', planId: 'plan1', said, deadline: '2026-09-30' };
    on(opened, withdrawn()).when(approve(revisedTo)).then({ type: 'task.reinstated', data: news });
  });
  it('keeps the day that a person had set, and that of work that is in', () => {
    const said = saidOf(revisedTo);
    const stays = (deadline: string): TaskEvent => ({
      type: 'task.reinstated',
      data: { taskId: 't1', planId: 'plan1', said, deadline },
    });
    on(opened, setDay, withdrawn()).when(approve(revisedTo)).then(stays('2026-05-01'));
    on(opened, assigned, submitted, withdrawn()).when(approve(revisedTo)).then(stays('2026-06-30'));
  });
});

describe('a task whose plan says something else of it', () => {
  it('is told so once', () => {
    const news = { taskId: 't1', planId: 'plan1', said: saidOf(revisedTo), deadline: '2026-09-30' };
    const revised: TaskEvent = { type: 'task.revised', data: news };
    on(opened).when(approve(revisedTo)).then(revised);
    on(opened, revised).when(approve(revisedTo)).thenNothing();
    on(opened).when(approve()).thenNothing();
  });
});

describe('one task for several campaigns', () => {
  it('counts in the other campaign as well', () =>
    on(opened)
      .when({ is: 'share', ...share })
      .then(shared));
  it('is silent when it does so already', () =>
    on(opened, shared)
      .when({ is: 'share', ...share })
      .thenNothing());
  it('counts in a campaign once, and not twice in its own', () => {
    on(opened, shared)
      .when({ is: 'share', ...share, covers: 't3' })
      .thenRefused('task.share-known');
    on(opened)
      .when({ is: 'share', ...share, campaignId: 'c1' })
      .thenRefused('task.share-own-campaign');
    on(opened, withdrawn())
      .when({ is: 'share', ...share })
      .thenRefused('task.withdrawn');
  });
  it('ends with a reason, or with the task', () => {
    on(opened, shared).when({ is: 'unshare', covers: 't2', reason: '分开办' }).then(unshared('分开办'));
    on(opened).when({ is: 'unshare', covers: 't2', reason: '分开办', silently: true }).thenNothing();
    on(opened, shared).when(withdraw).then(unshared('印发有误'), withdrawn());
    on(opened, shared, unshared('x')).when(withdraw).then(withdrawn());
  });
  it('lets the other one rest as long as it does', () => {
    const cover: TaskCommand = { is: 'cover', by: 't9', reason: '印发有误' };
    on(opened).when(cover).then(withdrawn('covered', 't9'));
    on(opened, withdrawn('covered', 't9')).when(cover).thenNothing();
    on(opened, withdrawn('covered', 't9')).when({ is: 'uncover', by: 't9' }).then(again());
    on(opened, withdrawn('covered', 't9')).when({ is: 'uncover', by: 't8' }).thenNothing();
    on(opened).when({ is: 'uncover', by: 't9' }).thenNothing();
  });
  it('tells the one that covers when the plan of the covered one goes, whichever comes first', () => {
    on(opened, withdrawn('covered', 't9')).when(withdraw).then(withdrawn('plan', 't9'));
    on(opened, withdrawn()).when({ is: 'cover', by: 't9', reason: '印发有误' }).then(withdrawn('plan', 't9'));
  });
  it('is not undone by a further approval of the covered one’s plan', () =>
    on(opened, withdrawn('covered', 't9')).when(approve()).thenNothing());
  it('does not cover what was begun, or counts elsewhere itself', () => {
    const refused = (...history: TaskEvent[]) => {
      try {
        mustBeCoverable(after(...history));
      } catch (error) {
        return error instanceof RuleViolation ? error.code : 'another error';
      }
      return null;
    };
    expect(refused(opened, assigned)).toBeNull();
    expect(refused(opened, assigned, reported)).toBe('task.share-begun');
    expect(refused(opened, shared)).toBe('task.share-shares');
    expect(refused(opened, withdrawn())).toBe('task.withdrawn');
  });
});

describe('a task whose plan was handed over', () => {
  const over: TaskCommand = { is: 'hand-over', from: 'bureau', to: 'office' };
  const handed: TaskEvent = {
    type: 'task.handed-over',
    data: { taskId: 't1', planId: 'plan1', organisationId: 'office', from: 'bureau' },
  };
  const led = (leadUnit: string, ...jointUnits: string[]): TaskEvent => ({
    type: 'task.assigned',
    data: { taskId: 't1', leadUnit, jointUnits, personId: 'p1', leaderId: null },
  });
  const after = (...events: TaskEvent[]) => [opened, ...events, handed].reduce(evolve, initialState());

  it('goes with it, whatever stands in it, withdrawn too', () => {
    given(taskDecider, opened).when(over).then(handed);
    given(taskDecider, opened, led('traffic'), submitted, accepted).when(over).then(handed);
    given(taskDecider, opened, withdrawn()).when(over).then(handed);
  });
  it('is of whoever took over, wherever the other one stood; a unit of its own keeps the lead', () => {
    expect(after()).toMatchObject({ is: 'unassigned', organisationId: 'office' });
    expect(after(led('bureau', 'traffic', 'office'), submitted)).toMatchObject({
      is: 'submitted',
      organisationId: 'office',
      assignment: { leadUnit: 'office', jointUnits: ['traffic'], personId: 'p1' },
    });
    expect(after(led('traffic', 'bureau'))).toMatchObject({
      assignment: { leadUnit: 'traffic', jointUnits: ['office'] },
    });
    expect(after(withdrawn())).toMatchObject({ is: 'withdrawn', before: { organisationId: 'office' } });
  });
  it('stays quiet where it is nobody’s, or not theirs any more', () => {
    given(taskDecider).when(over).thenNothing();
    given(taskDecider, opened, handed).when(over).thenNothing();
  });
});
