import type { Platform } from '../platform';
import type { Say } from './play-tasks';

/** Between two looks (ms). */
const LOOK = 250;

/** Views and workflows of each service, and how many events each is behind. */
export type Followed = Readonly<{
  services: readonly Readonly<{ runtime: Pick<Platform['services'][number]['runtime'], 'lags'> }>[];
}>;

/** Until every view has heard of everything, and every workflow has done what follows from it. */
export async function caughtUp({ services }: Followed, say: Say): Promise<void> {
  const began = performance.now();
  // A workflow that has just ended may have recorded something after its views were looked at: so twice in succession.
  let [told, still] = [began, 0];
  for (;;) {
    const lags = (await Promise.all(services.map(({ runtime }) => runtime.lags()))).flat();
    const behind = lags.reduce((sum, { lag }) => sum + lag, 0);
    still = behind === 0 ? still + 1 : 0;
    if (still === 2) return say(`视图已跟上 views caught up：${((performance.now() - began) / 1000).toFixed(1)} 秒`);
    if (performance.now() - told > 10_000) {
      told = performance.now();
      say(`视图还差 views are ${behind} events behind`);
    }
    await new Promise((wake) => setTimeout(wake, LOOK));
  }
}
