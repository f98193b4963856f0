import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { addressBookAggregate, addressBookStream } from '../address-book/address-book';
import { ImportsAtWork } from '../address-book/at-work';

/** `stopped`: it was interrupted; the same file with the same choices again goes on. */
export const addressBookImport = z
  .object({
    status: z.enum(['running', 'stopped', 'finished']),
    total: z.number().int(),
    done: z.number().int(),
    /** Of a finished one. */
    rows: z.array(
      z.object({
        row: z.number().int(),
        /** Its fate, or the code of why it was refused. */
        outcome: z.string(),
        tenantId: z.string().nullable(),
        organisationId: z.string().nullable(),
        personId: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AddressBookImport' });

export class GetAddressBookImport extends Query<Answer<z.infer<typeof addressBookImport>>> {
  constructor(
    readonly caller: Caller,
    readonly importId: string,
  ) {
    super();
  }
}

/** From the stream itself and what whoever is at work says, in whichever process, so that it is never behind. */
@QueryHandler(GetAddressBookImport)
export class GetAddressBookImportHandler implements IQueryHandler<GetAddressBookImport> {
  constructor(
    private readonly streams: Streams,
    private readonly atWork: ImportsAtWork,
  ) {}

  async execute({ caller, importId }: GetAddressBookImport) {
    // Before the stream: whoever is at work ends after it was finished.
    const done = await this.atWork.done({ tenant: caller.tenant, importId });
    const { state } = await this.streams.load(addressBookAggregate, addressBookStream(caller.tenant, importId));
    if (state.status === 'unknown') throw new NotFound('import');
    permit(caller, 'agency.register');
    const freshness = { caughtUp: true, behind: 0, parked: 0 };
    if (state.status === 'finished') {
      const rows = [...state.outcomes];
      return { data: { status: 'finished' as const, total: state.rows, done: rows.length, rows }, freshness };
    }
    const status = done === null ? ('stopped' as const) : ('running' as const);
    return { data: { status, total: state.rows, done: done ?? 0, rows: [] }, freshness };
  }
}
