import { durationOf } from '../backups/plan';
import type { Platform } from '../platform';
import { intervalWords, localTime } from '../times';
import { following, said, wrong, type Line } from './line';

export async function* backup({ backups }: Platform, target: string): AsyncGenerator<Line> {
  let held = 0;
  const made = yield* following((progress) =>
    backups.make(target, (step) => {
      if (step.step === 'held') held = step.ms;
      else
        progress(
          `  正在备份，平台照常工作 Backing up：${step.name} ${step.done} / ${step.of}${step.step === 'file' ? ' 页' : ' 个'}`,
        );
    }),
  );
  for (const file of made.damaged)
    yield wrong(`${file}：内容与名称不符，已照原样备份 its bytes are not those of its name`);
  const events = Object.values(made.services).reduce((sum, service) => sum + service.events, 0);
  const bytes = made.files.reduce((sum, { size }) => sum + size, 0);
  yield said(
    `备份完成 Done：${localTime(made.at)}，${events} 个事件，${made.files.length} 个文件，${(bytes / 1e6).toFixed(1)} MB；命令最多等了 ${held.toFixed(1)} 毫秒`,
  );
}

/** `every` null: no scheduled backups any more. */
export async function* schedule(
  { backups }: Platform,
  target: string,
  every: string | null,
  keep: number,
): AsyncGenerator<Line> {
  const interval = every === null ? null : durationOf(every);
  backups.schedule(interval === null ? null : { target, every: interval, keep });
  yield said(
    interval === null
      ? '不再定时备份 No scheduled backups any more'
      : `平台运行时每 ${intervalWords(interval)}备份到 ${target}，保留最近 ${keep} 份 Every ${every} while the server runs, the newest ${keep} are kept`,
  );
}
