import { RuleViolation } from '@chuangwen/kernel';
import { permit, Streams, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { Sessions } from '../accounts/sessions';
import { SignInThrottle } from '../accounts/sign-in-throttle';
import { hashedWithoutPassword } from '../command-ids';
import { newPassword } from '../fields';
import { People } from '../person/people';
import { personAggregate, personStream } from '../person/person';

export const resetPasswordBody = z.strictObject({ password: newPassword });

export class ResetPassword extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly body: z.infer<typeof resetPasswordBody>,
  ) {
    super();
  }
}

/** The administrator gives a new password to somebody who forgot theirs. Whoever is signed in with the old one no longer is. */
@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly streams: Streams,
  ) {}

  async execute({ caller, personId, body: { password } }: ResetPassword) {
    const { accountId } = await this.people.one(caller.tenant, personId);
    const recorded = hashedWithoutPassword(permit(caller, 'people.manage'), 'reset-password', { personId });
    if (accountId === null) throw new RuleViolation('account.none');
    const login = await this.accounts.loginOf(accountId);
    await this.accounts.replacePassword(login, password);
    await this.sessions.closeAll([accountId]);
    await this.throttle.clear(login);
    const replaced = { type: 'replace-password' as const, accountId, how: 'administrator' as const };
    await this.streams.execute(personAggregate, personStream(caller.tenant, personId), replaced, recorded);
  }
}
