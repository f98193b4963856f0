import type { Item } from '@chuangwen/contracts';
import type { Recorded } from '@chuangwen/platform';
import { progressView, standingOn, unitsOf, type Progress } from './progress';
import { moved, standingAfter, type ProgressEvent, type Step } from './standing';

const place = { measure: { itemId: 'm1', number: '1.', title: '文明交通' }, phase: null, deadline: '2026-03-20' };
const item: Item = {
  ...{ itemId: 'i1', above: null, number: '1.', title: '劝导', text: '每天两次' },
  ...{ phaseId: null, deadline: null, evidenceWanted: null },
};
const opened: ProgressEvent = {
  type: 'task.opened',
  data: {
    ...{ taskId: 't1', campaignId: 'c1', planId: 'p1', organisationId: 'bureau', responsible: null },
    ...place,
    item,
  },
};
const assigned: ProgressEvent = {
  type: 'task.assigned',
  data: { taskId: 't1', leadUnit: 'road', jointUnits: ['ferry'], personId: 'chen', leaderId: null },
};
const shared: ProgressEvent = {
  type: 'task.shared-with',
  data: {
    ...{ taskId: 't1', campaignId: 'c2', planId: 'p9', covers: 't9', itemId: 'i9', reason: '同一项工作' },
    ...place,
  },
};
const submitted: ProgressEvent = { type: 'task.submitted', data: { taskId: 't1', note: '已完成' } };
const returned: ProgressEvent = { type: 'task.returned', data: { taskId: 't1', items: [] } };
const reported: ProgressEvent = { type: 'task.progress-reported', data: { taskId: 't1', percent: 5, note: '' } };
const revised: ProgressEvent = {
  type: 'task.revised',
  data: {
    taskId: 't1',
    planId: 'p2',
    said: { item: { ...item, title: '劝导与宣传' }, ...place, responsible: null },
    deadline: '2026-03-20',
  },
};

/** A day apart, from 1 March on. */
const after = (...events: ProgressEvent[]): Progress =>
  events.reduce<Progress | null>((task, event, at) => {
    const meta = {
      id: `e${at}`,
      version: at + 1,
      recordedAt: `2026-03-${String(at + 1).padStart(2, '0')}T02:00:00.000Z`,
    };
    return progressView.evolve(task, { ...event, meta } as unknown as Recorded, 't1') as Progress;
  }, null)!;

describe('what is kept of a task’s progress', () => {
  it('is of each event what it says of a figure: no notes, no people, nothing of the step before', () => {
    const { steps } = after(opened, assigned, submitted);
    const at = (day: number) => Date.UTC(2026, 2, day, 2);
    expect(steps).toEqual([
      { id: 'e0', v: 1, at: at(1), is: 'opened', unit: 'bureau', campaignId: 'c1', ...place },
      { id: 'e1', v: 2, at: at(2), is: 'assigned', unit: 'road' },
      { id: 'e2', v: 3, at: at(3), is: 'submitted' },
    ]);
  });

  it('adds up to where it stood after each, step by step and at once', () => {
    const { steps } = after(opened, assigned, reported, shared, submitted, returned);
    const known = steps.map((_, n) => standingAfter(steps.slice(0, n + 1)));
    expect(known.map((standing) => standing?.situation)).toEqual([
      ...['unassigned', 'assigned', 'in-progress', 'in-progress', 'submitted', 'returned'],
    ]);
    expect(known.map((standing) => standing?.submittedOn)).toEqual([null, null, null, null, '2026-03-05', null]);
    expect(known.map((standing) => standing?.unit)).toEqual(['bureau', ...Array<string>(5).fill('road')]);
    expect(known.map((standing) => standing?.places.map(({ campaignId }) => campaignId).join())).toEqual([
      ...['c1', 'c1', 'c1', 'c1,c2', 'c1,c2', 'c1,c2'],
    ]);
    steps.reduce<ReturnType<typeof moved>>((before, step, n) => {
      const next = moved(before, step);
      expect(next).toEqual(known[n]);
      return next;
    }, null);
  });

  it('has no step of what moved nothing, though it takes on the name', () => {
    const task = after(opened, assigned, assigned, reported, reported, revised);
    expect(task.steps.map(({ is }) => is)).toEqual(['opened', 'assigned', 'progress-reported']);
    expect(task.title).toBe('劝导与宣传');
    const [first] = task.steps as [Step];
    expect(standingAfter([{ ...first, is: 'withdrawn' }])).toBeNull(); // of a task that was never opened
  });

  it('of an earlier day is the steps up to that day, whatever a clock did then', () => {
    const task = after(opened, assigned, submitted);
    const back = {
      ...task,
      steps: [...task.steps, { id: 'e3', v: 4, at: Date.UTC(2026, 1, 1), is: 'returned' as const }],
    };
    const on = (day: string) => standingOn(back, day)?.steps.map(({ id }) => id) ?? null;
    expect([on('2026-02-28'), on('2026-03-02'), on('2026-03-03')]).toEqual([
      ...[null, ['e0', 'e1'], ['e0', 'e1', 'e2', 'e3']],
    ]);
    expect(progressView.countedOn?.(back)).toBe('2026-03-03');
  });

  it('is found under each campaign and measure in which it ever counted, and knows all who had it', () => {
    const task = after(opened, assigned, shared);
    expect(progressView.index?.(task)).toEqual({ campaign: ['c1', 'c2'], measure: ['m1', 'm1'] });
    expect(unitsOf(task)).toEqual(['bureau', 'road']);
  });

  it('counts as late, and as added, only where it is: the rest of the submitted were in time, the rest of all is planned', () => {
    const counted = (...events: ProgressEvent[]) => progressView.contributions?.(after(...events))[0]?.values;
    const all = { tasks: 1, assigned: 0, submitted: 1, accepted: 0 };
    expect(counted(opened, submitted)).toEqual({ ...all, late: 0, added: 0 });
    const { responsible: _none, ...data } = opened.data;
    const added: ProgressEvent = { type: 'task.added', data: { ...data, deadline: '2026-03-01' } };
    expect(counted(added, submitted)).toEqual({ ...all, late: 1, added: 1 });
  });
});
