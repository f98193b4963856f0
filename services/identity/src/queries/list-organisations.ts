import {
  fresh,
  Clock,
  dayOf,
  InjectView,
  isOpenOn,
  nameOn,
  organisationsView,
  parentOn,
  permit,
  ViewReader,
  type Answer,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';

export const organisationRow = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['root', 'section', 'unit']),
    /** The one above it on each tree on that day. */
    line: z.string().nullable(),
    district: z.string().nullable(),
    validFrom: z.string(),
    /** Its last day, where that is known. */
    validTo: z.string().nullable(),
    successors: z.array(z.string()),
  })
  .meta({ id: 'Organisation' });

export class ListOrganisations extends Query<Answer<z.infer<typeof organisationRow>[]>> {
  constructor(
    readonly caller: Caller,
    /** The day asked about; null: today. */
    readonly on: string | null,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** The tenant's trees as they stood, or will stand, on a day. */
@QueryHandler(ListOrganisations)
export class ListOrganisationsHandler implements IQueryHandler<ListOrganisations> {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, on, tokens }: ListOrganisations) {
    permit(caller, 'directory.read');
    const day = on ?? dayOf(this.clock.now());
    return fresh([this.organisations], tokens, [caller.tenant], async () => {
      const entries = await organisationsOf(this.organisations, caller.tenant);
      return entries.filter((entry) => standsOn(entry, day)).map((entry) => row(entry, day));
    });
  }
}

export async function organisationsOf(
  view: ViewReader<TenantEntry | OrganisationEntry>,
  tenant: string,
): Promise<OrganisationEntry[]> {
  const entries = await view.find(tenant, { index: 'is', value: 'organisation' });
  return entries.filter((entry) => entry.is === 'organisation');
}

const foundedOn = ({ names }: OrganisationEntry) => names[0]?.validFrom ?? '';
const standsOn = (entry: OrganisationEntry, day: string) => foundedOn(entry) <= day && isOpenOn(entry, day);

const row = (entry: OrganisationEntry, day: string) => ({
  id: entry.organisationId,
  name: nameOn(entry, day),
  kind: entry.kind,
  line: parentOn(entry, 'line', day),
  district: parentOn(entry, 'district', day),
  validFrom: foundedOn(entry),
  validTo: entry.closed?.validTo ?? null,
  successors: [...(entry.closed?.successors ?? [])],
});
