import { dayOf, defineView, type Contribution } from '@chuangwen/platform';
import type { TaskEvent } from '../task/state';
import { begun, changed } from './task-changes';
import { openShares, peopleOf, unitsOf, type TaskDocument } from './task-document';

export const tasksView = defineView<TaskDocument, TaskEvent>({
  name: 'tasks@2',
  formerly: ['tasks'],
  topics: ['task'],
  route: {
    'task.opened': ({ data }) => data.taskId,
    'task.assigned': ({ data }) => data.taskId,
    'task.deadline-set': ({ data }) => data.taskId,
    'task.evidence-wanted': ({ data }) => data.taskId,
    'task.progress-reported': ({ data }) => data.taskId,
    'task.evidence-attached': ({ data }) => data.taskId,
    'task.evidence-removed': ({ data }) => data.taskId,
    'task.submitted': ({ data }) => data.taskId,
    'task.returned': ({ data }) => data.taskId,
    'task.accepted': ({ data }) => data.taskId,
    'task.added': ({ data }) => data.taskId,
    'task.details-set': ({ data }) => data.taskId,
    'task.evidence-required': ({ data }) => data.taskId,
    'task.checks-waived': ({ data }) => data.taskId,
    'task.shared-with': ({ data }) => data.taskId,
    'task.unshared': ({ data }) => data.taskId,
    'task.withdrawn': ({ data }) => data.taskId,
    'task.reinstated': ({ data }) => data.taskId,
    'task.revised': ({ data }) => data.taskId,
    'task.handed-over': ({ data }) => data.taskId,
  },
  evolve(task, event) {
    const { version } = event.meta;
    const recordedOn = dayOf(event.meta.recordedAt);
    // Kept in stream order, whatever the clock did: what was said later never counts on an earlier day.
    const day = task && task.day > recordedOn ? task.day : recordedOn;
    if (event.type === 'task.opened') return begun(event.data, { version, day, source: 'plan' });
    if (event.type === 'task.added')
      return begun({ ...event.data, responsible: null }, { version, day, source: 'table' });
    if (!task) return null;
    const next = { ...task, ...changed(task, event, day), version, day };
    return { ...next, situation: next.withdrawn ? 'withdrawn' : next.standing };
  },
  index: (task) => ({
    /** Also those in which it counted once: a list as of a day asks. */
    campaign: [...new Set([task.campaignId, ...task.shares.map(({ campaignId }) => campaignId)])],
    plan: task.planId,
    organisation: task.organisationId,
    leadUnit: task.leadUnit ?? [],
    person: task.personId ?? [],
    situation: task.situation,
  }),
  contributions(task) {
    const { situation } = task;
    if (situation === 'withdrawn') return counted(task, task.campaignId, '', { withdrawn: 1 });
    const values = { tasks: 1, [situation]: 1, withoutPerson: task.personId === null ? 1 : 0 };
    return [
      ...counted(task, task.campaignId, '', values),
      ...openShares(task).flatMap(({ campaignId }) => counted(task, campaignId, SHARED, values)),
    ];
  },
  countedOn: ({ day }) => day,
});

/** Ends the key of what counts in a campaign that is not the task's own: in the sum over all campaigns it stands once. */
const SHARED = '+';

const counted = (
  task: TaskDocument,
  campaignId: string,
  as: string,
  values: Contribution['values'],
): Contribution[] => [
  { group: 'overview', key: `${encodeURIComponent(campaignId)}|${as}`, values },
  { group: 'sight', key: `${sightKey(task, campaignId)}|${as}`, values },
];

/** Who can see it is part of the key, so that who sees some tasks is told how many of those there are, and of no others. */
function sightKey(task: TaskDocument, campaignId: string): string {
  const list = (ids: readonly string[]) => [...new Set(ids)].sort().map(encodeURIComponent).join(',');
  return [encodeURIComponent(campaignId), list(unitsOf(task)), list(peopleOf(task))].join('|');
}

/** What a key of the group `sight` was made of. */
export function sightOf(key: string): { campaignId: string; units: string[]; people: string[]; shared: boolean } {
  const [campaign = '', units = '', people = '', as = ''] = key.split('|');
  const ids = (list: string) => (list === '' ? [] : list.split(',').map(decodeURIComponent));
  return { campaignId: decodeURIComponent(campaign), units: ids(units), people: ids(people), shared: as === SHARED };
}

/** Of the group `overview`. */
export function campaignOf(key: string): { campaignId: string; shared: boolean } {
  const [campaign = '', as = ''] = key.split('|');
  return { campaignId: decodeURIComponent(campaign), shared: as === SHARED };
}
