import { resolve } from 'node:path';
import type { Command } from 'commander';
import { operation } from './operate';
import { passphraseOf } from './passphrase';
import { missing, type DataFolder, type Where } from './safety';

type Passphrase = { passphraseFile?: string };

const withPassphrase = (command: Command) =>
  command.option(
    '--passphrase-file <path>',
    '口令所在的文件（第一行）；不给就在终端里输入 a file with the passphrase; else it is asked for',
  );

/** One tenant, or all, from one platform to another. */
export function addMovingCommands(program: Command, data: DataFolder): void {
  withPassphrase(data.option(program.command('export')))
    .description('导出一个单位（或整套平台），用于迁到另一个平台 one organisation, or all, to be moved elsewhere')
    .argument('[tenant]', '单位的名称或编号；与 --all 二选一 name or id of the organisation, or --all')
    .argument('[file]', '新文件，由口令加密 a new file, sealed by a passphrase')
    .option('--all', '整套平台 the whole platform')
    .action(
      async (first: string | undefined, second: string | undefined, options: Where & Passphrase & { all?: true }) => {
        const [tenant, file] = options.all ? [null, first] : [first, second];
        if (tenant === undefined) throw missing('tenant');
        if (file === undefined) throw missing('file');
        const passphrase = await passphraseOf(options.passphraseFile, true);
        return operation(data.settings(options), { name: 'export', tenant, file: resolve(file), passphrase });
      },
    );

  withPassphrase(data.option(program.command('import')))
    .description(
      '导入导出的文件并核对；中断后再执行一次即可 bring in what was exported, and check it; again after a break',
    )
    .argument('<file>', '导出的文件 the exported file')
    .option('--under <office>', '在这里归哪个文明办管（名称或编号） the office here under which it stands')
    .option('--as-agency', '在这里作为参创单位，不再是文明办 an agency here, no office of its own')
    .action(async (file: string, options: Where & Passphrase & { under?: string; asAgency?: true }) => {
      const passphrase = await passphraseOf(options.passphraseFile, false);
      const [under, as] = [options.under ?? null, options.asAgency ? ('agency' as const) : null];
      return operation(data.settings(options), { name: 'import', file: resolve(file), passphrase, under, as });
    });
}
