const TEXTS = {
  eviction: {
    zh: 'Redis 在内存用尽时会淘汰数据，定时任务会因此丢失：请设置 maxmemory-policy noeviction',
    en: 'Redis evicts data when its memory is full, and jobs would go with it: set maxmemory-policy noeviction',
  },
  old: {
    zh: 'Redis 版本过低：需要 6.2 或更高版本',
    en: 'Redis is too old: 6.2 or later is needed',
  },
  replica: {
    zh: '这是 Redis 的只读副本：请填写主节点的地址',
    en: 'This Redis is a read-only replica: give the address of its primary',
  },
  cluster: {
    zh: '暂不支持 Redis Cluster：请使用单个 Redis（可带副本）',
    en: 'Redis Cluster is not supported: use a single Redis (with replicas, if you like)',
  },
  unreachable: {
    zh: '连接不上 Redis：请检查地址、网络和口令',
    en: 'Redis cannot be reached: check the address, the network and the password',
  },
} as const;

/** Refused at the start: on such an engine jobs would get lost, or could not be kept at all. */
export class RedisUnfit extends Error {
  override readonly name = 'RedisUnfit';
  constructor(
    readonly why: keyof typeof TEXTS,
    /** Host and port, no credentials. */
    readonly host: string,
    options?: ErrorOptions,
  ) {
    super(`${TEXTS[why].zh}（${host}）。\n${TEXTS[why].en} (${host}).`, options);
  }
}

/** It runs, and after a restart the jobs are made again from the events. */
export const NOT_PERSISTENT =
  'Redis 没有开启追加文件（appendonly no）：重启后定时任务会丢失，须由事件重建。建议设置 appendonly yes。\n' +
  'Redis keeps no append-only file (appendonly no): after a restart the jobs are gone and are rebuilt from the events. Better set appendonly yes.';
