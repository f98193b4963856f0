import { RuleViolation } from '@chuangwen/kernel';
import type { Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { Sessions } from '../accounts/sessions';
import { SignInThrottle } from '../accounts/sign-in-throttle';
import { newPassword } from '../fields';

export const changePasswordBody = z.strictObject({ old: z.string().min(1).max(128), new: newPassword });

export class ChangePassword extends Command<void> {
  constructor(
    readonly caller: Caller,
    /** The one that asks; it goes on. */
    readonly session: string | null,
    readonly body: z.infer<typeof changePasswordBody>,
  ) {
    super();
  }
}

/** One's own. Tries count like those of signing in: a session left open must not serve to guess the password. */
@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
  ) {}

  async execute({ caller: { principal }, session, body }: ChangePassword) {
    if (!principal) throw new RuleViolation('session.required');
    const login = await this.accounts.loginOf(principal.account);
    await this.throttle.begin(login);
    if (!(await this.accounts.check(login, body.old))) throw new RuleViolation('password.old-wrong');
    await this.throttle.succeeded(login);
    await this.accounts.replacePassword(login, body.new);
    await this.sessions.closeAll([principal.account], session);
  }
}
