import type { EventContract } from '../event-contract';

/** What the reporting service publishes. */
export const reportingContracts: readonly EventContract[] = [];
