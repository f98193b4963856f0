import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { AdministratorReset, type IssuedCode } from '../accounts/administrator-reset';
import { login } from '../fields';
import { tenantAggregate, tenantStream } from '../tenant/tenant';

/** The administrator says the login; a list of logins is nobody else's business. */
export const resetAdministratorBody = z.strictObject({ login });

export class ResetAdministrator extends Command<IssuedCode> {
  constructor(
    readonly caller: Caller,
    readonly tenantId: string,
    readonly body: z.infer<typeof resetAdministratorBody>,
  ) {
    super();
  }
}

/** By the office directly above, for an agency whose only administrator forgot the password. */
@CommandHandler(ResetAdministrator)
export class ResetAdministratorHandler implements ICommandHandler<ResetAdministrator> {
  constructor(
    private readonly streams: Streams,
    private readonly reset: AdministratorReset,
  ) {}

  async execute({ caller, tenantId, body }: ResetAdministrator) {
    const { state: tenant } = await this.streams.load(tenantAggregate, tenantStream(tenantId));
    if (tenant.status === 'unknown' || tenant.overseers[0] !== caller.tenant) throw new NotFound('tenant');
    const { actor } = permit(caller, 'agency.register');
    return this.reset.issue(body.login, tenantId, { ...actor, onBehalfOf: tenant.organisationId });
  }
}
