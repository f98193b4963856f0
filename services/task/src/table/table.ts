import type { TaskTableImported } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import { canonicalJson, type Aggregate } from '@chuangwen/platform';

type State = Readonly<{ last: string | null }>;
export type RecordImport = TaskTableImported['data'];

const columnsOf = ({ sha256, columns }: RecordImport) => canonicalJson({ sha256, columns });

/** The same table once more, which changed nothing, is no news. */
const decider: Decider<State, RecordImport, TaskTableImported> = {
  initialState: () => ({ last: null }),
  evolve: (_, { data }) => ({ last: columnsOf(data) }),
  decide: ({ last }, data) =>
    last === columnsOf(data) && data.added.length + data.changed.length === 0
      ? []
      : [{ type: 'task-table.imported', data }],
};

/** The state holds titles of columns. */
export const tableAggregate: Aggregate<State, RecordImport, TaskTableImported> = {
  kind: 'task-table@1',
  decider,
  texts: true,
};

export const tableStream = (tenant: string, campaignId: string) => ({ tenant, stream: `task-table-${campaignId}` });
