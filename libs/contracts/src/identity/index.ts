import { organisationClosed, organisationFounded, organisationMoved, organisationRenamed } from './organisation';
import { accountClosed, accountOpened, personAppointed, personRegistered, personRelieved } from './person';
import { tenantRegistered, tenantVerified } from './tenant';

export * from './organisation';
export * from './person';
export * from './tenant';

export const identityContracts = [
  tenantRegistered,
  tenantVerified,
  organisationFounded,
  organisationRenamed,
  organisationMoved,
  organisationClosed,
  personRegistered,
  personAppointed,
  personRelieved,
  accountOpened,
  accountClosed,
] as const;
