import { identityContracts } from '@chuangwen/contracts';
import { organisationsView, peopleView, type Projections } from '@chuangwen/platform/projections';

/** Every contract it hears or writes, and its views. */
export const identityProjections: Projections = {
  contracts: identityContracts,
  views: [organisationsView, peopleView],
};
