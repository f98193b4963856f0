export type TopicFault =
  | Readonly<{ topic: string; is: 'unknown' | 'missing' }>
  | Readonly<{ topic: string; is: 'wrong'; setting: string; value: string; wanted: string }>;

/** Refused at the start: on such topics events would be lost or come out of order. */
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
  return `Kafka 主题 ${topic} 已登记，但集群中没有：请检查集群地址；主题若确已丢失，请由事件库填充新一代主题。`;
}

function english(fault: TopicFault): string {
  const { topic } = fault;
  if (fault.is === 'wrong')
    return `${fault.setting} of the Kafka topic ${topic} is ${fault.value}, and must be ${fault.wanted}.`;
  if (fault.is === 'unknown') return `The Kafka topic ${topic} was not set up yet: run the preparing step first.`;
  return `The Kafka topic ${topic} is registered, but the brokers have none: check their address; if it is lost, have a new generation of it filled from the event store.`;
}
