import { describeEventFeed } from '@chuangwen/ports/conformance';
import { Stage } from '../feed/stage';

describeEventFeed('Kafka', async () => {
  const stage = await Stage.open({ services: ['task', 'volunteer'] });
  let node = await stage.node();
  return {
    port: node.feed,
    store: node.store,
    topic: 'task',
    silentTopic: 'volunteer',
    close: () => stage.close(),
    reopen: async () => {
      await node.close();
      node = await stage.node();
      return node.feed;
    },
  };
});
