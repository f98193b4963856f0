import type { Document, Find, ReadModels } from '@chuangwen/ports';
import type { Arrivals } from './arrivals';
import { parseToken, type Token } from './caller';
import type { OverseerScope } from './policy';
import type { Projector } from './projector';
import type { View } from './view';

/** Whether an answer already holds what its token asked for, and what it misses. */
export type Freshness = Readonly<{
  /** false: not yet; ask again. */
  caughtUp: boolean;
  /** Events the view is behind; 0 when caught up. */
  behind: number;
  /** Streams of the tenants asked about that are parked: what they tell is missing. */
  parked: number;
}>;

export type Answer<T> = Readonly<{ data: T; freshness: Freshness }>;

const PATIENCE_MS = 2_000;

/** Reads one view: every call names a tenant, or brings a scope that the policy made. */
export class ViewReader<Doc extends object> {
  constructor(
    private readonly view: View<Doc>,
    private readonly models: ReadModels,
    private readonly projector: Projector,
    private readonly arrivals: Arrivals,
  ) {}

  async get(tenant: string, id: string): Promise<Doc | null> {
    const [document] = await this.models.load(this.projector.ref, [{ tenant, id }]);
    return (document ?? null) as Doc | null;
  }

  async many(tenant: string, ids: readonly string[]): Promise<(Doc | null)[]> {
    return (await this.models.load(
      this.projector.ref,
      ids.map((id) => ({ tenant, id })),
    )) as (Doc | null)[];
  }

  async find(tenant: string, find?: Find): Promise<Doc[]> {
    return (await this.models.find(this.projector.ref, tenant, find)).map(({ body }) => body as Document as Doc);
  }

  sum(tenant: string, group: string, options: { keyPrefix?: string; until?: string } = {}) {
    return this.models.sum(this.projector.ref, [tenant], group, options);
  }

  /** The one door across tenants. */
  sumAcross(scope: OverseerScope, group: string, options: { keyPrefix?: string; until?: string } = {}) {
    this.mustBeOpenToOverseers();
    return this.models.sum(this.projector.ref, scope.tenants, group, options);
  }

  async findAcross(scope: OverseerScope, find?: Find): Promise<{ tenant: string; document: Doc }[]> {
    this.mustBeOpenToOverseers();
    const all = await Promise.all(
      scope.tenants.map(async (tenant) => (await this.find(tenant, find)).map((document) => ({ tenant, document }))),
    );
    return all.flat();
  }

  /** Waits a little until the view has seen what the tokens name; says honestly if it has not. */
  async freshness(tokens: readonly string[], tenants: readonly string[]): Promise<Freshness> {
    const wanted = tokens.map(parseToken).filter((t): t is Token => t !== null && this.view.topics.includes(t.service));
    const arrived = await Promise.all(wanted.map((token) => this.arrival(token)));
    const caughtUp = arrived.every(Boolean);
    const parked = (await this.projector.parked()).filter(({ tenant }) => tenants.includes(tenant)).length;
    return { caughtUp, behind: caughtUp ? 0 : await this.projector.lag(), parked };
  }

  private async arrival({ service, tenant, stream, version }: Token): Promise<boolean> {
    const ref = { topic: service, tenant, stream };
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const left = deadline - Date.now();
      const wait = this.arrivals.next(this.view.name, { ...ref, version }, Math.max(0, left));
      const [seen = 0] = await this.models.seen(this.projector.ref, [ref]);
      if (seen >= version || left <= 0) {
        wait.cancel();
        return seen >= version;
      }
      await wait.arrived;
    }
  }

  private mustBeOpenToOverseers(): void {
    if (!this.view.readableByOverseers) throw new Error(`view ${this.view.name} is not readable across tenants`);
  }
}
