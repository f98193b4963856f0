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
] as const;
