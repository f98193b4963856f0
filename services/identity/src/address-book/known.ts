import { NotFound } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  InjectView,
  nameOn,
  organisationsView,
  overseerScope,
  Streams,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { People } from '../person/people';
import { tenantNameOn } from '../queries/read';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import type { Book } from './book';
import type { KnownAgency, KnownBook, KnownUnit } from './fate';
import { parentsNamed } from './fates';
import { looseKey, placeOf } from './words';

type Entry = TenantEntry | OrganisationEntry;

/** What an office has already, read once for a whole book. */
@Injectable()
export class KnownAgencies {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<Entry>,
    private readonly streams: Streams,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /**
   * `mine`: whether an id was made by this very import, which is then judged as if it were not there: an import that was
   * interrupted comes to the same fates. As the view has it: see `heardAll`. Throws NotFound unless the caller's tenant is registered.
   */
  async of(caller: Caller, book: Book, mine: (id: string) => boolean): Promise<KnownBook> {
    const { state: office } = await this.streams.load(tenantAggregate, tenantStream(caller.tenant));
    if (office.status === 'unknown') throw new NotFound('tenant');
    const today = dayOf(this.clock.now());
    const found = await this.organisations.find(caller.tenant, { index: 'is', value: 'tenant' });
    const tenants = found.filter((entry) => entry.is === 'tenant').filter(({ tenantId }) => !mine(tenantId));
    const scope = overseerScope(
      caller,
      tenants.map(({ tenantId }) => tenantId),
    );
    const refs = tenants.map(({ tenantId, organisationId }) => ({ tenant: tenantId, id: organisationId }));
    const roots = await this.organisations.manyAcross(scope, refs);
    const own = tenants.findIndex(({ tenantId }) => tenantId === caller.tenant);
    const name = own < 0 ? office.name : tenantNameOn(tenants[own]!, roots[own] ?? null, today);
    const agencies = tenants.flatMap((tenant, i): KnownAgency[] => {
      if (tenant.tenantId === caller.tenant || tenant.overseers[0] !== caller.tenant) return [];
      const { tenantId, organisationId } = tenant;
      const root = roots[i];
      const short = root?.is === 'organisation' ? root.about?.shortName : null;
      const names = [tenantNameOn(tenant, root ?? null, today), ...(short ? [short] : [])];
      return [{ tenantId, organisationId, names, managed: true }];
    });
    const known = { office: { name, level: office.level, organisationId: office.organisationId }, agencies };
    return {
      ...known,
      agencies: await this.withManagement(known, book),
      units: await this.unitsOf(caller, parentsNamed(book, known), mine, today),
    };
  }

  /** Waits for what was registered a moment ago. Throws when the view takes longer than `patience` (ms) to hear of it. */
  heardAll(patience: number): Promise<void> {
    return this.organisations.heardAll(patience);
  }

  /** Looked up only where the book brings somebody for an agency that stands already. */
  private async withManagement(known: Omit<KnownBook, 'units'>, book: Book): Promise<KnownAgency[]> {
    const place = placeOf(known.office.name);
    const brought = new Set(
      book.rows.flatMap((row) =>
        row.contact === '' ? [] : [row.name, row.shortName].map((name) => looseKey(name, place)),
      ),
    );
    return Promise.all(
      known.agencies.map(async (agency) => {
        if (!agency.names.some((name) => brought.has(looseKey(name, place)))) return agency;
        const { others } = await this.people.managementBeside(agency.tenantId, '');
        return { ...agency, managed: others.length > 0 };
      }),
    );
  }

  private async unitsOf(
    caller: Caller,
    agencies: readonly KnownAgency[],
    mine: (id: string) => boolean,
    today: string,
  ) {
    const scope = overseerScope(
      caller,
      agencies.map(({ tenantId }) => tenantId),
    );
    const found = await this.organisations.findAcross(scope, { index: 'is', value: 'organisation' });
    return found.flatMap(({ tenant, document }): KnownUnit[] => {
      if (tenant === caller.tenant || document.is !== 'organisation' || document.kind === 'root') return [];
      if (mine(document.organisationId) || document.closed) return [];
      const short = document.about?.shortName;
      const names = [nameOn(document, today), ...(short ? [short] : [])];
      return [{ tenantId: tenant, organisationId: document.organisationId, names }];
    });
  }
}
