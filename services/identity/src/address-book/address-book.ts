import type { AddressBookBegun, AddressBookFinished, StreamRef } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

export type AddressBookEvent = AddressBookBegun | AddressBookFinished;
export type AddressBookCommand =
  | Readonly<{ type: 'begin'; book: AddressBookBegun['data'] }>
  | Readonly<{ type: 'finish'; finished: AddressBookFinished['data'] }>;

export type RowOutcome = AddressBookFinished['data']['outcomes'][number];

export type AddressBook =
  | { status: 'unknown' }
  | ({ status: 'begun' } & AddressBookBegun['data'])
  | ({ status: 'finished'; outcomes: readonly RowOutcome[] } & AddressBookBegun['data']);

export const addressBookDecider: Decider<AddressBook, AddressBookCommand, AddressBookEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: (book, event) => {
    if (event.type === 'address-book.begun') return { status: 'begun', ...event.data };
    return book.status === 'begun' ? { ...book, status: 'finished', outcomes: event.data.outcomes } : book;
  },
  decide: (book, command) => {
    if (command.type === 'begin')
      return book.status === 'unknown' ? [{ type: 'address-book.begun', data: command.book }] : [];
    return book.status === 'begun' ? [{ type: 'address-book.finished', data: command.finished }] : [];
  },
};

/** Stream `address-book-ID` of the office's tenant. Its state holds ids and codes only. */
export const addressBookAggregate: Aggregate<AddressBook, AddressBookCommand, AddressBookEvent> = {
  kind: 'address-book@1',
  decider: addressBookDecider,
};

export const addressBookStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `address-book-${id}` });
