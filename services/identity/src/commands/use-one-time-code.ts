import { RuleViolation } from '@chuangwen/kernel';
import { sha256Hex, Streams, uuidFrom, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts, type Holder } from '../accounts/accounts';
import { OneTimeCodes } from '../accounts/one-time-codes';
import { PrincipalResolver } from '../accounts/principal-resolver';
import { Sessions } from '../accounts/sessions';
import { SignInThrottle } from '../accounts/sign-in-throttle';
import { newPassword } from '../fields';
import { personAggregate, personStream } from '../person/person';
import type { SignedIn } from './sign-in';

export const useOneTimeCodeBody = z.strictObject({
  login: z.string().min(1).max(64),
  code: z.string().min(1).max(64),
  password: newPassword,
});

export class UseOneTimeCode extends Command<SignedIn> {
  constructor(
    readonly body: z.infer<typeof useOneTimeCodeBody>,
    readonly source: string,
  ) {
    super();
  }
}

/** Sets a password with a one-time code and signs in. Whoever was signed in with the old one no longer is. */
@CommandHandler(UseOneTimeCode)
export class UseOneTimeCodeHandler implements ICommandHandler<UseOneTimeCode> {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly principals: PrincipalResolver,
    private readonly sessions: Sessions,
    private readonly streams: Streams,
  ) {}

  async execute({ body: { login, code, password }, source }: UseOneTimeCode) {
    await this.throttle.begin(login, source);
    const holder = await this.accounts.holderOf(login);
    const principal = holder && (await this.principals.principalOf(holder));
    // A password that is refused must not use the code up.
    this.accounts.mustBeGood(login, password);
    if (!holder || !principal || !(await this.codes.use(holder.accountId, code)))
      throw new RuleViolation('session.wrong-code');
    await this.accounts.replacePassword(login, password);
    await this.sessions.closeAll([holder.accountId]);
    await this.record(holder, code);
    await this.throttle.clear(login);
    return { ...(await this.sessions.open(holder)), principal };
  }

  private async record({ tenant, person, accountId }: Holder, code: string): Promise<void> {
    const commandId = uuidFrom(accountId, 'one-time-code', sha256Hex(code));
    const caller: Caller = {
      tenant,
      actor: { kind: 'person', id: person },
      principal: null,
      commandId,
      bodyHash: sha256Hex(commandId),
      correlationId: commandId,
      causationId: commandId,
    };
    const replaced = { type: 'replace-password' as const, accountId, how: 'one-time-code' as const };
    await this.streams.execute(personAggregate, personStream(tenant, person), replaced, caller);
  }
}
