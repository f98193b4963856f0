import { NotFound } from '@chuangwen/kernel';
import { Clock, dayOf, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { made } from '../command-ids';
import { newAppointment } from '../fields';
import { Organisations } from '../organisation/organisations';
import { personAggregate, personStream } from '../person/person';
import { wanted } from '../person/wanted';

export const appointPersonBody = newAppointment;

export class AppointPerson extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly personId: string,
    readonly body: z.infer<typeof appointPersonBody>,
  ) {
    super();
  }
}

@CommandHandler(AppointPerson)
export class AppointPersonHandler implements ICommandHandler<AppointPerson> {
  constructor(
    private readonly streams: Streams,
    private readonly organisations: Organisations,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, personId, body }: AppointPerson) {
    const { tenant } = caller;
    const ref = personStream(tenant, personId);
    const { state: person } = await this.streams.load(personAggregate, ref);
    if (person.status === 'unknown') throw new NotFound('person');
    const id = made(caller, 'appointment');
    const appointment = await wanted(this.organisations, tenant, id, body, dayOf(this.clock.now()));
    const permitted = permit(caller, 'people.manage');
    return this.streams.execute(personAggregate, ref, { type: 'appoint', ...appointment }, permitted, () => ({ id }));
  }
}
