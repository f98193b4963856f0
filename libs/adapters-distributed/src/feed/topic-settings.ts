import { ConfigResourceTypes, type Admin } from 'kafkajs';
import type { Topic } from './topic';
import type { TopicFault } from './topics-unfit';

/** More than the largest document of MongoDB: what a store could keep can be published. */
const LARGEST_MESSAGE = 20 * 1024 * 1024;

/** The history for ever: nothing runs out, nothing is compacted, no copy that lags becomes the leader. */
export const settingsFor = (replication: number): Record<string, string> => ({
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'max.message.bytes': String(LARGEST_MESSAGE),
  'unclean.leader.election.enable': 'false',
  ...(replication > 1 ? { 'min.insync.replicas': '2' } : {}),
});

const atLeast = new Set(['max.message.bytes', 'min.insync.replicas']);

/** What is not as it must be with topics that are there. */
export async function faultsOf(admin: Admin, topics: readonly Topic[]): Promise<TopicFault[]> {
  if (topics.length === 0) return [];
  const names = topics.map(({ name }) => name);
  const metadata = (await admin.fetchTopicMetadata({ topics: names })).topics;
  const configured = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(settingsFor(2)),
    })),
  });
  return topics.flatMap(({ name, partitions }) => {
    const found = metadata.find((one) => one.name === name)!.partitions;
    const copies = Math.min(...found.map(({ replicas }) => replicas.length));
    const entries = configured.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const wrong: TopicFault[] = Object.entries(settingsFor(copies)).flatMap(([setting, wanted]) => {
      const value = entries.find(({ configName }) => configName === setting)?.configValue ?? '';
      const right = atLeast.has(setting) ? Number(value) >= Number(wanted) : value === wanted;
      return right ? [] : [{ topic: name, is: 'wrong' as const, setting, value, wanted }];
    });
    if (found.length !== partitions)
      wrong.push({
        topic: name,
        is: 'wrong',
        setting: 'partitions',
        value: String(found.length),
        wanted: String(partitions),
      });
    return wrong;
  });
}
