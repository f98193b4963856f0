import { readTables } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  permit,
  sha256Hex,
  Streams,
  type Caller,
  type Outcome,
  type TableFile,
} from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { addressBookAggregate, addressBookStream } from '../address-book/address-book';
import type { importQuery } from '../address-book/asked';
import { readBook } from '../address-book/book';
import { importIdOf } from '../address-book/ids';
import { AddressBookImports } from '../address-book/imports';

export class ImportAddressBook extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly file: TableFile,
    readonly asked: z.infer<typeof importQuery>,
    readonly hashOf: (content: unknown) => string,
  ) {
    super();
  }
}

/**
 * Enters an address book: a long one answers before it is done, and the import itself tells how far it is. The same file with the same
 * choices is the same import: sent again it goes on where it stopped, or changes nothing.
 */
@CommandHandler(ImportAddressBook)
export class ImportAddressBookHandler implements ICommandHandler<ImportAddressBook> {
  constructor(
    private readonly streams: Streams,
    private readonly imports: AddressBookImports,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, file, asked, hashOf }: ImportAddressBook) {
    const acting = permit(caller, 'agency.register');
    const { bytes, name } = await file.read();
    const fileHash = sha256Hex(bytes);
    if (fileHash !== asked.fileHash) throw new RuleViolation('address-book.other-file');
    const book = readBook(await readTables(bytes, name, { for: caller.tenant, signal: caller.gone }));
    const { left, taken } = asked;
    const accounts = asked.accounts === 'true';
    const importId = importIdOf(caller.tenant, fileHash, { accounts, left, taken, validFrom: asked.validFrom ?? null });
    const ref = addressBookStream(caller.tenant, importId);
    const validFrom = asked.validFrom ?? dayOf(this.clock.now());
    const begun = { importId, fileHash, validFrom, accounts, left, taken, rows: book.rows.length };
    const outcome = await this.streams.execute(
      addressBookAggregate,
      ref,
      { type: 'begin', book: begun },
      { ...acting, bodyHash: hashOf({ fileHash }) },
      () => ({ id: importId }),
    );
    const { state } = await this.streams.load(addressBookAggregate, ref);
    if (state.status !== 'unknown') await this.imports.start(acting, state, book);
    return outcome;
  }
}
