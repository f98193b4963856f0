import type { ServicePorts } from '@chuangwen/ports';
import {
  describeBlobStore,
  describeEventFeed,
  describeEventStore,
  describeJobQueue,
  describeKeyVault,
  describePrivateStore,
  describeReadModels,
  type Opened,
} from '@chuangwen/ports/conformance';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from './blobs/folder-of';
import { openEmbedded, type EmbeddedOptions, type EmbeddedStorage } from './index';
import { emptyFolder } from './testing/folders';

/** One port of a storage on real files in a folder of its own. */
async function open<Port>(choose: (ports: ServicePorts) => Port, options: EmbeddedOptions = {}, service = 'task') {
  const folder = emptyFolder();
  let storage: EmbeddedStorage = await openEmbedded(folder.path, options);
  const opened = {
    port: choose(storage.ports(service)),
    other: storage.ports('other'),
    folder: folder.path,
    close: async () => {
      await storage.close();
      folder.remove();
    },
    /** `meanwhile`: while nobody has the folder open. */
    reopen: async (meanwhile = () => undefined as void) => {
      await storage.close();
      meanwhile();
      storage = await openEmbedded(folder.path, options);
      return choose(storage.ports(service));
    },
  };
  return opened satisfies Opened<Port>;
}

describeEventStore('embedded', () => open((ports) => ports.events));
// The suite makes offsets up, so of topics that have no log here: of others they are held against the log.
describeReadModels('embedded', () => open((ports) => ports.views, {}, 'reporting'));
describeReadModels('embedded, FULL', () => open((ports) => ports.views, { viewSync: 'FULL' }, 'reporting'));
describePrivateStore('embedded', () => open((ports) => ports.secrets));
describeKeyVault('embedded', () => open((ports) => ports.keys));

describeBlobStore('embedded', async () => {
  const { other, folder, ...opened } = await open((ports) => ports.blobs);
  return {
    ...opened,
    other: other.blobs,
    tamper: async (tenant: string, sha256: string, bytes: Uint8Array) =>
      writeFileSync(join(folder, 'blobs', 'task', folderOf(tenant), sha256.slice(0, 2), sha256), bytes),
  };
});

describeEventFeed('embedded', async () => {
  const both = await open(({ feed, events }) => ({ feed, events }));
  return {
    get port() {
      return both.port.feed;
    },
    set port(_again) {},
    get store() {
      return both.port.events;
    },
    topic: 'task',
    silentTopic: 'campaign',
    close: both.close,
    reopen: async () => (both.port = await both.reopen()).feed,
  };
});

describeJobQueue('embedded', async () => {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const opened = await open((ports) => ports.jobs, { clock: now });
  const lose = () => opened.reopen(() => rmSync(join(opened.folder, 'task', 'jobs.db')));
  return { ...opened, now, advance: (ms: number) => void (ahead += ms), lose };
});
