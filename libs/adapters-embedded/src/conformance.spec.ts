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
import { openEmbedded, type EmbeddedOptions, type EmbeddedStorage } from './index';
import { emptyFolder } from './testing/folders';

/** One port of a storage on real files in a folder of its own. */
async function open<Port>(choose: (ports: ServicePorts) => Port, options: EmbeddedOptions = {}) {
  const folder = emptyFolder();
  let storage: EmbeddedStorage = await openEmbedded(folder.path, options);
  const opened: Opened<Port> = {
    port: choose(storage.ports('task')),
    close: async () => {
      await storage.close();
      folder.remove();
    },
    reopen: async () => {
      await storage.close();
      storage = await openEmbedded(folder.path, options);
      return choose(storage.ports('task'));
    },
  };
  return opened;
}

describeEventStore('embedded', () => open((ports) => ports.events));
describeReadModels('embedded', () => open((ports) => ports.views));
describeReadModels('embedded, FULL', () => open((ports) => ports.views, { viewSync: 'FULL' }));
describePrivateStore('embedded', () => open((ports) => ports.secrets));
describeKeyVault('embedded', () => open((ports) => ports.keys));
describeBlobStore('embedded', () => open((ports) => ports.blobs));

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
    reopen: async () => (both.port = await both.reopen!()).feed,
  };
});

describeJobQueue('embedded', async () => {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const opened = await open((ports) => ports.jobs, { clock: now });
  return Object.assign(opened, { now, advance: (ms: number) => void (ahead += ms) });
});
