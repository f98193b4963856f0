import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { beginLog, configuration, embeddedOnly } from '@chuangwen/runtime';
import { Command, CommanderError } from 'commander';
import { addDistributedCommands } from './commands/distributed';
import { demo, demoOfSize } from './commands/demo';
import { MOST_AGENCIES, MOST_UNITS } from './demo/big-city/names';
import { citySize, MOST_TASKS } from './demo/big-city/size';
import { addMovingCommands } from './commands/moving';
import { notice } from './commands/notice';
import { operation } from './commands/operate';
import { addSafetyCommands } from './commands/safety';
import { start } from './commands/start';
import { isAnswered, speaksBoth } from './commands/usage';
import { inWords } from './commands/words';
import { guardTerminal, mindClosedPipes } from './terminal';
import { boundThreads } from './threads';

type Where = { data?: string; port?: string; host?: string; seals?: string };

/** Throws RuleViolation `operation.no-such-number`. */
function numberOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new RuleViolation('operation.no-such-number', { number: text });
  return Number(text);
}

/** Options go before the environment, the environment before defaults. */
function settings({ data, port, host, seals }: Where, defaults: Record<string, string> = {}) {
  const parsed = configuration({
    ...defaults,
    ...process.env,
    ...(data === undefined ? {} : { CHUANGWEN_DATA: data }),
    ...(port === undefined ? {} : { CHUANGWEN_PORT: port }),
    ...(host === undefined ? {} : { CHUANGWEN_HOST: host }),
    ...(seals === undefined ? {} : { CHUANGWEN_SEALS: seals }),
  });
  beginLog(parsed.watching);
  return parsed;
}

/** Of commands that are for a data folder only. */
const onFolder = (...asked: Parameters<typeof settings>) => embeddedOnly(settings(...asked));

boundThreads();
guardTerminal();
mindClosedPipes();
// What is kept here is nobody else's to read: keys, credentials, people.
process.umask(0o077);

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
const program = speaksBoth(new Command('npx chuangwen'), version).description(
  '创文：文明创建工作平台 Chuangwen: civilised-city work on one platform',
);
const withData = (command: Command) =>
  command.option('--data <folder>', '数据文件夹 data folder (CHUANGWEN_DATA, ./data)');

withData(program.command('start'))
  .description('启动平台 run the platform on a data folder')
  .option('--port <port>', '端口 port (CHUANGWEN_PORT, 8420; 0: any free one)')
  .option('--host <address>', '监听地址 address to listen on (CHUANGWEN_HOST, 127.0.0.1)')
  .option('--seals <folder>', '封存所在，最好在另一块磁盘 where seals are kept, best on another disk (CHUANGWEN_SEALS)')
  .action((where: Where) => start(onFolder(where)));

program
  .command('demo')
  .option('--data <folder>', '数据文件夹，每次重新装入 its own data folder, loaded anew (./data-demo)')
  .description('演示城市：装入、走完一遍、留下运行 the demo city: load, play the round of work, keep running')
  .argument('[files...]', '一并导入的通知 notices to import too')
  .option('--once', '打印报告后结束 print the report and end')
  .option('--port <port>', '端口 port (CHUANGWEN_PORT, 8420, else any free one)')
  .option(
    '--city <agencies>',
    `生成的大城市，参创单位数 a generated city of so many agencies (4–${MOST_AGENCIES}), measured`,
  )
  .option('--units <n>', `每个单位的科室和下属单位数 units of each agency (1–${MOST_UNITS})`, '20')
  .option('--tasks <n>', `每个科室的任务数 tasks of each unit (1–${MOST_TASKS})`, '50')
  .option('--seed <n>', '同一种子得到同一座城市 the same seed gives the same city', '20260428')
  .action(
    (files: string[], options: Where & { once?: boolean } & Record<'city' | 'units' | 'tasks' | 'seed', string>) => {
      const anyPort = (options.port ?? process.env.CHUANGWEN_PORT ?? '') === '';
      const where = { ...onFolder(options, { CHUANGWEN_DATA: 'data-demo' }), anyPort };
      const once = options.once ?? false;
      if (options.city === undefined) return demo(files, where, once);
      const { city: agencies, units, tasks, seed } = options;
      return demoOfSize(citySize({ agencies, units, tasks, seed }), where, once);
    },
  );

program
  .command('notice')
  .description('识别一份通知 read a notice and print what was understood')
  .argument('<files...>', '正文和附件 the notice and its annexes: docx、doc、wps、pdf、txt、html、xlsx、xls、et、csv')
  .option('--json', '机器可读 as JSON')
  .action((files: string[], options: { json?: boolean }) => notice(files, options));

withData(program.command('verify'))
  .description('核对哈希链、版本号、视图 check hash chains, versions, and views against a full replay')
  .action((where: Where) => operation(settings(where), { name: 'verify' }));

withData(program.command('rebuild'))
  .description('旁路重建一个视图 rebuild a view beside the live one')
  .argument('<view>', '如 e.g. reporting/progress')
  .option('--tenant <id>', '只重建一个单位的部分 only one tenant’s part')
  .action((view: string, options: Where & { tenant?: string }) =>
    operation(settings(options), { name: 'rebuild', view, tenant: options.tenant }),
  );

const parked = withData(program.command('parked').description('搁置的事件流 parked streams: list, try, retry'));
parked.action((where: Where) => operation(settings(where), { name: 'parked' }));
withData(parked.command('list'))
  .description('列出 list them')
  .action((where: Where) => operation(settings({ ...parked.opts<Where>(), ...where }), { name: 'parked' }));
for (const dryRun of [true, false])
  withData(parked.command(dryRun ? 'dry-run' : 'retry'))
    .description(dryRun ? '试运行，不作改动 try without changing anything' : '继续处理 take its events again')
    .argument('<number>', '列表中的序号 number in the list')
    .action((number: string, where: Where) =>
      operation(settings({ ...parked.opts<Where>(), ...where }), {
        name: 'retry',
        number: numberOf(number),
        dryRun,
      }),
    );

withData(program.command('reset-administrator'))
  .description('管理员忘记密码：给一个一次性登录码 a one-time code for an administrator who forgot the password')
  .argument('<login>', '管理员的登录名 the administrator’s login')
  .action((login: string, where: Where) => operation(settings(where), { name: 'reset-administrator', login }));

const data = { option: withData, of: (where: Where) => onFolder(where).folder, settings };
addDistributedCommands(program);
addSafetyCommands(program, data);
addMovingCommands(program, data);

program.parseAsync().catch((error: unknown) => {
  const usage = error instanceof CommanderError ? error : null;
  if (!usage || !isAnswered(usage)) console.error(inWords(error));
  process.exitCode = usage?.exitCode ?? 1;
});
