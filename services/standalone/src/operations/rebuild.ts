import { RuleViolation } from '@chuangwen/kernel';
import type { Services } from '../services';
import { following, said, wrong, type Line } from './line';

/** A view's name without the number of its shape, which an operator need not know. */
const plainName = (name: string): string => name.replace(/@\d+$/, '');

/** Builds a view anew beside the live one, saying how far it is, and holds the outcome against one more replay. */
export async function* rebuild(platform: Services, view: string, tenant?: string): AsyncGenerator<Line> {
  const all = platform.services.flatMap(({ name, runtime }) =>
    runtime.projectors.map((projector) => ({ name: `${name}/${projector.view.name}`, projector, runtime })),
  );
  const found = all.find(({ name }) => name === view || plainName(name) === view);
  if (!found)
    throw new RuleViolation('operation.no-such-view', {
      view,
      known: all.map(({ name }) => plainName(name)).join('、'),
    });
  const { projector, runtime } = found;
  yield said(`正在旁路重建 ${view}，现有视图照常可读……`);
  const ends = await runtime.ports.feed.ends(projector.view.topics);
  const total = ends.reduce((sum, { next }) => sum + next, 0);
  const began = Date.now();
  const events = yield* following((progress) =>
    projector.rebuild({
      ...(tenant === undefined ? {} : { tenant }),
      onProgress: (done) => progress(progressOf(done, total, Date.now() - began)),
    }),
  );
  yield said(`已重建并切换：${events} 个事件`);
  const { equal } = await projector.compare();
  yield equal
    ? said('与完整重放逐字节一致 Equal to a full replay')
    : wrong(
        tenant === undefined
          ? '与完整重放不一致 Not equal to a full replay'
          : '其他单位的部分与完整重放不一致，请重建整个视图 Other tenants’ parts differ: rebuild the whole view',
      );
}

/** More may have been recorded since the total was taken. */
function progressOf(done: number, total: number, ms: number): string {
  const all = Math.max(done, total);
  const percent = all === 0 ? 100 : Math.floor((100 * done) / all);
  return `  已重放 ${done} / ${all} 个事件（${percent}%），每秒 ${Math.round((1000 * done) / Math.max(1, ms))} 个`;
}
