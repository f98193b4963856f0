import { level } from '@chuangwen/contracts';
import {
  fresh,
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  overseerScope,
  permit,
  type Answer,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
  ViewReader,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { tenantNameOn } from './read';

export const tenantRow = z
  .object({
    id: z.string(),
    organisation: z.string(),
    name: z.string(),
    kind: z.enum(['office', 'agency']),
    level: level.nullable(),
    verified: z.boolean(),
    /** The office directly above; null for the first. */
    above: z.string().nullable(),
  })
  .meta({ id: 'Tenant' });

export class ListTenants extends Query<Answer<z.infer<typeof tenantRow>[]>> {
  constructor(
    readonly caller: Caller,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** The caller's own and, for an office, those below it: only they are in its part of the view. */
@QueryHandler(ListTenants)
export class ListTenantsHandler implements IQueryHandler<ListTenants> {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, tokens }: ListTenants) {
    permit(caller, 'directory.read');
    return fresh([this.organisations], tokens, [caller.tenant], async () => {
      const entries = await this.organisations.find(caller.tenant, { index: 'is', value: 'tenant' });
      const tenants = entries
        .filter((entry) => entry.is === 'tenant')
        // An office that it no longer stands under was told of that.
        .filter(({ tenantId, overseers }) => [tenantId, ...overseers].includes(caller.tenant));
      const scope = overseerScope(
        caller,
        tenants.map(({ tenantId }) => tenantId),
      );
      const own = tenants.map(({ tenantId, organisationId }) => ({ tenant: tenantId, id: organisationId }));
      const roots = await this.organisations.manyAcross(scope, own);
      const today = dayOf(this.clock.now());
      return tenants.map((tenant, i) => row(tenant, tenantNameOn(tenant, roots[i] ?? null, today)));
    });
  }
}

const row = ({ tenantId, organisationId, kind, level: of, verified, overseers }: TenantEntry, name: string) => ({
  id: tenantId,
  organisation: organisationId,
  name,
  kind,
  level: level.nullable().parse(of),
  verified,
  above: overseers[0] ?? null,
});
