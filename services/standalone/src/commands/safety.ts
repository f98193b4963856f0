import { resolve } from 'node:path';
import type { Configuration } from '@chuangwen/runtime';
import { CommanderError, type Command } from 'commander';
import { operation } from './operate';
import { restore } from './restore';
import { forget, goBack, upgrade } from './upgrade';

export type Where = { data?: string };
/** Adds the option of the data folder, and finds the folder. */
export type DataFolder = Readonly<{
  option(command: Command): Command;
  of(where: Where): string;
  settings(where: Where): Configuration;
}>;

export const missing = (argument: string) =>
  new CommanderError(1, 'commander.missingArgument', `error: missing required argument '${argument}'`);

/** Backups, restores, upgrades, and how things stand. */
export function addSafetyCommands(program: Command, data: DataFolder): void {
  data
    .option(program.command('status'))
    .description('运行状况：落后、搁置、封存、备份 how things stand: lags, parked streams, seals, backups')
    .action((where: Where) => operation(data.settings(where), { name: 'status' }));

  data
    .option(program.command('backup'))
    .description('备份（平台可以照常工作） back up, also while the platform runs')
    .argument(
      '[target]',
      '新文件夹；定时备份时为存放各份备份的文件夹 a new folder; with --every, the folder for all of them',
    )
    .option('--every <interval>', '平台运行时定时备份，如 30m、12h、1d by the clock while the server runs')
    .option('--keep <n>', '保留最近几份 how many of them to keep', '7')
    .option('--stop', '停止定时备份 no scheduled backups any more')
    .action((target: string | undefined, options: Where & { every?: string; keep: string; stop?: boolean }) => {
      if (target === undefined && !options.stop) throw missing('target');
      const folder = resolve(target ?? '.');
      if (options.every === undefined && !options.stop)
        return operation(data.settings(options), { name: 'backup', target: folder });
      const every = options.stop ? null : options.every!;
      const keep = /^[1-9]\d{0,2}$/.test(options.keep) ? Number(options.keep) : 7;
      return operation(data.settings(options), { name: 'schedule', target: folder, every, keep });
    });

  data
    .option(program.command('restore'))
    .description('把备份恢复到空文件夹并核对 restore a backup into an empty folder, and verify it')
    .argument('<backup>', '备份文件夹 folder of the backup')
    .option(
      '--respecting <folder...>',
      '已销毁密钥的清单所在：原数据、更新的备份或封存文件夹 where to learn which keys were destroyed since',
    )
    .action((backup: string, options: Where & { respecting?: string[] }) =>
      restore(
        resolve(backup),
        data.of(options),
        (options.respecting ?? []).map((path) => resolve(path)),
      ),
    );

  data
    .option(program.command('upgrade'))
    .description('升级数据格式（保留原数据） bring the data to today’s format; the old files are kept')
    .option('--back', '退回升级前 back to what was before')
    .option('--discard', '退回时丢弃升级后的记录 losing what was recorded since')
    .option('--forget', '删除升级前的数据 remove the old files')
    .action((options: Where & { back?: boolean; discard?: boolean; forget?: boolean }) => {
      const folder = data.of(options);
      if (options.forget) return forget(folder);
      return options.back ? goBack(folder, options.discard ?? false) : upgrade(folder);
    });
}
