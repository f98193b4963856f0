import { readTables } from '@chuangwen/documents';
import { permit, type Caller, type TableFile } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { readHeader, type ReadHeader } from '../data-request/header';

export class ReadColumns extends Query<ReadHeader> {
  constructor(
    readonly caller: Caller,
    readonly file: TableFile,
  ) {
    super();
  }
}

/** Columns for a request from a spreadsheet; nothing is kept. */
@QueryHandler(ReadColumns)
export class ReadColumnsHandler implements IQueryHandler<ReadColumns> {
  async execute({ caller, file }: ReadColumns) {
    permit(caller, 'data.ask'); // before a file is read and taken apart for nothing
    const { bytes, name } = await file.read();
    return readHeader(await readTables(bytes, name, { for: caller.tenant, signal: caller.gone }));
  }
}
