import type { NewEvent, StoredEvent, StreamRef } from '@chuangwen/contracts';
import type { EventFeed, Position } from '../event-feed';
import type { EventStore } from '../event-store';
import type { Opened } from './opened';

/** A feed with the store whose events it carries, and a topic that has never had any. */
export type OpenedFeed = Opened<EventFeed> & { store: EventStore; topic: string; silentTopic: string };

/** What the themes of the suite share: `tell` appends and publishes, a listener hears from now on. */
export type EventFeedStage = Readonly<{
  now(): OpenedFeed;
  tell(ref: StreamRef, ...events: NewEvent[]): Promise<void>;
  listener(): Promise<{ heard: readonly StoredEvent[]; positions: ReadonlyMap<number, number> }>;
}>;

/** The versions of one stream among what was heard. */
export const of = (heard: readonly StoredEvent[], ref: StreamRef) =>
  heard.filter(({ tenant, stream }) => tenant === ref.tenant && stream === ref.stream).map(({ version }) => version);

/** Partition → the furthest offset, of those that have one. */
export function furthest(positions: readonly Pick<Position, 'partition' | 'next'>[]): Record<number, number> {
  const ends: Record<number, number> = {};
  for (const { partition, next } of positions) if (next > 0) ends[partition] = Math.max(ends[partition] ?? 0, next);
  return ends;
}
