import { NotFound } from '@chuangwen/kernel';
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
import { z } from 'zod';
import { organisationsOf } from './list-organisations';
import { personRow, personRowOf } from './people';

/** With every post ever held. */
export const personPage = personRow.extend({ telephone: z.string().nullable() }).meta({ id: 'PersonPage' });

export class GetPerson extends Query<Answer<z.infer<typeof personPage>>> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetPerson)
export class GetPersonHandler implements IQueryHandler<GetPerson> {
  constructor(
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, personId, tokens }: GetPerson) {
    permit(caller, 'directory.read');
    return fresh([this.people, this.organisations], tokens, [caller.tenant], async () => {
      const person = await this.people.get(caller.tenant, personId);
      if (!person) throw new NotFound('person');
      const organisations = await organisationsOf(this.organisations, caller.tenant);
      const byId = new Map(organisations.map((entry) => [entry.organisationId, entry]));
      return { ...personRowOf(person, byId, dayOf(this.clock.now()), 'all'), telephone: person.telephone };
    });
  }
}
