import { RuleViolation } from '@chuangwen/kernel';
import { configuration, distributedOnly } from '@chuangwen/runtime';
import type { Command } from 'commander';
import { setUp, startApart } from '../distributed/start';

const settings = () => distributedOnly(configuration({ ...process.env, CHUANGWEN_MODE: 'distributed' }));

/** What an operator of Kafka, MongoDB and Redis needs; settings come from the environment (docs/operations.md). */
export function addDistributedCommands(program: Command): void {
  program
    .command('setup-distributed')
    .description('分布式：建好索引和主题，可重复运行 distributed: make indexes and topics; harmless again')
    .action(() => setUp(settings()));

  program
    .command('start-distributed')
    .description('分布式：每个服务各自一个进程，前面是 nginx distributed: every service apart, nginx before them')
    .option('--instances <n>', '每个服务的进程数 processes of each service (1–9)', '1')
    .action(({ instances }: { instances: string }) => {
      if (!/^[1-9]$/.test(instances)) throw new RuleViolation('operation.no-such-number', { number: instances });
      return startApart(settings(), { instances: Number(instances) });
    });
}
