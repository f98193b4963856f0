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

/** Where a task counts in a campaign: under which measure and phase, and by when it is due there. */
export type Place = Readonly<{
  campaignId: string;
  measure: TaskOpened['data']['measure'];
  phase: Readonly<{ phaseId: string; name: string }> | null;
  /** As far as it is known; only a whole day is due. */
  deadline: string | null;
}>;

/** Where a task stood after an event: all that a figure is made of. */
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

/** Where a task stands after an event. null: nothing was told of it yet. */
export function standingAfter(before: Standing | null, event: ProgressEvent, recordedOn: string): Standing | null {
  if (event.type === 'task.opened' || event.type === 'task.added') return opened(event);
  if (!before) return null;
  switch (event.type) {
    case 'task.assigned': {
      const situation = before.situation === 'unassigned' ? 'assigned' : before.situation;
      return { ...before, situation, unit: event.data.leadUnit, assigned: true };
    }
    case 'task.deadline-set':
      return { ...before, places: inOwn(before, { deadline: event.data.deadline }) };
    case 'task.progress-reported':
    case 'task.evidence-attached':
      return before.situation === 'assigned' ? { ...before, situation: 'in-progress' } : before;
    case 'task.submitted':
      return { ...before, situation: 'submitted', submittedOn: recordedOn };
    case 'task.returned':
      return { ...before, situation: 'returned', submittedOn: null };
    case 'task.accepted':
      return { ...before, situation: 'accepted' };
    case 'task.handed-over':
      return before.unit === event.data.from ? { ...before, unit: event.data.organisationId } : before;
    case 'task.withdrawn':
      return { ...before, withdrawn: true };
    case 'task.reinstated':
    case 'task.revised': {
      const { said, deadline } = event.data;
      const places = inOwn(before, { ...(said ? saidOf(said) : {}), deadline });
      return { ...before, places, withdrawn: event.type === 'task.reinstated' ? false : before.withdrawn };
    }
    case 'task.shared-with': {
      const { campaignId, deadline } = event.data;
      if (before.places[0]?.campaignId === campaignId) return before; // once is enough
      const others = before.places.filter((place) => place.campaignId !== campaignId);
      return { ...before, places: [...others, { campaignId, ...saidOf(event.data), deadline }] };
    }
    case 'task.unshared': {
      const { campaignId } = event.data;
      return { ...before, places: before.places.filter((place, at) => at === 0 || place.campaignId !== campaignId) };
    }
  }
}

function opened({ data }: TaskOpened | TaskAdded): Standing {
  const { organisationId: unit, campaignId, deadline } = data;
  const places = [{ campaignId, ...saidOf(data), deadline }];
  return { situation: 'unassigned', unit, assigned: false, submittedOn: null, withdrawn: false, places };
}

const saidOf = ({ measure, phase }: Pick<TaskRevised['data']['said'], 'measure' | 'phase'>) => ({
  measure,
  phase: phase && { phaseId: phase.phaseId, name: phase.name },
});

/** Its own campaign is the first. */
const inOwn = ({ places: [own, ...others] }: Standing, change: Partial<Place>): Place[] =>
  own ? [{ ...own, ...change }, ...others] : others;
