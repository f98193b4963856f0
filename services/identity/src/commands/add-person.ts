import { Clock, dayOf, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { hashedWithoutPassword, made } from '../command-ids';
import { newAccount, newAppointment, personName, telephone } from '../fields';
import { Organisations } from '../organisation/organisations';
import { personAggregate, personStream } from '../person/person';
import { wanted } from '../person/wanted';

export const addPersonBody = z.strictObject({
  name: personName,
  telephone: telephone.optional(),
  account: newAccount.optional(),
  appointments: z.array(newAppointment).max(20).default([]),
});

export class AddPerson extends Command<Outcome<{ id: string; appointments: string[] }>> {
  constructor(
    readonly caller: Caller,
    readonly body: z.infer<typeof addPersonBody>,
  ) {
    super();
  }
}

/**
 * A person with posts and, if wanted, an account. First the login is reserved, then one append makes person, posts and
 * account real together; sent again, the same command finishes what was begun.
 */
@CommandHandler(AddPerson)
export class AddPersonHandler implements ICommandHandler<AddPerson> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, body }: AddPerson) {
    const { tenant } = caller;
    const { account, appointments, name, telephone = null } = body;
    const ids = appointments.map((_, i) => made(caller, `appointment:${i}`));
    const today = dayOf(this.clock.now());
    const all = await Promise.all(
      appointments.map((appointment, i) => wanted(this.organisations, tenant, ids[i]!, appointment, today)),
    );
    const permitted = hashedWithoutPassword(permit(caller, 'people.manage'), 'add-person', {
      ...body,
      account: account?.login,
    });
    const personId = made(caller, 'person');
    const accountId = account ? made(caller, 'account') : null;
    const register = () =>
      this.streams.execute(
        personAggregate,
        personStream(tenant, personId),
        { type: 'register', personId, name, telephone, appointments: all, accountId },
        permitted,
        () => ({ id: personId, appointments: ids }),
      );
    if (!account || !accountId) return register();
    return this.accounts.withLogin(account.login, account.password, { accountId, person: personId, tenant }, register);
  }
}
