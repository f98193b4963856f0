import type { StoredEvent } from '@chuangwen/contracts';
import { Fold, targetsOf, type Recorded } from '@chuangwen/platform';
import { evolve } from '../task/evolve';
import { initialState, type TaskEvent } from '../task/state';
import { whole, type KeptTask } from './kept-task';
import { initialDocument } from './task-document.sample';
import { tasksView } from './tasks';

/** What a clock does that goes wrong: an hour ahead, an hour back, a leap day, a host somewhere else. */
const { itemId, title, measure } = initialDocument;
const item = {
  itemId,
  above: null,
  number: null,
  title,
  text: null,
  phaseId: null,
  deadline: null,
  evidenceWanted: null,
};
const opened: TaskEvent = {
  type: 'task.opened',
  data: {
    taskId: 't1',
    campaignId: 'c1',
    planId: 'plan1',
    organisationId: 'root',
    item,
    measure,
    phase: null,
    deadline: null,
    responsible: null,
  },
};
const assigned: TaskEvent = {
  type: 'task.assigned',
  data: { taskId: 't1', leadUnit: 'u1', jointUnits: [], personId: 'chen', leaderId: null },
};
const submitted: TaskEvent = { type: 'task.submitted', data: { taskId: 't1', note: '' } };
const withdrawn: TaskEvent = {
  type: 'task.withdrawn',
  data: { taskId: 't1', cause: 'plan', by: null, reason: '有误' },
};

const told = (...events: (readonly [TaskEvent, string])[]): Recorded<TaskEvent>[] =>
  events.map(([event, recordedAt], i) => {
    const meta = {
      id: `e${i}`,
      type: event.type,
      tenant: 'a',
      stream: 'task-t1',
      version: i + 1,
      recordedAt,
      audience: [],
    };
    const actor = { kind: 'person', id: 'chen' };
    return { ...event, meta: { ...meta, actor } as unknown as Omit<StoredEvent, 'data'> };
  });
function folded(events: readonly Recorded<TaskEvent>[]) {
  const fold = new Fold(tasksView);
  for (const event of events) {
    const refs = targetsOf(tasksView, event);
    const unknown = fold.unknown(refs);
    fold.know(
      unknown,
      unknown.map(() => null),
    );
    fold.apply(event, refs);
  }
  const { documents, counters } = fold.changes();
  const byDay = counters.filter(({ group }) => group === 'overview').map(({ day, add }) => [day, add] as const);
  const sumBy = (until: string) =>
    byDay
      .filter(([day]) => day <= until)
      .reduce<Record<string, number>>((sum, [, add]) => {
        for (const [name, value] of Object.entries(add)) sum[name] = (sum[name] ?? 0) + value;
        return sum;
      }, {});
  return { task: whole(documents[0]!.body as unknown as KeptTask), sumBy };
}

describe('a task whose clock went wrong', () => {
  it('is in the situation of its last event by version, and no count is ever below nothing', () => {
    const events = told(
      [opened, '2026-04-02T00:30:00.000Z'],
      [assigned, '2026-04-01T15:30:00.000Z'], // an hour behind, a day earlier in Shanghai
      [submitted, '2026-03-31T15:30:00.000Z'],
    );
    const { task, sumBy } = folded(events);
    expect(task).toMatchObject({ situation: 'submitted', version: 3, day: '2026-04-02' });
    expect(events.reduce((state, event) => evolve(state, event), initialState()).is).toBe('submitted');
    for (const day of ['2026-03-31', '2026-04-01', '2026-04-02', '2030-01-01'])
      for (const value of Object.values(sumBy(day))) expect(value).toBeGreaterThanOrEqual(0);
    expect(sumBy('2026-04-01')).toEqual({});
    expect(sumBy('2026-04-02')).toMatchObject({ submitted: 1, unassigned: 0 });
  });

  it('is withdrawn on no day before the one it was opened on', () => {
    const { task, sumBy } = folded(told([opened, '2026-04-02T00:30:00.000Z'], [withdrawn, '2026-04-01T00:30:00.000Z']));
    expect(task.withdrawn).toMatchObject({ on: '2026-04-02' });
    expect(sumBy('2026-04-01')).toEqual({});
    expect(sumBy('2026-04-02')).toMatchObject({ unassigned: 0, withdrawn: 1 });
  });

  it.each([
    ['2026-04-01T15:59:59.999Z', '2026-04-01'],
    ['2026-04-01T16:00:00.000Z', '2026-04-02'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
    ['2026-03-29T01:30:00.000Z', '2026-03-29'], // where others turn their clocks
  ])('recorded at %s is of the day %s, wherever the host stands', (instant, day) => {
    const zone = process.env['TZ'];
    try {
      for (const host of ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Shanghai', 'Pacific/Kiritimati']) {
        process.env['TZ'] = host;
        expect([host, folded(told([opened, instant])).task.day]).toEqual([host, day]);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
