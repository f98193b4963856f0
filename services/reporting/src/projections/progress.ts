import { dayOf, defineView, type Contribution } from '@chuangwen/platform/projections';
import { GROUPS, keyOf, type Counts, type Group } from '../report/keys';
import { moved, standingAfter, toldBy, type Place, type ProgressEvent, type Standing, type Step } from './standing';

/** What an office may see of a task, with every event that moved a figure. No evidence, no notes, no people. */
export type Progress = Readonly<{
  taskId: string;
  number: string | null;
  title: string;
  /** It stands in a plan, which expects it; or somebody added it beyond the plan. */
  planned: boolean;
  /** In the order of the stream. Where the task stood after each is not kept but added up from them. */
  steps: readonly Step[];
}>;

const itself = ({ data }: { data: { taskId: string } }) => data.taskId;

export const progressView = defineView<Progress, ProgressEvent>({
  name: 'progress@3',
  formerly: ['progress', 'progress@2'],
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
    const { id, version, recordedAt } = event.meta;
    const step: Step = { id, v: version, at: Date.parse(recordedAt), ...toldBy(event) };
    const before = standingAfter(task.steps);
    const after = moved(before, step);
    return after && after !== before ? { ...task, steps: [...task.steps, step] } : task;
  },
  index: ({ steps }) => ({
    campaign: steps.flatMap((step) => ('campaignId' in step ? step.campaignId : [])),
    /** Of any of its campaigns: who asks for one looks at the task's places. */
    measure: steps.flatMap((step) => ('measure' in step ? step.measure.itemId : [])),
  }),
  contributions({ steps, planned }) {
    const standing = standingAfter(steps);
    if (!standing || standing.withdrawn) return [];
    return standing.places.flatMap((place) => {
      const values = { ...countsOf(standing, place), added: planned ? 0 : 1 };
      return GROUPS.map((group): Contribution => {
        const key = keyOf(place.campaignId, leafOf(place, group, standing), dueOf(place));
        return { group, key, values };
      });
    });
  },
  countedOn: ({ steps }) => dayUpTo(steps),
});

/** The task under the name that its plan gives it now. */
function named(task: Progress | null, { type, data }: ProgressEvent): Progress | null {
  if (type === 'task.opened' || type === 'task.added') {
    const { taskId, item } = data;
    return { taskId, number: item.number, title: item.title, planned: type === 'task.opened', steps: [] };
  }
  const said = (type === 'task.revised' || type === 'task.reinstated') && data.said;
  return task && said ? { ...task, number: said.item.number, title: said.item.title } : task;
}

/** A deadline is due on a day only when the whole day is known. */
export const dueOf = ({ deadline }: Place): string | null =>
  deadline !== null && /^\d{4}-\d{2}-\d{2}$/.test(deadline) ? deadline : null;

/** What a task counts for in a place, alone: every value is 0 or 1. */
export function countsOf(standing: Standing, place: Place): Omit<Counts, 'added'> {
  const due = dueOf(place);
  const { assigned, situation, submittedOn } = standing;
  const one = (yes: boolean) => (yes ? 1 : 0);
  return {
    tasks: 1,
    assigned: one(assigned),
    submitted: one(submittedOn !== null),
    accepted: one(situation === 'accepted'),
    late: one(submittedOn !== null && due !== null && submittedOn > due),
  };
}

/** The leaf of a group that a task counts under; null: none. */
export function leafOf(place: Place, group: Group, standing: Standing | null): string | null {
  if (group === 'unit') return standing?.unit ?? null;
  return group === 'phase' ? (place.phase?.phaseId ?? null) : place.measure.itemId;
}

/** The recorded day of the last step, never before the one of a step before it; '' of none. */
const dayUpTo = (steps: readonly Step[]): string =>
  steps.length === 0 ? '' : dayOf(new Date(steps.reduce((latest, { at }) => Math.max(latest, at), 0)));

/** Where a task stood at the end of a recorded day, and the steps that led there; null: it was not known yet. */
export function standingOn({ steps }: Progress, day: string): { standing: Standing; steps: readonly Step[] } | null {
  // What was said later never counts on an earlier day, whatever the clock did.
  const later = steps.findIndex(({ at }) => dayOf(new Date(at)) > day);
  const known = later === -1 ? steps : steps.slice(0, later);
  const standing = standingAfter(known);
  return standing && { standing, steps: known };
}

/** Who has ever had it. */
export const unitsOf = ({ steps }: Progress): string[] => steps.flatMap((step) => ('unit' in step ? step.unit : []));

/** Where it counted in a campaign on a day; null: not at all. */
export const placeIn = ({ withdrawn, places }: Standing, campaignId: string): Place | null =>
  (withdrawn ? undefined : places.find((place) => place.campaignId === campaignId)) ?? null;
