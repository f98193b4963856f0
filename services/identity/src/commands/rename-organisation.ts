import { day } from '@chuangwen/contracts';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { organisationName } from '../fields';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { Organisations } from '../organisation/organisations';

export const renameOrganisationBody = z.strictObject({ name: organisationName, validFrom: day });

export class RenameOrganisation extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly organisationId: string,
    readonly body: z.infer<typeof renameOrganisationBody>,
  ) {
    super();
  }
}

/** It keeps its id and its past: reports of days before show the old name. */
@CommandHandler(RenameOrganisation)
export class RenameOrganisationHandler implements ICommandHandler<RenameOrganisation> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
  ) {}

  async execute({ caller, organisationId, body }: RenameOrganisation) {
    await this.organisations.one(caller.tenant, organisationId);
    const permitted = permit(caller, 'organisation.manage');
    const ref = organisationStream(caller.tenant, organisationId);
    return this.streams.execute(organisationAggregate, ref, { type: 'rename', ...body }, permitted);
  }
}
