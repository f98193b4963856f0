import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { addressBookAggregate, addressBookStream } from '../address-book/address-book';
import { AddressBookImports } from '../address-book/imports';

/** `stopped`: it was interrupted; the same file with the same choices again goes on. */
export const addressBookImport = z
  .object({
    status: z.enum(['running', 'stopped', 'finished']),
    total: z.number().int(),
    done: z.number().int(),
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

/** From the stream itself and the work under way, so that it is never behind. */
@QueryHandler(GetAddressBookImport)
export class GetAddressBookImportHandler implements IQueryHandler<GetAddressBookImport> {
  constructor(
    private readonly streams: Streams,
    private readonly imports: AddressBookImports,
  ) {}

  async execute({ caller, importId }: GetAddressBookImport) {
    const { state } = await this.streams.load(addressBookAggregate, addressBookStream(caller.tenant, importId));
    if (state.status === 'unknown') throw new NotFound('import');
    permit(caller, 'agency.register');
    const freshness = { caughtUp: true, behind: 0, parked: 0 };
    if (state.status === 'finished') {
      const rows = [...state.outcomes];
      return { data: { status: 'finished' as const, total: state.rows, done: rows.length, rows }, freshness };
    }
    const progress = this.imports.progressOf(importId);
    const rows = [...(progress?.outcomes ?? [])];
    const status = progress ? ('running' as const) : ('stopped' as const);
    return { data: { status, total: state.rows, done: rows.length, rows }, freshness };
  }
}
