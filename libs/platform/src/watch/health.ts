import { answered } from './answered';
import { heartbeat, type Pulse } from './heartbeat';

/** What is asked of a service before it is said to be ready. */
export type Checked = Readonly<{
  service: string;
  /** It takes no new work any more. */
  stopping: boolean;
  /** Throws when the store does not answer as it should. */
  reachable(): Promise<void>;
  running(): Promise<readonly { consumer: string; running: boolean }[]>;
  lags(): Promise<readonly { consumer: string; lag: number }[]>;
  parked(): Promise<readonly unknown[]>;
}>;

/** Why a service is not ready. `what`: the view or workflow. */
export type Reason = Readonly<{
  service: string;
  reason: 'stopping' | 'store' | 'not-running' | 'behind' | 'no-answer';
  what?: string;
}>;

export type Readiness = Readonly<{
  status: 'ready' | 'not-ready';
  reasons: readonly Reason[];
  /** Events that each view and workflow has still to take. */
  lag: Readonly<Record<string, number>>;
  parked: number;
}>;

/** `farBehind`: so many events; `patience`: milliseconds for a check. */
export type HealthBounds = Readonly<{ farBehind?: number | undefined; patience?: number }>;

/** Events a view may be behind and still be said to follow: some seconds of a busy day. */
const FAR_BEHIND = 1_000;
/** A check that takes longer (ms) has failed. */
const PATIENCE = 3_000;

/** Whether the services of this process live, and whether they are ready to be asked. */
export class Health {
  constructor(
    private readonly services: readonly Checked[],
    private readonly bounds: HealthBounds = {},
  ) {}

  live(): Readonly<{ status: 'live' | 'still'; heartbeat: Pulse }> {
    const pulse = heartbeat().pulse();
    return { status: pulse.beats ? 'live' : 'still', heartbeat: pulse };
  }

  /**
   * Ready when the stores answer, every view and workflow is heard for, and each has caught up but for what work under way leaves
   * to take: on a busy day there is always a little. The lags say how much; each answer says its own as well.
   */
  async ready(): Promise<Readiness> {
    const parts = await Promise.all(this.services.map((service) => this.partOf(service)));
    const reasons = parts.flatMap((part) => part.reasons);
    return {
      status: reasons.length === 0 ? 'ready' : 'not-ready',
      reasons,
      lag: Object.fromEntries(parts.flatMap(({ lag }) => lag)),
      parked: parts.reduce((sum, { parked }) => sum + parked, 0),
    };
  }

  private async partOf(of: Checked): Promise<{ reasons: Reason[]; lag: [string, number][]; parked: number }> {
    const { service } = of;
    if (of.stopping) return { reasons: [{ service, reason: 'stopping' }], lag: [], parked: 0 };
    const { patience = PATIENCE, farBehind = FAR_BEHIND } = this.bounds;
    const [store, running, lags, parked] = await Promise.all([
      answered(patience, async () => (await of.reachable(), true)),
      answered(patience, () => of.running()),
      answered(patience, () => of.lags()),
      answered(patience, () => of.parked()),
    ]);
    const reasons: Reason[] = [];
    if (!store) reasons.push({ service, reason: 'store' });
    for (const { consumer, running: runs } of running ?? [])
      if (!runs) reasons.push({ service, reason: 'not-running', what: consumer });
    for (const { consumer, lag } of lags ?? [])
      if (lag >= farBehind) reasons.push({ service, reason: 'behind', what: consumer });
    // Without a store the rest can't be known either, and has been named.
    if (store && !(running && lags && parked)) reasons.push({ service, reason: 'no-answer' });
    return {
      reasons,
      lag: (lags ?? []).map(({ consumer, lag }) => [`${service}/${consumer}`, lag]),
      parked: parked?.length ?? 0,
    };
  }
}
