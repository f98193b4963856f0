import { RuleViolation } from '@chuangwen/kernel';
import { configuration, distributedOnly } from '@chuangwen/runtime';
import type { Command } from 'commander';
import { grow, setUp, startApart } from '../distributed/start';

const settings = () => distributedOnly(configuration({ ...process.env, CHUANGWEN_MODE: 'distributed' }));

/** Throws RuleViolation `operation.number-out-of-range`. */
function within(text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most)
    throw new RuleViolation('operation.number-out-of-range', { number: text, from: 1, to: most });
  return number;
}

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
    .action(({ instances }: { instances: string }) => startApart(settings(), { instances: within(instances, 9) }));

  program
    .command('grow-topic')
    .argument('<service>', '服务 identity, campaign, task, reporting')
    .argument('<partitions>', '新的分区数 how many partitions (1–500)')
    .description(
      '分布式：服务不停，换成分区更多的主题；主题丢失时从事件库重建 distributed: a topic with more partitions; a lost one is made anew',
    )
    .action((service: string, partitions: string) => grow(settings(), service, within(partitions, 500)));
}
