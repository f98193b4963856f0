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

export * from './campaign';
export * from './content';
export * from './notice';
export * from './plan';

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
] as const;
