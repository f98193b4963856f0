import { planAccepted, planAnswered, planAnswering } from './answered';
import { campaignOpened } from './campaign';
import { noticeCorrected, noticeImported } from './notice';
import {
  planApproved,
  planHandedDown,
  planItemAdded,
  planItemChanged,
  planItemDropped,
  planItemRestored,
  planItemsReturned,
  planOpened,
  planSubmitted,
} from './plan';
import {
  planHandedOver,
  planParentChanged,
  planParentTaken,
  planRevised,
  planRevisionGivenUp,
  planRevisionOpened,
  planTakenOver,
  planUnitsTakingOver,
} from './revised';
import {
  campaignWithdrawn,
  noticeWithdrawn,
  planApprovalWithdrawn,
  planHandDownWithdrawn,
  planWithdrawn,
} from './withdrawn';

export * from './answered';
export * from './campaign';
export * from './content';
export * from './notice';
export * from './plan';
export * from './revised';
export * from './withdrawn';

export const campaignContracts = [
  noticeImported,
  noticeCorrected,
  campaignOpened,
  planOpened,
  planItemAdded,
  planItemChanged,
  planItemDropped,
  planItemRestored,
  planHandedDown,
  planSubmitted,
  planItemsReturned,
  planApproved,
  planTakenOver,
  planUnitsTakingOver,
  planRevisionOpened,
  planRevisionGivenUp,
  planRevised,
  planParentChanged,
  planParentTaken,
  planHandedOver,
  planAnswering,
  planAnswered,
  planAccepted,
  noticeWithdrawn,
  campaignWithdrawn,
  planHandDownWithdrawn,
  planWithdrawn,
  planApprovalWithdrawn,
] as const;
