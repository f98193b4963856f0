import { addressBookBegun, addressBookFinished } from './address-book';
import {
  organisationClosed,
  organisationDescribed,
  organisationFounded,
  organisationMoved,
  organisationRenamed,
} from './organisation';
import {
  accountClosed,
  accountCodeIssued,
  accountOpened,
  accountPasswordReplaced,
  personAppointed,
  personRegistered,
  personRelieved,
} from './person';
import { tenantPlaced, tenantRegistered, tenantVerified } from './tenant';

export * from './address-book';
export * from './organisation';
export * from './person';
export * from './tenant';

export const identityContracts = [
  tenantRegistered,
  tenantVerified,
  tenantPlaced,
  organisationFounded,
  organisationRenamed,
  organisationMoved,
  organisationClosed,
  organisationDescribed,
  personRegistered,
  personAppointed,
  personRelieved,
  accountOpened,
  accountClosed,
  accountCodeIssued,
  accountPasswordReplaced,
  addressBookBegun,
  addressBookFinished,
] as const;
