import { RuleViolation } from '@chuangwen/kernel';
import type { Principal } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { PrincipalResolver } from '../accounts/principal-resolver';
import { Sessions } from '../accounts/sessions';
import { TenantArrivals } from '../moving/arrivals';
import { SignInThrottle } from '../accounts/sign-in-throttle';

export const signInBody = z.strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(128) });

/** `session`: to be sent as cookie or `Authorization: Bearer`. `expiresAt`: ISO instant, moves with each use. */
export type SignedIn = Readonly<{ session: string; expiresAt: string; principal: Principal }>;

export class SignIn extends Command<SignedIn> {
  constructor(
    readonly body: z.infer<typeof signInBody>,
    /** Where it comes from. */
    readonly source: string,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly accounts: Accounts,
    private readonly principals: PrincipalResolver,
    private readonly sessions: Sessions,
    private readonly arrivals: TenantArrivals,
  ) {}

  async execute({ body: { login, password }, source }: SignIn) {
    await this.throttle.begin(login, source);
    const checked = await this.accounts.check(login, password);
    if (checked && (await this.arrivals.from(checked.holder.tenant))) throw new RuleViolation('session.arriving');
    const principal = checked && (await this.principals.principalOf(checked.holder));
    if (!checked || !principal) throw new RuleViolation('session.wrong-login');
    const opened = await this.sessions.open(checked.holder);
    // A password replaced, or an account closed, meanwhile ended all sessions there were; this one may have come too late for it.
    if (!(await this.accounts.stillHolds(login, checked))) {
      await this.sessions.close(opened.session);
      throw new RuleViolation('session.wrong-login');
    }
    await this.throttle.succeeded(login, source);
    return { ...opened, principal };
  }
}
