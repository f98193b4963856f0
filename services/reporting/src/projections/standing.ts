import type {
  TaskAccepted,
  TaskAdded,
  TaskAssigned,
  TaskDeadlineSet,
  TaskEvidenceAttached,
  TaskHandedOver,
  TaskOpened,
  TaskProgressReported,
  TaskReinstated,
  TaskReturned,
  TaskRevised,
  TaskSharedWith,
  TaskSubmitted,
  TaskUnshared,
  TaskWithdrawn,
} from '@chuangwen/contracts';
import { dayOf } from '@chuangwen/platform/projections';

export type ProgressEvent =
  | TaskOpened
  | TaskAdded
  | TaskAssigned
  | TaskDeadlineSet
  | TaskProgressReported
  | TaskEvidenceAttached
  | TaskSubmitted
  | TaskReturned
  | TaskAccepted
  | TaskWithdrawn
  | TaskReinstated
  | TaskRevised
  | TaskSharedWith
  | TaskUnshared
  | TaskHandedOver;

type Situation = 'unassigned' | 'assigned' | 'in-progress' | 'submitted' | 'returned' | 'accepted';

type Labels = Readonly<{
  measure: TaskOpened['data']['measure'];
  phase: Readonly<{ phaseId: string; name: string }> | null;
}>;

/** Where a task counts in a campaign: under which measure and phase, and by when it is due there. */
export type Place = Labels &
  Readonly<{
    campaignId: string;
    /** As far as it is known; only a whole day is due. */
    deadline: string | null;
  }>;

/** What an event says of a standing, and no more: a task keeps it for each that moved a figure. */
export type Told =
  | (Readonly<{ is: 'opened' | 'added'; unit: string }> & Place)
  | Readonly<{ is: 'assigned'; unit: string }>
  | Readonly<{ is: 'handed-over'; unit: string; from: string }>
  | Readonly<{ is: 'deadline-set'; deadline: string | null }>
  | (Readonly<{ is: 'reinstated' | 'revised'; deadline: string | null }> & Partial<Labels>)
  | (Readonly<{ is: 'shared-with' }> & Place)
  | Readonly<{ is: 'unshared'; campaignId: string }>
  | Readonly<{ is: 'progress-reported' | 'evidence-attached' | 'submitted' | 'returned' | 'accepted' | 'withdrawn' }>;

/** An event that moved a figure: its id, its version and when it was recorded (ms). */
export type Step = Readonly<{ id: string; v: number; at: number }> & Told;

/** Where a task stands: all that a figure is made of. */
export type Standing = Readonly<{
  situation: Situation;
  /** The lead unit, or while nobody has it the organisation whose plan it is from. */
  unit: string;
  assigned: boolean;
  /** The recorded day of the submission that stands; null while it is not submitted or was returned. */
  submittedOn: string | null;
  /** It counts nowhere; the rest is as it was, underneath. */
  withdrawn: boolean;
  /** Its own campaign first, then those it is shared with. */
  places: readonly Place[];
}>;

export function toldBy(event: ProgressEvent): Told {
  switch (event.type) {
    case 'task.opened':
    case 'task.added': {
      const { organisationId, campaignId, deadline } = event.data;
      const is = event.type === 'task.opened' ? 'opened' : 'added';
      return { is, unit: organisationId, campaignId, ...labelsOf(event.data), deadline };
    }
    case 'task.assigned':
      return { is: 'assigned', unit: event.data.leadUnit };
    case 'task.handed-over':
      return { is: 'handed-over', unit: event.data.organisationId, from: event.data.from };
    case 'task.deadline-set':
      return { is: 'deadline-set', deadline: event.data.deadline };
    case 'task.reinstated':
    case 'task.revised': {
      const { said, deadline } = event.data;
      const is = event.type === 'task.revised' ? 'revised' : 'reinstated';
      return { is, deadline, ...(said && labelsOf(said)) };
    }
    case 'task.shared-with': {
      const { campaignId, deadline } = event.data;
      return { is: 'shared-with', campaignId, ...labelsOf(event.data), deadline };
    }
    case 'task.unshared':
      return { is: 'unshared', campaignId: event.data.campaignId };
    case 'task.progress-reported':
      return { is: 'progress-reported' };
    case 'task.evidence-attached':
      return { is: 'evidence-attached' };
    case 'task.submitted':
      return { is: 'submitted' };
    case 'task.returned':
      return { is: 'returned' };
    case 'task.accepted':
      return { is: 'accepted' };
    case 'task.withdrawn':
      return { is: 'withdrawn' };
  }
}

