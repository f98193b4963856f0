import { day, id } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { personAggregate, personStream } from '../person/person';

export const endAppointmentBody = z.strictObject({
  /** The post's last day. */
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
  constructor(private readonly streams: Streams) {}

  async execute({ caller, personId, appointmentId, body: { validTo, successor = null } }: EndAppointment) {
    const { tenant } = caller;
    await this.mustExist(tenant, personId);
    if (successor) await this.mustExist(tenant, successor);
    const permitted = permit(caller, 'people.manage');
    return this.streams.execute(
      personAggregate,
      personStream(tenant, personId),
      { type: 'relieve', appointmentId, validTo, successor, by: caller.actor.id },
      permitted,
    );
  }

  private async mustExist(tenant: string, personId: string): Promise<void> {
    const { state: person } = await this.streams.load(personAggregate, personStream(tenant, personId));
    if (person.status === 'unknown') throw new NotFound('person');
  }
}
