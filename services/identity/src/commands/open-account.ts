import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { hashedWithoutPassword, made } from '../command-ids';
import { newAccount } from '../fields';
import { personAggregate, personStream } from '../person/person';

export const openAccountBody = newAccount;

export class OpenAccount extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly body: z.infer<typeof openAccountBody>,
  ) {
    super();
  }
}

/** First the login is reserved, then the event makes it an account. */
@CommandHandler(OpenAccount)
export class OpenAccountHandler implements ICommandHandler<OpenAccount> {
  constructor(
    private readonly streams: Streams,
    private readonly accounts: Accounts,
  ) {}

  async execute({ caller, personId, body: { login, password } }: OpenAccount) {
    const { tenant } = caller;
    const ref = personStream(tenant, personId);
    const { state: person } = await this.streams.load(personAggregate, ref);
    if (person.status === 'unknown') throw new NotFound('person');
    const permitted = hashedWithoutPassword(permit(caller, 'people.manage'), 'open-account', { personId, login });
    const accountId = made(caller, 'account');
    if (person.accountId !== null && person.accountId !== accountId) throw new RuleViolation('account.exists');
    return this.accounts.withLogin(login, password, { accountId, person: personId, tenant }, () =>
      this.streams.execute(personAggregate, ref, { type: 'open-account', accountId }, permitted),
    );
  }
}
