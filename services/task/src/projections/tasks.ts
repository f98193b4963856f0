import { dayOf, defineView, type Contribution } from '@chuangwen/platform/projections';
import type { TaskEvent } from '../task/state';
import { keptOf, situationOf, whole, type KeptTask } from './kept-task';
import { begun, changed } from './task-changes';
import { openShares, peopleOf, unitsOf } from './task-document';

export const tasksView = defineView<KeptTask, TaskEvent>({
  name: 'tasks@3',
  formerly: ['tasks', 'tasks@2'],
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
  evolve(kept, event) {
    const { version } = event.meta;
    const recordedOn = dayOf(event.meta.recordedAt);
    // Kept in stream order, whatever the clock did: what was said later never counts on an earlier day.
    const day = kept && kept.day > recordedOn ? kept.day : recordedOn;
    if (event.type === 'task.opened') return keptOf(begun(event.data, { version, day, source: 'plan' }));
    if (event.type === 'task.added')
      return keptOf(begun({ ...event.data, responsible: null }, { version, day, source: 'table' }));
    if (!kept) return null;
    const task = whole(kept);
    return keptOf({ ...task, ...changed(task, event, day), version, day });
  },
  index: ({ campaignId, planId, organisationId, shares = [], ...task }) => ({
    /** Also those in which it counted once: a list as of a day asks. */
    campaign: [campaignId, ...shares.map((share) => share.campaignId)],
    plan: planId,
    organisation: organisationId,
    leadUnit: task.leadUnit ?? [],
    person: task.personId ?? [],
    situation: situationOf(task),
  }),
  /** How many there are is the sum of their situations. */
  contributions(task) {
    const { campaignId, personId = null } = task;
    if (task.withdrawn) return counted(task, campaignId, '', { withdrawn: 1 });
    const values = { [task.standing]: 1, withoutPerson: personId === null ? 1 : 0 };
    return [
      ...counted(task, campaignId, '', values),
      ...openShares(task).flatMap((share) => counted(task, share.campaignId, SHARED, values)),
    ];
  },
  countedOn: ({ day }) => day,
});

/** Ends the key of what counts in a campaign that is not the task's own: in the sum over all campaigns it stands once. */
const SHARED = '+';

const counted = (task: KeptTask, campaignId: string, as: string, values: Contribution['values']): Contribution[] => [
  { group: 'overview', key: `${encodeURIComponent(campaignId)}|${as}`, values },
  { group: 'sight', key: `${sightKey(task, campaignId)}|${as}`, values },
];

/** Who can see it is part of the key, so that who sees some tasks is told how many of those there are, and of no others. */
function sightKey(task: KeptTask, campaignId: string): string {
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
