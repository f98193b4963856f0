import { day, INSTALLATION, level } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { EVERYTHING, Lanes, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { SetupLink } from '../accounts/setup-link';
import { hashedWithoutPassword } from '../command-ids';
import { newAccount, organisationName, personName, telephone } from '../fields';
import { TenantArrivals } from '../moving/arrivals';
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
  private readonly lanes = new Lanes();

  constructor(
    private readonly link: SetupLink,
    private readonly tenants: TenantFounding,
    private readonly arrivals: TenantArrivals,
  ) {}

  /** Of two at once the later one is told that the link has been used. */
  execute({ body }: SetUp) {
    return this.lanes.run('setup', () => this.setUp(body));
  }

  private async setUp({ token, office, administrator }: SetUp['body']) {
    await this.link.mustBeOpen(token);
    if (await this.arrivals.from(EVERYTHING)) throw new RuleViolation('setup.arriving');
    const { password: _secret, ...known } = administrator;
    const caller = hashedWithoutPassword(inTheNameOf(token), 'set-up', { office, administrator: known });
    const founding = this.tenants.found(
      {
        name: office.name,
        kind: 'office',
        level: office.level,
        validFrom: office.validFrom ?? null,
        overseers: [],
        above: null,
        administrator: {
          name: administrator.name,
          telephone: administrator.telephone ?? null,
          posts: ['administrator', 'clerk'],
          account: { login: administrator.login, password: administrator.password },
        },
      },
      caller,
    );
    const outcome = await founding.catch(inSetupWords);
    await this.link.use();
    return outcome;
  }
}

/** The request has no Idempotency-Key of its own to be told about. */
function inSetupWords(error: unknown): never {
  throw error instanceof RuleViolation && error.code === 'command.id-reused' ? new RuleViolation('setup.begun') : error;
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
