import { campaignContracts, identityContracts, reportingContracts, taskContracts } from '@chuangwen/contracts';
import { organisationsView, peopleView, type Projections } from '@chuangwen/platform/projections';
import { answersView } from './projections/answers';
import { expectedView } from './projections/expected';
import { labelsView } from './projections/labels';
import { progressView } from './projections/progress';
import { requestsView } from './projections/requests';
import { upwardReportsView } from './projections/upward-reports';

/** Every contract it hears or writes, and its views. */
export const reportingProjections: Projections = {
  contracts: [...campaignContracts, ...identityContracts, ...reportingContracts, ...taskContracts],
  views: [
    progressView,
    labelsView,
    expectedView,
    organisationsView,
    upwardReportsView,
    peopleView,
    requestsView,
    answersView,
  ],
};