const labelsOf = ({ measure, phase }: Pick<TaskRevised['data']['said'], 'measure' | 'phase'>): Labels => ({
  measure,
  phase: phase && { phaseId: phase.phaseId, name: phase.name },
});

/** Where a task stood after these steps; null: nothing was told of it yet. */
export function standingAfter(steps: readonly Step[]): Standing | null {
  let standing: Standing | null = null;
  for (const step of steps) standing = moved(standing, step);
  return standing;
}

/** Where a task stands after a step: the same object where it moved nothing. */
export function moved(before: Standing | null, step: Step): Standing | null {
  if (step.is === 'opened' || step.is === 'added') return opened(step);
  if (!before) return null;
  switch (step.is) {
    case 'assigned': {
      const situation = before.situation === 'unassigned' ? 'assigned' : before.situation;
      return changed(before, { situation, unit: step.unit, assigned: true });
    }
    case 'deadline-set':
      return changed(before, { places: inOwn(before, { deadline: step.deadline }) });
    case 'progress-reported':
    case 'evidence-attached':
      return before.situation === 'assigned' ? { ...before, situation: 'in-progress' } : before;
    case 'submitted':
      return changed(before, { situation: 'submitted', submittedOn: dayOf(new Date(step.at)) });
    case 'returned':
      return changed(before, { situation: 'returned', submittedOn: null });
    case 'accepted':
      return changed(before, { situation: 'accepted' });
    case 'handed-over':
      return before.unit === step.from ? changed(before, { unit: step.unit }) : before;
    case 'withdrawn':
      return changed(before, { withdrawn: true });
    case 'reinstated':
    case 'revised': {
      const { is, deadline, measure, phase = null } = step;
      const places = inOwn(before, { ...(measure && { measure, phase }), deadline });
      return changed(before, { places, withdrawn: is === 'reinstated' ? false : before.withdrawn });
    }
    case 'shared-with': {
      const { campaignId, measure, phase, deadline } = step;
      if (before.places[0]?.campaignId === campaignId) return before; // once is enough
      const others = before.places.filter((place) => place.campaignId !== campaignId);
      return changed(before, { places: [...others, { campaignId, measure, phase, deadline }] });
    }
    case 'unshared': {
      const left = before.places.filter((place, at) => at === 0 || place.campaignId !== step.campaignId);
      return changed(before, { places: left });
    }
  }
}

function opened({ unit, campaignId, measure, phase, deadline }: Extract<Told, { is: 'opened' | 'added' }>): Standing {
  const places = [{ campaignId, measure, phase, deadline }];
  return { situation: 'unassigned', unit, assigned: false, submittedOn: null, withdrawn: false, places };
}

/** Its own campaign is the first. */
const inOwn = ({ places: [own, ...others] }: Standing, change: Partial<Place>): Place[] =>
  own ? [{ ...own, ...change }, ...others] : others;

function changed(before: Standing, change: Partial<Standing>): Standing {
  const after = { ...before, ...change };
  const { situation, unit, assigned, submittedOn, withdrawn, places } = before;
  const same =
    situation === after.situation &&
    unit === after.unit &&
    assigned === after.assigned &&
    submittedOn === after.submittedOn &&
    withdrawn === after.withdrawn &&
    (places === after.places || JSON.stringify(places) === JSON.stringify(after.places));
  return same ? before : after;
}
