import { RuleViolation } from '@chuangwen/kernel';
import {
  fresh,
  Clock,
  dayOf,
  InjectView,
  nameOn,
  organisationsView,
  peopleView,
  principal,
  ViewReader,
  type Answer,
  type Caller,
  type OrganisationEntry,
  type PersonEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { tenantNameOn } from './read';

/** Who is signed in. Names are null until the views have heard of them, a moment after they were made. */
export const mePage = z
  .object({
    principal,
    name: z.string().nullable(),
    tenantName: z.string().nullable(),
    posts: z.array(z.object({ post: z.string(), organisation: z.string(), organisationName: z.string().nullable() })),
  })
  .meta({ id: 'Me' });

export class GetMe extends Query<Answer<z.infer<typeof mePage>>> {
  constructor(
    readonly caller: Caller,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { tenant, principal: me }, tokens }: GetMe) {
    if (!me) throw new RuleViolation('session.required');
    return fresh([this.people, this.organisations], tokens, [tenant], async () => {
      const today = dayOf(this.clock.now());
      const person = await this.people.get(tenant, me.person);
      const own = await this.organisations.get(tenant, `tenant:${tenant}`);
      const where = await this.organisations.many(
        tenant,
        me.posts.map(({ organisation }) => organisation),
      );
      const posts = me.posts.map(({ post, organisation }, i) => {
        const entry = where[i];
        return { post, organisation, organisationName: entry?.is === 'organisation' ? nameOn(entry, today) : null };
      });
      const ownTenant = own?.is === 'tenant' ? own : null;
      const root = ownTenant && (await this.organisations.get(tenant, ownTenant.organisationId));
      const tenantName = ownTenant && tenantNameOn(ownTenant, root, today);
      return { principal: me, name: person?.name ?? null, tenantName, posts };
    });
  }
}
