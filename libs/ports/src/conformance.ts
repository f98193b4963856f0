/** One suite per port: what every adapter must do. Each takes a factory and registers tests with Jest's globals. */
export { describeBlobStore, type OpenedBlobs } from './conformance/blob-store.conformance';
export { describeEventFeed } from './conformance/event-feed.conformance';
export type { OpenedFeed } from './conformance/event-feed-stage';
export { describeEventStore } from './conformance/event-store.conformance';
export { describeJobQueue, type OpenedJobs } from './conformance/job-queue.conformance';
export { describeKeyVault } from './conformance/key-vault.conformance';
export { eventually, wait, type Opened } from './conformance/opened';
export { describePrivateStore } from './conformance/private-store.conformance';
export { describeReadModels } from './conformance/read-models.conformance';
export { someChain, someEvent, someReceipt, someRef } from './conformance/samples';
export { describeSharedReadModels, type OpenedTwice } from './conformance/shared-read-models.conformance';
