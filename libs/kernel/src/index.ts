export type { Decider, DomainEvent } from './decider';
export { ConcurrencyConflict, NotFound, RuleViolation, StorageUnavailable, type Params } from './errors';
export { given } from './given';
