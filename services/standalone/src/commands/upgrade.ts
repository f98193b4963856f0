import { basename } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { forgetUpgrades, isOld, upgradeBack, upgradeFolder } from '@chuangwen/runtime';
import { mustHoldData } from '../data-folder';

/** Brings a folder that nobody runs on to today's format. */
export async function upgrade(folder: string): Promise<void> {
  await mustHoldData(folder);
  if (!(await isOld(folder))) return console.log('数据已是当前格式 The data has today’s format');
  console.log('正在升级数据格式，原来的数据会保留…… Upgrading; the old files are kept');
  const { from, to, kept } = await upgradeFolder(folder, ({ file, done, of }) =>
    console.log(`  ${file}（${done + 1} / ${of}）`),
  );
  console.log(`已从格式 ${from} 升级到 ${to} Upgraded. 原来的数据在 The old files are in ${kept}`);
  console.log(
    '退回 back: npx chuangwen upgrade --back；不再需要时 when no longer needed: npx chuangwen upgrade --forget',
  );
}

/** Puts back what was there before the last upgrade. */
export async function goBack(folder: string, discard: boolean): Promise<void> {
  await mustHoldData(folder);
  const { from, to, kept } = await upgradeBack(folder, discard);
  console.log(`已从格式 ${from} 退回 ${to}，请使用那个版本的程序打开 Back; open it with the program of that format`);
  console.log(`退回前的数据在 What was there is in ${kept}`);
}

export async function forget(folder: string): Promise<void> {
  await mustHoldData(folder);
  const names = await forgetUpgrades(folder);
  if (names.length === 0) throw new RuleViolation('upgrade.nothing-to-forget');
  for (const name of names) console.log(`已删除 Removed ${basename(name)}`);
}
