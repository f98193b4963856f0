import type { TaskHandedOver, TaskOpened } from '@chuangwen/contracts';
import type { Recorded } from '@chuangwen/platform';
import { progressView, standingOn, type Progress } from './progress';
import type { ProgressEvent } from './standing';

const opened: TaskOpened['data'] = {
  ...{ taskId: 't1', campaignId: 'c1', planId: 'p1', organisationId: 'ferry' },
  item: {
    ...{ itemId: 'm1', above: null, number: null, title: '文明交通', text: null },
    ...{ phaseId: null, deadline: null, evidenceWanted: null },
  },
  ...{ measure: { itemId: 'm1', number: null, title: '文明交通' }, phase: null, deadline: null, responsible: null },
};
const over: TaskHandedOver['data'] = { taskId: 't1', planId: 'p1', organisationId: 'bureau', from: 'ferry' };
const led = (leadUnit: string) => ({ taskId: 't1', leadUnit, jointUnits: [], personId: null, leaderId: null });
const after = (...events: [day: string, ProgressEvent][]) =>
  events.reduce<Progress | null>((progress, [day, event], at) => {
    const meta = { id: `e${at}`, version: at + 1, recordedAt: `${day}T02:00:00.000Z` };
    return progressView.evolve(progress, { ...event, meta } as unknown as Recorded, 't1') as Progress;
  }, null)!;
const unitOn = (progress: Progress, day: string) => standingOn(progress, day)?.standing.unit;

describe('a task that was handed over', () => {
  it('counts for whoever has it from that recorded day on; earlier days stay', () => {
    const task = after(
      ['2026-03-01', { type: 'task.opened', data: opened }],
      ['2026-03-09', { type: 'task.handed-over', data: over }],
    );
    expect([unitOn(task, '2026-03-08'), unitOn(task, '2026-03-09')]).toEqual(['ferry', 'bureau']);
    const after9 = progressView.contributions?.(task).filter(({ group }) => group === 'unit');
    expect(after9?.map(({ key }) => key)).toEqual([expect.stringContaining('bureau')]);
    expect(progressView.countedOn?.(task)).toBe('2026-03-09');
  });
  it('goes on counting for another unit that leads it', () => {
    const task = after(
      ['2026-03-01', { type: 'task.opened', data: opened }],
      ['2026-03-02', { type: 'task.assigned', data: led('road') }],
      ['2026-03-09', { type: 'task.handed-over', data: over }],
    );
    expect(unitOn(task, '2026-03-09')).toBe('road');
  });
});
