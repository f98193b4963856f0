import { campaignContracts, identityContracts, taskContracts } from '@chuangwen/contracts';
import { organisationsView, peopleView, type Projections } from '@chuangwen/platform/projections';
import { historyView } from './projections/history';
import { layoutsView } from './projections/layouts';
import { ledgerView } from './projections/ledger';
import { planOrdersView } from './projections/plan-orders';
import { tasksView } from './projections/tasks';

/** Every contract it hears or writes, and its views. */
export const taskProjections: Projections = {
  contracts: [...campaignContracts, ...identityContracts, ...taskContracts],
  views: [tasksView, historyView, ledgerView, layoutsView, planOrdersView, organisationsView, peopleView],
};
