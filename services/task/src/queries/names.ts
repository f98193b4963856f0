import {
  Clock,
  dayOf,
  InjectView,
  nameOn,
  organisationsView,
  peopleView,
  ViewReader,
  type OrganisationEntry,
  type PersonEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import type { Named } from './shapes';

export type Names = Readonly<{ unit(id: string): Named; person(id: string): Named }>;

/** The names that units and people of a tenant have. */
@Injectable()
export class NameFinder {
  constructor(
    private readonly clock: Clock,
    @InjectView(organisationsView) private readonly organisations: ViewReader<OrganisationEntry | TenantEntry>,
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
  ) {}

  /** By the names of `day`, as far as they were recorded by then; without it, of today. */
  async of(tenant: string, units: readonly string[], people: readonly string[], day?: string): Promise<Names> {
    const [unitIds, personIds] = [[...new Set(units)], [...new Set(people)]];
    const [organisations, persons] = await Promise.all([
      this.organisations.many(tenant, unitIds),
      this.people.many(tenant, personIds),
    ]);
    const on = day ?? dayOf(this.clock.now());
    const names = new Map<string, string>();
    for (const entry of organisations)
      if (entry?.is === 'organisation') names.set(entry.organisationId, nameOn(entry, on, on));
    for (const person of persons) if (person) names.set(person.personId, person.name);
    const named = (id: string): Named => ({ id, name: names.get(id) ?? null });
    return { unit: named, person: named };
  }
}
