import { day, id, tree } from '@chuangwen/contracts';
import { dayOf, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { made } from '../command-ids';
import { organisationName } from '../fields';
import { organisationAggregate, organisationStream, type OrganisationCommand } from '../organisation/organisation';
import { Organisations } from '../organisation/organisations';

export const foundOrganisationBody = z.strictObject({
  name: organisationName,
  kind: z.enum(['section', 'unit']),
  parent: id,
  tree: tree.default('line'),
  /** Without it, today. */
  validFrom: day.optional(),
  /** It is another one, though one beside it is called the same. */
  again: z.literal(true).optional(),
});

export class FoundOrganisation extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly body: z.infer<typeof foundOrganisationBody>,
  ) {
    super();
  }
}

@CommandHandler(FoundOrganisation)
export class FoundOrganisationHandler implements ICommandHandler<FoundOrganisation> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
  ) {}

  async execute({ caller, body }: FoundOrganisation) {
    const { tenant } = caller;
    return this.organisations.inTurn(tenant, async () => {
      const parent = await this.organisations.one(tenant, body.parent);
      const permitted = permit(caller, 'organisation.manage');
      const { again, ...founding } = body;
      const all = again ? [] : await this.organisations.all(tenant);
      const organisationId = made(caller, 'organisation');
      return this.streams.execute(
        organisationAggregate,
        organisationStream(tenant, organisationId),
        (_organisation, now): OrganisationCommand => ({
          type: 'found',
          founding: {
            ...founding,
            organisationId,
            validFrom: body.validFrom ?? dayOf(now),
            ...(again ? { again } : {}),
          },
          parent,
          beside: { all, today: dayOf(now) },
        }),
        permitted,
        () => ({ id: organisationId }),
      );
    });
  }
}
