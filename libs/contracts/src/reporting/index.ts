import {
  answerAccepted,
  answerRowsReturned,
  answerSubmitted,
  requestExtended,
  requestIssued,
  requestReminded,
  requestWithdrawn,
} from './data-request';
import {
  reportAccepted,
  reportItemsReturned,
  reportLocked,
  reportOpened,
  reportReceived,
  reportRemarked,
  reportSubmitted,
  reportUnlocked,
  reportWithdrawn,
} from './report';

export * from './data-request';
export * from './report';

/** What the reporting service publishes. */
export const reportingContracts = [
  reportOpened,
  reportRemarked,
  reportSubmitted,
  reportWithdrawn,
  reportItemsReturned,
  reportAccepted,
  reportLocked,
  reportUnlocked,
  reportReceived,
  requestIssued,
  requestReminded,
  requestExtended,
  requestWithdrawn,
  answerSubmitted,
  answerRowsReturned,
  answerAccepted,
] as const;
