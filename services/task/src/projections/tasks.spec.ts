import type { StoredEvent } from '@chuangwen/contracts';
import { Fold, targetsOf, type Recorded } from '@chuangwen/platform';
import { evolve } from '../task/evolve';
import { initialState, type TaskEvent } from '../task/state';
import { whole, type KeptTask } from './kept-task';
import type { TaskDocument } from './task-document';
import { sightOf, tasksView } from './tasks';

const item = {
  itemId: 'm1',
  above: null,
  number: null,
  title: '文明交通',
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
    organisationId: 'o1',
    item,
    measure: { itemId: 'm1', number: null, title: '文明交通' },
    phase: null,
    deadline: null,
    responsible: null,
  },
};
const assigned = (personId: string | null): TaskEvent => ({
  type: 'task.assigned',
  data: { taskId: 't1', leadUnit: 'u1', jointUnits: [], personId, leaderId: null },
});
const proof = (evidenceId: string): TaskEvent => ({
  type: 'task.evidence-attached',
  data: {
    taskId: 't1',
    evidenceId,
    name: evidenceId,
    proof: { kind: 'link', url: `https://example.com/${evidenceId}` },
  },
});
const removed: TaskEvent = {
  type: 'task.evidence-removed',
  data: { taskId: 't1', evidenceId: 'e1', reason: '不清楚' },
};
const reported: TaskEvent = { type: 'task.progress-reported', data: { taskId: 't1', percent: 60, note: '' } };
const submitted: TaskEvent = { type: 'task.submitted', data: { taskId: 't1', note: '' } };
const returned = (item: string): TaskEvent => ({
  type: 'task.returned',
  data: { taskId: 't1', items: [{ item, reason: '补' }] },
});
const accepted: TaskEvent = { type: 'task.accepted', data: { taskId: 't1', note: null } };

const record = (event: TaskEvent, at: number): Recorded<TaskEvent> => {
  const recordedAt = '2026-04-01T00:00:00.000Z';
  const actor = { kind: 'person', id: 'chen' } as const;
  const meta = {
    id: `e-${at}`,
    type: event.type,
    tenant: 'a',
    stream: 'task-t1',
    version: at + 1,
    recordedAt,
    actor,
    audience: [],
  };
  return { ...event, meta: meta as unknown as Omit<StoredEvent, 'data'> };
};
const kept = (...events: TaskEvent[]): KeptTask =>
  events.map(record).reduce<KeptTask | null>((task, event) => tasksView.evolve(task, event, 't1'), null)!;
const after = (...events: TaskEvent[]): TaskDocument => whole(kept(...events));

const story = [
  opened,
  assigned(null),
  reported,
  proof('e1'),
  proof('e2'),
  submitted,
  returned('e1'),
  removed,
  proof('e3'),
  submitted,
  accepted,
];

describe('the view of tasks', () => {
  it('is in the situation that the rules see, after every event', () => {
    for (let n = 1; n <= story.length; n += 1)
      expect(after(...story.slice(0, n)).situation).toBe(story.slice(0, n).reduce(evolve, initialState()).is);
  });

  it('shows a reviewer what changed since the return', () => {
    expect(after(...story).review).toMatchObject({
      round: 1,
      returned: [{ item: 'e1' }],
      attached: ['e3'],
      removed: ['e1'],
      reported: false,
    });
    expect(after(...story.slice(0, 6)).review).toBeNull();
    const again = after(...story.slice(0, -1), returned('report'), reported);
    expect(again.review).toMatchObject({
      round: 2,
      returned: [{ item: 'report' }],
      attached: [],
      removed: [],
      reported: true,
    });
  });

  it('is found by what it is asked for', () => {
    expect(tasksView.index!(kept(opened))).toMatchObject({
      campaign: ['c1'],
      leadUnit: [],
      person: [],
      situation: 'unassigned',
    });
    expect(tasksView.index!(kept(opened, assigned('chen')))).toMatchObject({ leadUnit: 'u1', person: 'chen' });
  });

  it('counts each task once, in its situation, and those without a person', () => {
    const totals = (...events: TaskEvent[]) => {
      const fold = new Fold(tasksView);
      events.map(record).forEach((event) => {
        const refs = targetsOf(tasksView, event);
        fold.know(fold.unknown(refs), [null]);
        fold.apply(event, refs);
      });
      return Object.fromEntries(
        Object.entries(fold.changes().counters.find(({ group }) => group === 'overview')!.add).filter(
          ([, value]) => value !== 0,
        ),
      );
    };
    expect(totals(opened)).toEqual({ unassigned: 1, withoutPerson: 1 });
    expect(totals(opened, assigned('chen'), reported)).toEqual({ 'in-progress': 1 });
    expect(totals(...story)).toEqual({ accepted: 1, withoutPerson: 1 });
  });

  it('counts by who can see it as well, whatever the ids are made of', () => {
    const given: TaskEvent = {
      type: 'task.assigned',
      data: { taskId: 't1', leadUnit: 'u|1', jointUnits: ['u,2', 'o1'], personId: 'chen', leaderId: null },
    };
    const [, sight] = tasksView.contributions!(kept(opened, given));
    expect(sight).toMatchObject({ group: 'sight', values: { assigned: 1 } });
    expect(sightOf(sight!.key)).toEqual({
      campaignId: 'c1',
      units: ['o1', 'u,2', 'u|1'],
      people: ['chen'],
      shared: false,
    });
    expect(sightOf(tasksView.contributions!(kept(opened))[1]!.key)).toEqual({
      campaignId: 'c1',
      units: ['o1'],
      people: [],
      shared: false,
    });
  });
});
