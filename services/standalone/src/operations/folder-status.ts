import type { Platform } from '../platform';
import { intervalWords, localTime } from '../times';
import { said, wrong, type Line } from './line';

export const brokenOffWords = (path: string): string =>
  `上次没有做完的备份已清除 Removed what was left of a backup that was broken off: ${path}`;

/** How safe the data of a folder is: seals, backups, what an upgrade left. */
export async function* folderStatus({ storage, backups }: Platform): AsyncGenerator<Line> {
  const { format, installation, seals, sealed, kept, brokenOff } = storage.standing();
  yield said(`数据格式 Format ${format}，安装编号 installation ${installation}`);
  for (const { service, sealed: until, at } of sealed)
    yield said(`${service}：封存到第 ${until} 个事件（${at ? localTime(at) : '尚未封存'}）`);
  yield said(`封存和已销毁密钥的清单在 Seals are kept in ${seals}`);
  const { plan } = backups;
  if (!plan) yield said('没有定时备份，见 npx chuangwen backup --every No scheduled backups');
  else {
    yield said(
      `定时备份到 ${plan.target}，每 ${intervalWords(plan.every)}，保留 ${plan.keep} 份；上次 ${plan.last ? localTime(plan.last.at) : '还没有'}`,
    );
    if (plan.last?.problem) yield wrong(`上次定时备份失败 The last one failed：${plan.last.problem}`);
  }
  for (const path of brokenOff.removed) yield said(brokenOffWords(path));
  for (const path of brokenOff.left)
    yield wrong(
      `没有做完的备份可能还在 ${path}，现在够不着，或那里的内容没有它的标记，所以没有动；那块盘不再用、或那里没有要清除的，停下平台后删除数据文件夹里的 backups-under-way.json What is left of a backup that was broken off can’t be reached now, or what lies there does not bear its mark and was left alone; if its disk is gone for good, or there is nothing to remove, stop the platform and delete backups-under-way.json in the data folder`,
    );
  for (const name of kept) yield said(`升级前的数据还在 ${name}，确认无误后运行 npx chuangwen upgrade --forget`);
}
