const TEXTS = {
  address: {
    zh: 'CHUANGWEN_MONGO 不是可用的地址：口令里的 @ : / ? % 请写成 %40 %3A %2F %3F %25',
    en: 'CHUANGWEN_MONGO is no address that can be used: in a password write %40 %3A %2F %3F %25 for @ : / ? %',
  },
  standalone: {
    zh: 'MongoDB 以单机方式运行。事务和多数派写入需要副本集：请以 --replSet 启动 mongod，并执行一次 rs.initiate()（单个成员即可）',
    en: 'MongoDB runs standalone. Transactions and majority writes need a replica set: start mongod with --replSet and run rs.initiate() once (one member will do)',
  },
  uninitiated: {
    zh: 'MongoDB 的副本集尚未初始化：请执行一次 rs.initiate()',
    en: 'The MongoDB replica set was not initiated yet: run rs.initiate() once',
  },
  old: {
    zh: 'MongoDB 版本过低：需要 5.0 或更高版本',
    en: 'MongoDB is too old: 5.0 or later is needed',
  },
  'no-majority': {
    zh: 'MongoDB 无法完成多数派写入（w: majority, j: true）：请检查副本集成员是否在线、账号是否可写',
    en: 'MongoDB does not complete a majority write (w: majority, j: true): check that the members are up and that the account may write',
  },
  unreachable: {
    zh: '连接不上 MongoDB：请检查地址、网络以及副本集是否已选出主节点',
    en: 'MongoDB cannot be reached: check the address, the network, and that the set has a primary',
  },
} as const;

/** Refused at the start: on such an engine the promises of the stores would not hold. */
export class MongoUnfit extends Error {
  override readonly name = 'MongoUnfit';
  constructor(
    readonly why: keyof typeof TEXTS,
    /** Host and port, no credentials. */
    readonly hosts: readonly string[],
    options?: ErrorOptions,
  ) {
    const [zh, en] = hosts.length > 0 ? [`（${hosts.join(', ')}）`, ` (${hosts.join(', ')})`] : ['', ''];
    super(`${TEXTS[why].zh}${zh}。\n${TEXTS[why].en}${en}.`, options);
  }
}
