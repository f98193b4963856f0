import type { Decider, DomainEvent } from '@chuangwen/kernel';

/** A decider with what the platform needs to keep its streams. */
export type Aggregate<S, C, E extends DomainEvent> = Readonly<{
  /** Name and shape version of its state, e.g. `task@1`; a changed shape makes old snapshots worthless, not wrong. */
  kind: string;
  decider: Decider<S, C, E>;
  /** Tenants besides the owner that the event is addressed to. */
  audience?: (event: E, state: S) => readonly string[];
  /** The day the event speaks of, where it is not the day it was recorded. */
  effectiveOn?: (event: E) => string | null;
  /**
   * The state holds texts (opened personal fields among them): its snapshots are sealed by the keys of all whose texts they
   * may hold, and few such states stay in memory: they are large, and nobody should be readable there for long.
   */
  texts?: true;
}>;
