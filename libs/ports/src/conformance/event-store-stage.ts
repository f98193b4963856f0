import type { NewEvent, StreamRef } from '@chuangwen/contracts';
import type { Append, EventStore } from '../event-store';

/** What the themes of the suite share: the store as it is open now. */
export type EventStoreStage = Readonly<{ now(): EventStore }>;

export const append = (expectedVersion: number, ...events: NewEvent[]): Append => ({
  expectedVersion,
  events,
  receipt: null,
});

export const versions = async (store: EventStore, ref: StreamRef, after?: number): Promise<number[]> =>
  (await store.read(ref, after)).events.map(({ version }) => version);
