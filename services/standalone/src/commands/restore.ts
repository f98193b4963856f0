import { isOld, restoreBackup } from '@chuangwen/runtime';
import { operateOn } from '../control';
import { localTime } from '../times';
import { printed } from './operate';
import { upgrade } from './upgrade';

/** Restores a backup into an empty folder and verifies it there. */
export async function restore(backup: string, folder: string, respecting: readonly string[]): Promise<void> {
  let shown = Date.now();
  const {
    backup: made,
    erased,
    asked,
  } = await restoreBackup({ backup, folder, respecting }, ({ name, done, of }) => {
    if (Date.now() - shown < 1000) return;
    shown = Date.now();
    console.log(`  ${done} / ${of} ${name}`);
  });
  const events = Object.values(made.services).reduce((sum, service) => sum + service.events, 0);
  console.log(
    `已恢复 Restored：${localTime(made.at)} 的备份，${events} 个事件，${made.files.length} 个文件，每个文件的哈希都相符`,
  );
  if (asked.length > 0)
    console.log(
      erased === 0
        ? `备份之后没有销毁过密钥 No keys were destroyed since（${asked.join('、')}）`
        : `备份之后销毁的密钥 ${erased} 个，已再次销毁 keys destroyed since, destroyed again（${asked.join('、')}）`,
    );
  else
    console.log(
      '注意：原数据、封存和更新的备份都不在，备份之后被删除的个人信息无从知道。有清单时请用 --respecting 重新恢复。\n' +
        'Mind: neither the original nor its seals nor a newer backup is here, so what was erased since is not known (--respecting).',
    );
  if (await isOld(folder)) await upgrade(folder);
  await printed(operateOn(folder, { name: 'verify' }));
}
