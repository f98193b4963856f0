import { setTimeout as pause } from 'node:timers/promises';
import { INSTALLATION } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import type { Differences, Document, Find, ReadModels } from '@chuangwen/ports';
import type { Arrivals } from './arrivals';
import { parseToken, type Token } from './caller';
import { freshnessOf, type Freshness, type Standing } from './freshness';
import type { OverseerScope } from './policy';
import type { LiveView } from './live-view';
import type { View } from './view';

export type Answer<T> = Readonly<{ data: T; freshness: Freshness }>;

/** Documents read at once. */
const PAGE = 1000;

const documentOf = <Doc extends object>({ body }: { body: Document }): Doc => body as Doc;

const PATIENCE_MS = 2_000;
/** Between two looks at whether an event has arrived, of which nobody told. */
const LOOK_MS = 50;
/** Between two looks at how far a view is. */
const PAUSE_MS = 20;

/** Reads one view: every call names a tenant, or brings a scope that the policy made. */
export class ViewReader<Doc extends object> {
  constructor(
    private readonly view: View<Doc>,
    private readonly models: ReadModels,
    private readonly projector: LiveView,
    private readonly arrivals: Arrivals,
  ) {}

  async get(tenant: string, id: string): Promise<Doc | null> {
    const [document = null] = await this.many(tenant, [id]);
    return document;
  }

  async many(tenant: string, ids: readonly string[]): Promise<(Doc | null)[]> {
    const refs = ids.map((id) => ({ tenant, id }));
    return (await this.projector.read((ref) => this.models.load(ref, refs))) as (Doc | null)[];
  }

  /** Everything there is, or with a `limit` no more than that: nobody misses rows without having asked for it. */
  async find(tenant: string, find: Find = {}): Promise<Doc[]> {
    if (find.limit !== undefined) return (await this.page(tenant, find)).map(documentOf<Doc>);
    const all: Doc[] = [];
    for (let after = find.after; ;) {
      const page = await this.page(tenant, { ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const found of page) all.push(documentOf<Doc>(found));
      if (page.length < PAGE) return all;
      after = page.at(-1)!.id;
    }
  }

  /**
   * Waits until the view has heard all that has been said by now; what is said meanwhile is not waited for. For workflows,
   * which have no token. Throws when it takes longer than `patience` (ms).
   */
  async heardAll(patience = 60_000): Promise<void> {
    const until = performance.now() + patience;
    for (const ends = await this.projector.ends(); !(await this.projector.reaches(ends));) {
      if (performance.now() > until) throw new Error(`the view ${this.view.name} is behind`);
      await pause(PAUSE_MS);
    }
  }

  private page(tenant: string, find: Find) {
    return this.projector.read((ref) => this.models.find(ref, tenant, find));
  }

  sum(tenant: string, group: string, options: { keyPrefix?: string; until?: string } = {}) {
    return this.projector.read((ref) => this.models.sum(ref, [tenant], group, options));
  }

  /** The one door across tenants. */
  sumAcross(scope: OverseerScope, group: string, options: { keyPrefix?: string; until?: string } = {}) {
    this.mustBeOpenToOverseers();
    return this.projector.read((ref) => this.models.sum(ref, scope.tenants, group, options));
  }

  /** null where there is none, or where the tenant is not in the scope. */
  async manyAcross(scope: OverseerScope, refs: readonly { tenant: string; id: string }[]): Promise<(Doc | null)[]> {
    this.mustBeOpenToOverseers();
    const found = await this.projector.read((ref) => this.models.load(ref, refs));
    return refs.map(({ tenant }, i) => (scope.tenants.includes(tenant) ? ((found[i] ?? null) as Doc | null) : null));
  }

  /** `of`: these tenants of the scope only; throws NotFound for one that is not in it. */
  async findAcross(
    scope: OverseerScope,
    find?: Find,
    of: readonly string[] = scope.tenants,
  ): Promise<{ tenant: string; document: Doc }[]> {
    this.mustBeOpenToOverseers();
    for (const tenant of of === scope.tenants ? [] : of)
      if (!scope.tenants.includes(tenant)) throw new NotFound('tenant');
    const all = await Promise.all(
      of.map(async (tenant) => (await this.find(tenant, find)).map((document) => ({ tenant, document }))),
    );
    return all.flat();
  }

  /** One a tenant of the scope, in its order: while it stays the same, so does what this view has of that tenant. */
  stampsAcross(scope: OverseerScope): Promise<string[]> {
    this.mustBeOpenToOverseers();
    return this.projector.read((ref) => this.models.stamps(ref, scope.tenants));
  }

  /** Counters of one tenant of the scope by recorded day; `since` a stamp, only the days that changed. */
  differencesAcross(
    scope: OverseerScope,
    tenant: string,
    group: string,
    options: { keyPrefix?: string; since?: string } = {},
  ): Promise<Differences> {
    this.mustBeOpenToOverseers();
    if (!scope.tenants.includes(tenant)) throw new NotFound('tenant');
    return this.projector.read((ref) => this.models.differences(ref, tenant, group, options));
  }

  freshness(tokens: readonly string[], tenants: readonly string[]): Promise<Freshness> {
    return freshnessOf([this], tokens, tenants);
  }

  /**
   * Waits a little until the view has seen what the tokens name; says honestly if it has not, and how far back it is in
   * any case. Tokens of other tenants than `tenants` (and the installation) are not looked at: an answer to them would
   * tell what exists elsewhere.
   */
  async standing(tokens: readonly string[], tenants: readonly string[]): Promise<Standing> {
    const known = [INSTALLATION, ...tenants];
    const named = tokens.map(parseToken).filter((token) => token !== null);
    const wanted = named.filter(({ service, tenant }) => this.view.topics.includes(service) && known.includes(tenant));
    const arrived = await Promise.all(wanted.map((token) => this.arrival(token)));
    const [behind, parked] = await Promise.all([this.projector.lag(), this.projector.parked()]);
    return {
      arrived: wanted.length > 0 ? arrived.every(Boolean) : null,
      behind,
      parked: parked
        .filter(({ tenant }) => tenants.includes(tenant))
        .map(({ topic, tenant, stream }) => [topic, tenant, stream].join('\0')),
    };
  }

  private async arrival({ service, tenant, stream, version }: Token): Promise<boolean> {
    const ref = { topic: service, tenant, stream };
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const left = until - performance.now();
      // Asked for before looking, so that what arrives in between is not missed.
      // Looked for now and then all the same: another process may keep the view.
      const wait = this.arrivals.next(this.view.name, { ...ref, version }, Math.max(0, Math.min(left, LOOK_MS)));
      try {
        const [seen = 0] = await this.projector.read((live) => this.models.seen(live, [ref]));
        if (seen >= version || left <= 0) return seen >= version;
        await wait.arrived;
      } finally {
        wait.cancel();
      }
    }
  }

  private mustBeOpenToOverseers(): void {
    if (!this.view.readableByOverseers) throw new Error(`view ${this.view.name} is not readable across tenants`);
  }
}
