import { campaignProjections } from '@chuangwen/campaign/projections';
import { identityProjections } from '@chuangwen/identity/projections';
import { keepViews, type Projections } from '@chuangwen/platform/projections';
import { reportingProjections } from '@chuangwen/reporting/projections';
import { keepViewsApart } from '@chuangwen/runtime/views';
import { taskProjections } from '@chuangwen/task/projections';
import type { ServiceName } from './service-name';

/** The program of the thread that keeps every service's views, so that commands share theirs with nobody. */
const kept: Readonly<Record<ServiceName, Projections>> = {
  identity: identityProjections,
  campaign: campaignProjections,
  task: taskProjections,
  reporting: reportingProjections,
};

void keepViewsApart((line, ports) => keepViews(line, kept[ports.service as ServiceName], ports));
