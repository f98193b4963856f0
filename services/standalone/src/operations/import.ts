import { importTenant, type MovingTenant } from '@chuangwen/platform';
import type { Services } from '../services';
import { following, said, type Line } from './line';
import { countWords, installationOf, stepWords } from './moving';

export type ImportOperation = Readonly<{ file: string; passphrase: string; under: string | null; as: 'agency' | null }>;

export async function* imported(services: Services, asked: ImportOperation): AsyncGenerator<Line> {
  const { file, passphrase, under, as } = asked;
  const placement = under === null ? null : { under, as };
  const into = installationOf(services);
  const { plan, others } = yield* following((progress) =>
    importTenant(into, { file, passphrase, placement }, (step) => progress(stepWords(step))),
  );
  const [tenant] = plan.tenants;
  const who = plan.scope === null || !tenant ? `${plan.tenants.length} 个单位` : `“${tenant.name}”`;
  if (plan.older)
    return yield said(`${who}的数据这里都有，而且更新，没有改动。All of it is here, and newer; nothing was changed.`);
  yield said(`迁入完成 Done：${who}，${countWords(plan.counts)}`);
  yield said(
    '事件逐字节相同，数量、哈希、文件、视图都与原平台核对一致。Counts, hashes, files and views are equal to those it came from.',
  );
  if (plan.erased > 0)
    yield said(
      `有 ${plan.erased} 个密钥在这里已经销毁，没有恢复，所以视图按这里的重放核对。${plan.erased} key(s) were destroyed here and stay so; views were checked against a replay here.`,
    );
  else if (others.length > 0)
    yield said(
      `视图 ${others.join('、')} 里还有这里别的单位发给它的内容，核对时不计。These views also hold what others here addressed to it, which was left out of the comparison.`,
    );
  if (tenant && plan.scope !== null) yield* standing(services, tenant);
}

/** Under whom it stands; an office that is not here is known by what it was called where the tenant came from. */
async function* standing(services: Services, { id, above: there }: MovingTenant): AsyncGenerator<Line> {
  const { register } = installationOf(services);
  const { name, above } = await register.find(id);
  const [nearest] = above;
  if (!nearest) return;
  const here = await register.find(nearest.id).catch(() => null);
  const called = there.find((office) => office.id === nearest.id)?.name ?? nearest.id;
  yield said(
    here
      ? `“${name}”在这里归“${here.name}”管。It stands under that office here.`
      : `“${name}”在原平台归“${called}”管，那个单位不在这里，所以这里没有上级；需要时用 --under 指定。The office above it where it came from is not here, so nobody is above it; --under names one.`,
  );
}
