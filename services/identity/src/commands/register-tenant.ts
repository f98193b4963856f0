import { day, level } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { hashedWithoutPassword, made } from '../command-ids';
import { newAccount, organisationName, personName, telephone } from '../fields';
import { AgencyNames } from '../tenant/agency-names';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import { TenantFounding, type FoundedTenant } from '../tenant/tenant-founding';

export const registerTenantBody = z.strictObject({
  name: organisationName,
  kind: z.enum(['office', 'agency']),
  level: level.nullable().optional(),
  validFrom: day.optional(),
  administrator: newAccount.extend({ name: personName, telephone: telephone.optional() }),
  /** It is another one, though one right below the office is called the same. */
  again: z.literal(true).optional(),
});

export class RegisterTenant extends Command<Outcome<FoundedTenant>> {
  constructor(
    readonly caller: Caller,
    readonly body: z.infer<typeof registerTenantBody>,
  ) {
    super();
  }
}

/** An office registers an agency, or a lower office, below itself. For the order of steps see TenantFounding. */
@CommandHandler(RegisterTenant)
export class RegisterTenantHandler implements ICommandHandler<RegisterTenant> {
  constructor(
    private readonly streams: Streams,
    private readonly tenants: TenantFounding,
    private readonly names: AgencyNames,
  ) {}

  async execute({ caller, body }: RegisterTenant) {
    const permitted = permit(caller, 'agency.register');
    const { state: office } = await this.streams.load(tenantAggregate, tenantStream(caller.tenant));
    if (office.status === 'unknown') throw new NotFound('tenant');
    const { password: _secret, ...administrator } = body.administrator;
    const { name, kind, level = null, validFrom = null, again } = body;
    const register = () =>
      this.tenants.found(
        {
          name,
          kind,
          level,
          validFrom,
          overseers: [office.tenantId, ...office.overseers],
          above: office.level,
          administrator: {
            name: administrator.name,
            telephone: administrator.telephone ?? null,
            posts: ['administrator'],
            account: { login: administrator.login, password: body.administrator.password },
          },
          ...(again ? { again } : {}),
        },
        hashedWithoutPassword(permitted, 'register-tenant', { ...body, administrator }),
      );
    return this.names.asNew(permitted, { tenantId: made(caller, 'tenant'), name, again }, register);
  }
}
