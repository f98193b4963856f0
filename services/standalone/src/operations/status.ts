import { Platform } from '../platform';
import type { Services } from '../services';
import { folderStatus } from './folder-status';
import { said, wrong, type Line } from './line';

/** How far behind every consumer is, and how safe the data is. */
export async function* status(platform: Services): AsyncGenerator<Line> {
  if (platform instanceof Platform)
    yield said(platform.atRest ? '平台未在运行 The platform is not running' : '平台正在运行 The platform is running');
  let troubles = 0;
  for (const { name, runtime } of platform.services) {
    const ends = await runtime.ports.feed.ends([name]);
    yield said(`${name}：${ends.reduce((sum, { next }) => sum + next, 0)} 个事件 events`);
    const parked = await runtime.parked();
    for (const { consumer, lag } of await runtime.lags()) {
      const own = parked.filter((entry) => entry.consumer === consumer).length;
      troubles += lag + own;
      if (lag > 0) yield said(`  ${name}/${consumer} 落后 ${lag} 个事件 behind`);
      if (own > 0) yield wrong(`  ${name}/${consumer} 搁置 ${own} 条事件流，见 npx chuangwen parked`);
    }
  }
  if (troubles === 0) yield said('视图都已跟上，没有搁置的事件流 All views are up to date, nothing is parked');
  if (platform instanceof Platform) yield* folderStatus(platform);
}
