import {
  fresh,
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  peopleView,
  permit,
  ViewReader,
  type Answer,
  type Caller,
  type OrganisationEntry,
  type PersonEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { organisationsOf } from './list-organisations';
import { personRowOf, toldApart, type PersonRow } from './people';

export class ListPeople extends Query<Answer<PersonRow[]>> {
  constructor(
    readonly caller: Caller,
    /** The day whose posts are shown; null: today. */
    readonly on: string | null,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ListPeople)
export class ListPeopleHandler implements IQueryHandler<ListPeople> {
  constructor(
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, on, tokens }: ListPeople) {
    permit(caller, 'directory.read');
    const day = on ?? dayOf(this.clock.now());
    return fresh([this.people, this.organisations], tokens, [caller.tenant], async () => {
      const organisations = await organisationsOf(this.organisations, caller.tenant);
      const byId = new Map(organisations.map((entry) => [entry.organisationId, entry]));
      const people = await this.people.find(caller.tenant);
      return toldApart(people.map((person) => personRowOf(person, byId, day, 'held')));
    });
  }
}
