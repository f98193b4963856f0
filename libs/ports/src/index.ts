import type { BlobStore } from './blob-store';
import type { EventFeed } from './event-feed';
import type { EventStore } from './event-store';
import type { JobQueue } from './job-queue';
import type { KeyVault } from './key-vault';
import type { PrivateStore } from './private-store';
import type { ReadModels } from './read-models';
import type { MessagePort } from 'node:worker_threads';

export { BlobDamaged, BlobStore, type Blob } from './blob-store';
export { EventFeed, type Consumer, type Delivery, type Position, type Subscription } from './event-feed';
export {
  EventStore,
  StreamDiffers,
  type Append,
  type Appended,
  type Receipt,
  type Snapshot,
  type StreamSlice,
} from './event-store';
export { checkAppend, checkReceipt, instant, requireTenant } from './guard';
export { JobQueue, type Job } from './job-queue';
export { KeyVault, type Key, type KeyListener } from './key-vault';
export { PrivateStore, type Entry, type KindEntry } from './private-store';
export { Proof, sha256Of } from './proof';
export * from './read-models';
export { byDay, byKey, type Counted, type FlatRow } from './counter-rows';
export { eventFromJson, eventToJson, keyPairs, keysOf } from './view-text';
export { prefixEnd } from './prefix';
export { Lanes } from './lanes';
export { Recent } from './recent';

/**
 * Another thread that keeps a service's views up to date. Each time it begins to run, now or after it had to be started
 * anew, `onLine` is handed an end of a channel to it.
 */
export type ViewsThread = Readonly<{ connect(onLine: (line: MessagePort) => void): void }>;

/** What a service's storage counts of itself, for whoever watches it. */
export type Figures = Readonly<{
  /** Appends that are stored and not yet published; absent: nothing has to be. */
  unpublished?(): Promise<number>;
  /** How many messages of the feed were refused since the process began, by reason; absent: none can be. */
  refused?(): Readonly<Record<string, number>>;
}>;

/** All that a service is given from outside. Handles are scoped to the service's name by whoever made them. */
export type ServicePorts = Readonly<{
  service: string;
  events: EventStore;
  feed: EventFeed;
  views: ReadModels;
  jobs: JobQueue;
  blobs: BlobStore;
  keys: KeyVault;
  secrets: PrivateStore;
  /** Absent: whoever reads the views keeps them. */
  viewsThread?: ViewsThread;
  figures?: Figures;
}>;

/** What it takes to keep a service's views. */
export type ProjectionPorts = Pick<ServicePorts, 'service' | 'views' | 'feed' | 'keys'>;
export {
  KILL_POINTS,
  killPoint,
  MOVE_KILL_POINTS,
  RELAY_KILL_POINTS,
  UPGRADE_KILL_POINTS,
  type KillPoint,
  type RelayKillPoint,
  type UpgradeKillPoint,
} from './kill-point';
