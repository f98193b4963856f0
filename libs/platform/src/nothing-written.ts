import { ConcurrencyConflict, RuleViolation, StorageUnavailable } from '@chuangwen/kernel';

/** Whether a command that failed so left nothing behind. Of any other failure nobody knows whether its event was written. */
export const nothingWritten = (error: unknown): boolean =>
  error instanceof RuleViolation ||
  error instanceof ConcurrencyConflict ||
  (error instanceof StorageUnavailable && (error.reason === 'full' || error.reason === 'read-only'));
