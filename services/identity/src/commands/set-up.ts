import { day, INSTALLATION, level } from '@chuangwen/contracts';
import { uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { SetupLink } from '../accounts/setup-link';
import { hashedWithoutPassword } from '../command-ids';
import { newAccount, organisationName, personName, telephone } from '../fields';
import { TenantFounding, type FoundedTenant } from '../tenant/tenant-founding';

export const setUpBody = z.strictObject({
  token: z.string().min(1).max(200),
  office: z.strictObject({ name: organisationName, level, validFrom: day.optional() }),
  administrator: newAccount.extend({ name: personName, telephone: telephone.optional() }),
});

export class SetUp extends Command<Outcome<FoundedTenant>> {
  constructor(readonly body: z.infer<typeof setUpBody>) {
    super();
  }
}

/**
 * The first office. Every id comes from the one-time token, which is used up last: whoever was interrupted sends the same
 * again, and what was begun is finished.
 */
@CommandHandler(SetUp)
export class SetUpHandler implements ICommandHandler<SetUp> {
  constructor(
    private readonly link: SetupLink,
    private readonly tenants: TenantFounding,
  ) {}

  async execute({ body: { token, office, administrator } }: SetUp) {
    await this.link.mustBeOpen(token);
    const { password: _secret, ...known } = administrator;
    const caller = hashedWithoutPassword(inTheNameOf(token), 'set-up', { office, administrator: known });
    const outcome = await this.tenants.found(
      {
        name: office.name,
        kind: 'office',
        level: office.level,
        validFrom: office.validFrom ?? null,
        overseers: [],
        above: null,
        administrator: {
          ...administrator,
          telephone: administrator.telephone ?? null,
          posts: ['administrator', 'clerk'],
        },
      },
      caller,
    );
    await this.link.use();
    return outcome;
  }
}

function inTheNameOf(token: string): Caller {
  const commandId = uuidFrom(token, 'set-up');
  return {
    tenant: INSTALLATION,
    actor: { kind: 'system', id: 'set-up' },
    principal: null,
    commandId,
    bodyHash: '',
    correlationId: commandId,
    causationId: commandId,
  };
}
