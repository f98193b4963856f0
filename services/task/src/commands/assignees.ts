import { RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  factOn,
  InjectView,
  isHeldOn,
  isOpenOn,
  nameOn,
  organisationsView,
  peopleView,
  ViewReader,
  type OrganisationEntry,
  type PersonEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';

/** Knows from this service's own views which units and people a tenant has today. */
@Injectable()
export class Assignees {
  constructor(
    private readonly clock: Clock,
    @InjectView(organisationsView) private readonly organisations: ViewReader<OrganisationEntry | TenantEntry>,
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
  ) {}

  /** Throws RuleViolation `task.unit-unknown` or `task.person-unknown`. */
  async mustBeHere(tenant: string, units: readonly string[], persons: readonly (string | null)[]): Promise<void> {
    const today = dayOf(this.clock.now());
    const organisations = await this.organisations.many(tenant, units);
    if (!organisations.every((entry) => isOpen(entry, today))) throw new RuleViolation('task.unit-unknown');
    const named = persons.filter((person) => person !== null);
    const people = await this.people.many(tenant, named);
    if (!people.every((person) => holdsPost(person, today))) throw new RuleViolation('task.person-unknown');
  }

  /** Units that are open and called so today; of one name that several have, none. */
  async unitsNamed(tenant: string, names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const today = dayOf(this.clock.now());
    const byName = new Map<string, string[]>();
    for (const entry of await this.organisations.find(tenant, { index: 'is', value: 'organisation' })) {
      if (entry.is !== 'organisation' || !isOpen(entry, today)) continue;
      const name = nameOn(entry, today);
      byName.set(name, [...(byName.get(name) ?? []), entry.organisationId]);
    }
    const found = names.flatMap((name) => {
      const [unit, ...more] = byName.get(name) ?? [];
      return unit !== undefined && more.length === 0 ? [unit] : [];
    });
    return [...new Set(found)];
  }
}

function isOpen(entry: OrganisationEntry | TenantEntry | null, today: string): boolean {
  if (entry?.is !== 'organisation') return false;
  return factOn(entry.names, today) !== null && isOpenOn(entry, today);
}

const holdsPost = (person: PersonEntry | null, today: string): boolean =>
  person !== null && person.appointments.some((held) => isHeldOn(held, today));
