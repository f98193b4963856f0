import type { AdditionsNoted } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

type Additions = Readonly<{ taskIds: readonly string[] }>;
type Note = AdditionsNoted['data'];

/** The tasks of a plan that are none of its items: they go and come with it, and its own events don't name them. */
export const additionsDecider: Decider<Additions, Note, AdditionsNoted> = {
  initialState: () => ({ taskIds: [] }),
  evolve: ({ taskIds }, { data }) => ({ taskIds: [...taskIds, data.taskId] }),
  decide: ({ taskIds }, note) => (taskIds.includes(note.taskId) ? [] : [{ type: 'additions.noted', data: note }]),
};

export const additionsAggregate: Aggregate<Additions, Note, AdditionsNoted> = {
  kind: 'additions@1',
  decider: additionsDecider,
};

export const additionsStream = (tenant: string, planId: string) => ({ tenant, stream: `additions-${planId}` });
