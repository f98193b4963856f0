import { dayOf, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Sessions } from '../accounts/sessions';
import { reason } from '../fields';
import { People } from '../person/people';
import type { PersonCommand } from '../person/command';
import { personAggregate, personStream } from '../person/person';

export const closeAccountBody = z.strictObject({ reason });

export class CloseAccount extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly body: z.infer<typeof closeAccountBody>,
  ) {
    super();
  }
}

/** From the event on nobody signs in with it; then its sessions end. The person may be given another account. */
@CommandHandler(CloseAccount)
export class CloseAccountHandler implements ICommandHandler<CloseAccount> {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
    private readonly sessions: Sessions,
  ) {}

  async execute({ caller, personId, body: { reason } }: CloseAccount) {
    const { tenant } = caller;
    return this.people.inTurn(tenant, async () => {
      await this.people.one(tenant, personId);
      const permitted = permit(caller, 'people.manage');
      const management = await this.people.managementBeside(tenant, personId);
      const ref = personStream(tenant, personId);
      const outcome = await this.streams.execute(
        personAggregate,
        ref,
        (_person, now): PersonCommand => ({ type: 'close-account', reason, today: dayOf(now), management }),
        permitted,
      );
      const { closedAccounts } = await this.people.one(tenant, personId);
      await this.sessions.closeAll(closedAccounts);
      return outcome;
    });
  }
}
