import { day, id } from '@chuangwen/contracts';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { Organisations } from '../organisation/organisations';

export const closeOrganisationBody = z.strictObject({
  /** Its last day. */
  validTo: day,
  reason,
  successors: z.array(id).max(50).default([]),
});

export class CloseOrganisation extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly organisationId: string,
    readonly body: z.infer<typeof closeOrganisationBody>,
  ) {
    super();
  }
}

/** Closed, merged (one successor) or split (several). Nothing may hang on it any more. */
@CommandHandler(CloseOrganisation)
export class CloseOrganisationHandler implements ICommandHandler<CloseOrganisation> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
  ) {}

  async execute({ caller, organisationId, body }: CloseOrganisation) {
    const { tenant } = caller;
    return this.organisations.inTurn(tenant, async () => {
      await this.organisations.one(tenant, organisationId);
      const successors = await this.organisations.many(tenant, body.successors);
      const permitted = permit(caller, 'organisation.manage');
      const all = await this.organisations.all(tenant);
      const ref = organisationStream(tenant, organisationId);
      return this.streams.execute(organisationAggregate, ref, { type: 'close', ...body, successors, all }, permitted);
    });
  }
}
