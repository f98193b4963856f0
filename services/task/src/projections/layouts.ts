import type { TaskTableImported } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import type { TableColumn } from '../table/columns';

/** How the tables of a campaign look: the columns of the one that came in last. */
export type Layout = Readonly<{ campaignId: string; columns: readonly TableColumn[] }>;

export const layoutsView = defineView<Layout, TaskTableImported>({
  name: 'layouts',
  topics: ['task'],
  route: { 'task-table.imported': ({ data }) => data.campaignId },
  evolve: (_, { data: { campaignId, columns } }) => ({ campaignId, columns }),
});
