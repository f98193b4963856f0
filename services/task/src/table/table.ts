import type { TaskTableImported } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import { canonicalJson, type Aggregate } from '@chuangwen/platform';

type State = Readonly<{ last: string | null }>;
export type RecordImport = TaskTableImported['data'];

const columnsOf = ({ sha256, columns }: RecordImport) => canonicalJson({ sha256, columns });

/** No news: the same table once more, which changed nothing, and one of which no row was taken or known. */
const decider: Decider<State, RecordImport, TaskTableImported> = {
  initialState: () => ({ last: null }),
  evolve: (_, { data }) => ({ last: columnsOf(data) }),
  decide: ({ last }, data) => {
    const taken = data.added.length + data.changed.length;
    const nothing = taken + data.unchanged === 0 || (taken === 0 && last === columnsOf(data));
    return nothing ? [] : [{ type: 'task-table.imported', data }];
  },
};

/** The state holds titles of columns. */
export const tableAggregate: Aggregate<State, RecordImport, TaskTableImported> = {
  kind: 'task-table@1',
  decider,
  texts: true,
};

export const tableStream = (tenant: string, campaignId: string) => ({ tenant, stream: `task-table-${campaignId}` });
