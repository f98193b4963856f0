import { day, id, tree } from '@chuangwen/contracts';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { Organisations } from '../organisation/organisations';

export const moveOrganisationBody = z.strictObject({ parent: id, tree, validFrom: day });

export class MoveOrganisation extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly organisationId: string,
    readonly body: z.infer<typeof moveOrganisationBody>,
  ) {
    super();
  }
}

/** From that day it hangs there on that tree; its place on the other tree stays. */
@CommandHandler(MoveOrganisation)
export class MoveOrganisationHandler implements ICommandHandler<MoveOrganisation> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
  ) {}

  async execute({ caller, organisationId, body }: MoveOrganisation) {
    const { tenant } = caller;
    return this.organisations.inTurn(tenant, async () => {
      await this.organisations.one(tenant, organisationId);
      const parent = await this.organisations.one(tenant, body.parent);
      const permitted = permit(caller, 'organisation.manage');
      const all = await this.organisations.all(tenant);
      const ref = organisationStream(tenant, organisationId);
      return this.streams.execute(organisationAggregate, ref, { type: 'move', ...body, parent, all }, permitted);
    });
  }
}
