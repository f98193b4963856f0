import { dayOf, defineView, type Contribution } from '@chuangwen/platform';
import { ALL, GROUPS, keyOf, type Counts, type Group } from '../report/keys';
import { standingAfter, type Place, type ProgressEvent, type Standing } from './standing';

export type Change = Readonly<{
  event: string;
  type: ProgressEvent['type'];
  version: number;
  recordedAt: string;
  /** The recorded day, never before the one of the change before it. */
  day: string;
  standing: Standing;
}>;

/** What an office may see of a task, with every event that moved a figure. No evidence, no notes, no people. */
export type Progress = Readonly<{
  taskId: string;
  number: string | null;
  title: string;
  /** It stands in a plan, which expects it; or somebody added it beyond the plan. */
  planned: boolean;
  changes: readonly Change[];
}>;

const itself = ({ data }: { data: { taskId: string } }) => data.taskId;

export const progressView = defineView<Progress, ProgressEvent>({
  name: 'progress@2',
  formerly: ['progress'],
  topics: ['task'],
  readableByOverseers: true,
  route: {
    'task.opened': itself,
    'task.added': itself,
    'task.assigned': itself,
    'task.deadline-set': itself,
    'task.progress-reported': itself,
    'task.evidence-attached': itself,
    'task.submitted': itself,
    'task.returned': itself,
    'task.accepted': itself,
    'task.withdrawn': itself,
    'task.reinstated': itself,
    'task.revised': itself,
    'task.handed-over': itself,
    'task.shared-with': itself,
    'task.unshared': itself,
  },
  evolve(progress, event) {
    const task = named(progress, event);
    if (!task) return null;
    const before = task.changes.at(-1);
    const recordedOn = dayOf(event.meta.recordedAt);
    const standing = standingAfter(before?.standing ?? null, event, recordedOn);
    if (!standing || (before && same(before.standing, standing))) return task;
    const { id, version, recordedAt } = event.meta;
    const day = before && before.day > recordedOn ? before.day : recordedOn;
    return { ...task, changes: [...task.changes, { event: id, type: event.type, version, recordedAt, day, standing }] };
  },
  index({ changes }) {
    const places = changes.flatMap(({ standing }) => standing.places);
    return {
      campaign: places.map(({ campaignId }) => campaignId),
      measure: places.map((place) => `${place.campaignId}|${leafOf(place, 'measure', null)}`),
    };
  },
  contributions(task) {
    const standing = task.changes.at(-1)?.standing;
    if (!standing || standing.withdrawn) return [];
    return standing.places.flatMap((place) => [
      ...GROUPS.map((group) => contribution(place, standing, group)),
      whole(task, place, standing),
    ]);
  },
  countedOn: (task) => task.changes.at(-1)?.day ?? '',
});

/** The task under the name that its plan gives it now. */
function named(task: Progress | null, { type, data }: ProgressEvent): Progress | null {
  if (type === 'task.opened' || type === 'task.added') {
    const { taskId, item } = data;
    return { taskId, number: item.number, title: item.title, planned: type === 'task.opened', changes: [] };
  }
  const said = (type === 'task.revised' || type === 'task.reinstated') && data.said;
  return task && said ? { ...task, number: said.item.number, title: said.item.title } : task;
}

const same = (a: Standing, b: Standing): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A deadline is due on a day only when the whole day is known. */
export const dueOf = ({ deadline }: Place): string | null =>
  deadline !== null && /^\d{4}-\d{2}-\d{2}$/.test(deadline) ? deadline : null;

/** What a task counts for in a place, alone: every value is 0 or 1. */
export function countsOf(standing: Standing, place: Place): Counts {
  const due = dueOf(place);
  const { assigned, situation, submittedOn } = standing;
  const one = (yes: boolean) => (yes ? 1 : 0);
  return {
    tasks: 1,
    assigned: one(assigned),
    submitted: one(submittedOn !== null),
    accepted: one(situation === 'accepted'),
    onTime: one(submittedOn !== null && due !== null && submittedOn <= due),
    late: one(submittedOn !== null && due !== null && submittedOn > due),
  };
}

/** The leaf of a group that a task counts under; null: none. */
export function leafOf(place: Place, group: Group, standing: Standing | null): string | null {
  if (group === 'unit') return standing?.unit ?? null;
  return group === 'phase' ? (place.phase?.phaseId ?? null) : place.measure.itemId;
}

const contribution = (place: Place, standing: Standing, group: Group): Contribution => ({
  group,
  key: keyOf(place.campaignId, leafOf(place, group, standing), dueOf(place)),
  values: countsOf(standing, place),
});

/** A tenant's tasks together: what an office looks at first. */
const whole = ({ planned }: Progress, place: Place, standing: Standing): Contribution => ({
  group: ALL,
  key: keyOf(place.campaignId, null, dueOf(place)),
  values: { ...countsOf(standing, place), planned: planned ? 1 : 0 },
});

/** Where a task stood at the end of a recorded day, and the changes that led there; null: it was not known yet. */
export function standingOn(task: Progress, day: string): { standing: Standing; changes: readonly Change[] } | null {
  const changes = task.changes.filter((change) => change.day <= day);
  const last = changes.at(-1);
  return last ? { standing: last.standing, changes } : null;
}

/** Where it counted in a campaign on a day; null: not at all. */
export const placeIn = ({ withdrawn, places }: Standing, campaignId: string): Place | null =>
  (withdrawn ? undefined : places.find((place) => place.campaignId === campaignId)) ?? null;
