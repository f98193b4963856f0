import { RuleViolation } from '@chuangwen/kernel';
import { Streams, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { Sessions } from '../accounts/sessions';
import { SignInThrottle } from '../accounts/sign-in-throttle';
import { hashedWithoutPassword } from '../command-ids';
import { newPassword } from '../fields';
import { personAggregate, personStream } from '../person/person';

/** Whoever is signed in is no stranger, from wherever; their tries count for themselves. */
const OWN_SESSION = 'own session';

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
    private readonly streams: Streams,
  ) {}

  async execute({ caller, session, body }: ChangePassword) {
    const { principal } = caller;
    if (!principal) throw new RuleViolation('session.required');
    const login = await this.accounts.loginOf(principal.account);
    await this.throttle.begin(login, OWN_SESSION);
    if (!(await this.accounts.check(login, body.old))) throw new RuleViolation('password.old-wrong');
    await this.throttle.succeeded(login, OWN_SESSION);
    await this.accounts.replacePassword(login, body.new);
    await this.sessions.closeAll([principal.account], session);
    const replaced = { type: 'replace-password' as const, accountId: principal.account, how: 'own' as const };
    const recorded = hashedWithoutPassword(caller, 'change-password', { account: principal.account });
    await this.streams.execute(personAggregate, personStream(caller.tenant, principal.person), replaced, recorded);
  }
}
