export type TopicFault =
  | Readonly<{ topic: string; is: 'unknown' | 'missing' | 'foreign' }>
  | Readonly<{ topic: string; is: 'wrong'; setting: string; value: string; wanted: string }>;

/** Refused at the start: on such topics events would be lost, come out of order, or be believed by nobody. */
export class TopicsUnfit extends Error {
  override readonly name = 'TopicsUnfit';
  constructor(readonly faults: readonly TopicFault[]) {
    super(`${faults.map(chinese).join('\n')}\n${faults.map(english).join('\n')}`);
  }
}

function chinese(fault: TopicFault): string {
  const { topic } = fault;
  if (fault.is === 'wrong') return `Kafka 主题 ${topic} 的 ${fault.setting} 为 ${fault.value}，应为 ${fault.wanted}。`;
  if (fault.is === 'unknown') return `Kafka 主题 ${topic} 尚未建立：请先执行准备步骤。`;
  if (fault.is === 'foreign')
    return `Kafka 主题 ${topic} 中的事件是用另一个 CHUANGWEN_SECRET 签名的：请检查该密钥；若密钥确已更换，请停止全部服务，再对每个服务执行 chuangwen grow-topic。`;
  return `Kafka 主题 ${topic} 已登记，但集群中没有：请检查集群地址；主题若确已丢失，请由事件库填充新一代主题。`;
}

function english(fault: TopicFault): string {
  const { topic } = fault;
  if (fault.is === 'wrong')
    return `${fault.setting} of the Kafka topic ${topic} is ${fault.value}, and must be ${fault.wanted}.`;
  if (fault.is === 'unknown') return `The Kafka topic ${topic} was not set up yet: run the preparing step first.`;
  if (fault.is === 'foreign')
    return `The events in the Kafka topic ${topic} are signed with another CHUANGWEN_SECRET: check it; if it was replaced, stop all services and run chuangwen grow-topic for each of them.`;
  return `The Kafka topic ${topic} is registered, but the brokers have none: check their address; if it is lost, have a new generation of it filled from the event store.`;
}
