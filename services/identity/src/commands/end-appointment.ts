import { day, id } from '@chuangwen/contracts';
import { dayOf, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { People } from '../person/people';
import type { PersonCommand } from '../person/command';
import { personAggregate, personStream } from '../person/person';

export const endAppointmentBody = z.strictObject({
  /** The post's last day; of a post that has not begun yet a day before its first calls it off. */
  validTo: day,
  /** Who takes it over. */
  successor: id.nullable().optional(),
});

export class EndAppointment extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly appointmentId: string,
    readonly body: z.infer<typeof endAppointmentBody>,
  ) {
    super();
  }
}

@CommandHandler(EndAppointment)
export class EndAppointmentHandler implements ICommandHandler<EndAppointment> {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
  ) {}

  async execute({ caller, personId, appointmentId, body: { validTo, successor = null } }: EndAppointment) {
    const { tenant } = caller;
    return this.people.inTurn(tenant, async () => {
      await this.people.one(tenant, personId);
      if (successor) await this.people.one(tenant, successor);
      const permitted = permit(caller, 'people.manage');
      const management = await this.people.managementBeside(tenant, personId);
      const ending = { appointmentId, validTo, successor, by: caller.actor.id, management };
      return this.streams.execute(
        personAggregate,
        personStream(tenant, personId),
        (_person, now): PersonCommand => ({ type: 'relieve', ...ending, today: dayOf(now) }),
        permitted,
      );
    });
  }
}
