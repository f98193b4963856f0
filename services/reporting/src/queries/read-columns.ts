import type { Table } from '@chuangwen/documents';
import { permit, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { readHeader, type ReadHeader } from '../data-request/header';

export class ReadColumns extends Query<ReadHeader> {
  constructor(
    readonly caller: Caller,
    readonly tables: () => Promise<readonly Table[]>,
  ) {
    super();
  }
}

/** Columns for a request from a spreadsheet; nothing is kept. */
@QueryHandler(ReadColumns)
export class ReadColumnsHandler implements IQueryHandler<ReadColumns> {
  async execute({ caller, tables }: ReadColumns) {
    permit(caller, 'data.ask'); // before a file is read for nothing
    return readHeader(await tables());
  }
}
