import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { tenantAggregate, tenantStream } from '../tenant/tenant';

export class VerifyTenant extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly tenantId: string,
  ) {
    super();
  }
}

/** The office directly above confirms that the tenant is who it says. */
@CommandHandler(VerifyTenant)
export class VerifyTenantHandler implements ICommandHandler<VerifyTenant> {
  constructor(private readonly streams: Streams) {}

  async execute({ caller, tenantId }: VerifyTenant) {
    const ref = tenantStream(tenantId);
    const { state: tenant } = await this.streams.load(tenantAggregate, ref);
    if (tenant.status === 'unknown' || ![tenantId, ...tenant.overseers].includes(caller.tenant))
      throw new NotFound('tenant');
    const permitted = permit(caller, 'agency.register');
    return this.streams.execute(tenantAggregate, ref, { type: 'verify', by: caller.tenant }, permitted);
  }
}
