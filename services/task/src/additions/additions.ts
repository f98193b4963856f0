import type { AdditionsNoted, AdditionsResumed, AdditionsWithdrawn } from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

export type Additions = Readonly<{ taskIds: readonly string[]; withdrawn: boolean }>;
type AdditionsCommand =
  Readonly<{ is: 'note' } & AdditionsNoted['data']> | Readonly<{ is: 'withdraw' | 'resume'; planId: string }>;
type AdditionsEvent = AdditionsNoted | AdditionsWithdrawn | AdditionsResumed;

function evolve(additions: Additions, event: AdditionsEvent): Additions {
  if (event.type === 'additions.noted') return { ...additions, taskIds: [...additions.taskIds, event.data.taskId] };
  return { ...additions, withdrawn: event.type === 'additions.withdrawn' };
}

function decide({ taskIds, withdrawn }: Additions, { is, ...data }: AdditionsCommand): AdditionsEvent[] {
  if (is === 'withdraw') return withdrawn ? [] : [{ type: 'additions.withdrawn', data }];
  if (is === 'resume') return withdrawn ? [{ type: 'additions.resumed', data }] : [];
  if (withdrawn) throw new RuleViolation('table.plan-withdrawn');
  const note = data as AdditionsNoted['data'];
  return taskIds.includes(note.taskId) ? [] : [{ type: 'additions.noted', data: note }];
}

/** The tasks of a plan that are none of its items: they go and come with it, and its own events don't name them. */
export const additionsDecider: Decider<Additions, AdditionsCommand, AdditionsEvent> = {
  initialState: () => ({ taskIds: [], withdrawn: false }),
  evolve,
  decide,
};

export const additionsAggregate: Aggregate<Additions, AdditionsCommand, AdditionsEvent> = {
  kind: 'additions@2',
  decider: additionsDecider,
};

export const additionsStream = (tenant: string, planId: string) => ({ tenant, stream: `additions-${planId}` });
