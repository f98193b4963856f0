import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, type EventOf } from '../event-contract';

/**
 * An office enters its agencies from an address book. Stream `address-book-ID` of the office's tenant; the id is made of
 * the file's hash and the choices, so the same file with the same choices is the same import. `fileHash`: SHA-256 in hex;
 * the file itself is not kept.
 */
export const addressBookBegun = eventContract({
  type: 'address-book.begun',
  version: 1,
  schema: z.object({
    importId: id,
    fileHash: z.string(),
    validFrom: day,
    accounts: z.boolean(),
    /** Numbers of rows that the office left out, or took in spite of a doubt. */
    left: z.array(z.number().int()),
    taken: z.array(z.number().int()),
    rows: z.number().int(),
  }),
});
export type AddressBookBegun = EventOf<typeof addressBookBegun>;

/** What became of each row: ids and codes only, no names and nobody's number. */
export const addressBookFinished = eventContract({
  type: 'address-book.finished',
  version: 1,
  schema: z.object({
    importId: id,
    outcomes: z.array(
      z.object({
        row: z.number().int(),
        /** Its fate when it was done, or why it was refused (a code of the catalogue). */
        outcome: z.string(),
        tenantId: id.nullable(),
        organisationId: id.nullable(),
        personId: id.nullable(),
      }),
    ),
  }),
});
export type AddressBookFinished = EventOf<typeof addressBookFinished>;
