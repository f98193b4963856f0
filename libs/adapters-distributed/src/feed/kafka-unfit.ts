/** Refused at the start: no broker answers. */
export class KafkaUnfit extends Error {
  override readonly name = 'KafkaUnfit';
  constructor(
    /** `host:port` */
    readonly brokers: readonly string[],
    options?: ErrorOptions,
  ) {
    const at = brokers.join(', ');
    super(
      `连接不上 Kafka：请检查地址和网络（${at}）。\nKafka cannot be reached: check the address and the network (${at}).`,
      options,
    );
  }
}
