import { readTables } from '@chuangwen/documents';
import {
  fresh,
  InjectView,
  organisationsView,
  permit,
  sha256Hex,
  tokensOf,
  type Answer,
  type Caller,
  type OrganisationEntry,
  type TableFile,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { previewQuery } from '../address-book/asked';
import { readBook } from '../address-book/book';
import { FATES, type RowFate } from '../address-book/fate';
import { fatesOf } from '../address-book/fates';
import { KnownAgencies } from '../address-book/known';
import { MEANINGS } from '../address-book/words';

const PATIENCE_MS = 3_000;

/** What would become of each row. `of`, `ofRow`: what it is the same as, or hangs under. */
export const addressBookPreview = z
  .object({
    /** To be sent with the import: SHA-256 of the file, hex. */
    fileHash: z.string(),
    sheet: z.string(),
    header: z.number().int(),
    columns: z.array(z.object({ title: z.string(), meaning: z.enum(MEANINGS).nullable() })),
    rows: z.array(
      z.object({
        row: z.number().int(),
        name: z.string(),
        fate: z.enum(FATES),
        of: z.string().nullable(),
        ofRow: z.number().int().nullable(),
        contact: z.string().nullable(),
        telephone: z.string().nullable(),
        warnings: z.array(z.string()),
      }),
    ),
    /** How many rows of each fate. */
    counts: z.record(z.string(), z.number().int()),
    /** Headings between the rows, totals, remarks. */
    passedOver: z.array(z.number().int()),
    /** Rows that say the header over again. */
    repeated: z.array(z.number().int()),
  })
  .meta({ id: 'AddressBookPreview' });

export class PreviewAddressBook extends Query<Answer<z.infer<typeof addressBookPreview>>> {
  constructor(
    readonly caller: Caller,
    readonly file: TableFile,
    readonly asked: z.infer<typeof previewQuery>,
  ) {
    super();
  }
}

/** Nothing is written, and the file is not kept. */
@QueryHandler(PreviewAddressBook)
export class PreviewAddressBookHandler implements IQueryHandler<PreviewAddressBook> {
  constructor(
    private readonly known: KnownAgencies,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
  ) {}

  async execute({ caller, file, asked }: PreviewAddressBook) {
    const acting = permit(caller, 'agency.register');
    const { bytes, name } = await file.read();
    const book = readBook(await readTables(bytes, name, { for: caller.tenant, signal: caller.gone }));
    const choices = { accounts: asked.accounts === 'true', left: new Set(asked.left), taken: new Set(asked.taken) };
    // Behind for longer, it is said so (`freshness`), and the import waits.
    await this.known.heardAll(PATIENCE_MS).catch(() => undefined);
    const judged = await fresh([this.organisations], tokensOf(asked), [caller.tenant], async () =>
      fatesOf(book, await this.known.of(acting, book, () => false), choices),
    );
    const fates = judged.data;
    const counts: Record<string, number> = {};
    for (const { fate } of fates) counts[fate] = (counts[fate] ?? 0) + 1;
    const { sheet, header, columns, passedOver, repeated } = book;
    const { freshness } = judged;
    const data = {
      fileHash: sha256Hex(bytes),
      sheet,
      header,
      columns: [...columns],
      rows: fates.map(shown),
      counts,
      passedOver: [...passedOver],
      repeated: [...repeated],
    };
    return { data, freshness };
  }
}

const shown = ({ row, fate, entry, of, ofRow, contact, warnings }: RowFate) => ({
  row,
  name: entry.name.slice(0, 300),
  fate,
  of,
  ofRow,
  contact: contact?.name ?? null,
  telephone: contact?.telephone ?? null,
  warnings: [...warnings],
});
