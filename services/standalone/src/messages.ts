import type { Catalogue } from '@chuangwen/platform';
import { moveMessages } from './messages/move';

/** Refusals of the command line, and of what it does to data folders. */
export const standaloneMessages: Catalogue = {
  ...moveMessages,
  'operation.no-such-view': {
    zh: '没有视图 {view}。现有：{known}。',
    en: 'There is no view {view}. There are: {known}.',
  },
  'operation.no-data': {
    zh: '文件夹 {folder} 里没有创文的数据，请检查 --data。',
    en: 'There is no Chuangwen data in the folder {folder}; check --data.',
  },
  'operation.only-demo': {
    zh: '文件夹 {folder} 里没有创文的数据，请检查 --data。演示城市的数据在 data-demo，要看它请加 --data data-demo。',
    en: 'There is no Chuangwen data in the folder {folder}; check --data. The demo city is in data-demo: add --data data-demo.',
  },
  'folder.backup': {
    zh: '{folder} 是一份备份，不能直接使用。请运行 npx chuangwen restore {folder} --data 新文件夹。没有改动它。',
    en: '{folder} is a backup, which is not used as it is. Run npx chuangwen restore {folder} --data NEW-FOLDER. It was not changed.',
  },
  'folder.foreign': {
    zh: '文件夹 {folder} 里有别的内容（如 {file}），不是创文的数据，没有改动它。请换一个空的或不存在的文件夹（--data）。',
    en: 'The folder {folder} holds something else (such as {file}) and no Chuangwen data; it was not changed. Choose one that is empty or absent (--data).',
  },
  'operation.folder-only': {
    zh: '这项操作只用于一个数据文件夹；分布式运行的备份见 docs/operations.md。',
    en: 'This is for a data folder only; for backups of the distributed mode see docs/operations.md.',
  },
  'operation.no-such-number': {
    zh: '列表里没有第 {number} 项，请先运行 npx chuangwen parked 查看序号。',
    en: 'There is no number {number} in the list; run npx chuangwen parked to see it.',
  },
  'operation.number-out-of-range': {
    zh: '{number} 不行：应为 {from} 到 {to} 的整数。',
    en: '{number} won’t do: it is a whole number from {from} to {to}.',
  },
  'operation.no-such-service': {
    zh: '没有服务 {service}；有 {services}。',
    en: 'There is no service {service}; there are {services}.',
  },
  'demo.foreign-folder': {
    zh: '文件夹 {folder} 里有别的内容，演示不会动它。请换一个空文件夹（--data）。',
    en: 'The folder {folder} holds something else, which the demo won’t touch. Choose an empty one (--data).',
  },
  'demo.no-such-size': {
    zh: '城市规模 {what} 不对：单位 4–{agencies} 个，每个单位 1–{units} 个科室，每个科室 1–200 项任务，种子为正整数。',
    en: 'No city of that size ({what}): 4–{agencies} agencies of 1–{units} units with 1–200 tasks each; the seed is a positive whole number.',
  },
  'file.unreadable': {
    zh: '读不到文件 {file}，请检查路径和权限。',
    en: 'Can’t read {file}; check its path and permissions.',
  },
  'demo.notice-refused': {
    zh: '读不了 {file}，演示没有开始：{why}',
    en: 'Can’t read {file}, so the demo was not begun: {whyEn}',
  },
  'operation.server-ended': {
    zh: '平台在执行途中停止了，这件事没有做完或不能确定。请重新启动平台再做一次；没有做完的备份会在下次启动时清除。',
    en: 'The server ended while this was being done, so it is not done, or not known to be. Start the server and do it again; a backup that was not finished is removed at that start.',
  },
  'backup.target-taken': {
    zh: '{target} 已经存在，备份不会覆盖它。请换一个名称。',
    en: '{target} exists already and a backup overwrites nothing; choose another name.',
  },
  'backup.target-inside': {
    zh: '{target} 在数据文件夹里面，数据丢失时备份也会一起丢失。请换一个位置，最好在另一块磁盘上。',
    en: '{target} lies within the data folder and would be lost with it; choose another place, best on another disk.',
  },
  'backup.running': {
    zh: '正在进行另一次备份，请等它完成。',
    en: 'Another backup is being made; please wait for it.',
  },
  'backup.every': {
    zh: '间隔 {text} 不对，请写成 30m（分钟）、12h（小时）或 1d（天）。',
    en: '{text} is no interval; write 30m (minutes), 12h (hours) or 1d (days).',
  },
  'restore.inside': {
    zh: '{folder} 在备份文件夹里面，恢复不会改动备份。请换一个位置（--data）。',
    en: '{folder} lies within the backup, which a restore does not change; choose another place (--data).',
  },
  'restore.no-backup': {
    zh: '{backup} 不是一份完整的备份，请检查路径。',
    en: '{backup} is not a whole backup; check the path.',
  },
  'restore.newer': {
    zh: '这份备份由更新版本的程序写成，请使用新版本恢复。',
    en: 'This backup was written by a newer program; restore it with that one.',
  },
  'restore.not-empty': {
    zh: '文件夹 {folder} 里已有内容，恢复只写入空文件夹。请换一个（--data）。',
    en: 'The folder {folder} is not empty, and a restore writes into an empty one only; choose another (--data).',
  },
  'restore.damaged': {
    zh: '备份中的 {file} 与备份时不同，没有恢复任何内容。请换一份备份。',
    en: '{file} is not as it was backed up, so nothing was restored; take another backup.',
  },
  'restore.another': {
    zh: '{folder} 里没有这套数据的已销毁密钥清单，请检查 --respecting。',
    en: '{folder} has no list of destroyed keys of this installation; check --respecting.',
  },
  'upgrade.events-since': {
    zh: '升级之后又记录了 {count} 个事件，退回会丢失它们。确实要丢弃请加 --discard。',
    en: '{count} events were recorded since the upgrade and would be lost; add --discard if that is meant.',
  },
  'upgrade.nothing-kept': {
    zh: '没有保留升级前的数据，不能退回。',
    en: 'Nothing of before an upgrade was kept, so there is no way back.',
  },
  'upgrade.nothing-to-forget': {
    zh: '没有可以删除的旧数据。',
    en: 'There are no old data to remove.',
  },
};
