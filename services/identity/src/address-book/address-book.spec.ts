import { given } from '@chuangwen/kernel';
import { addressBookAggregate, type AddressBookEvent } from './address-book';

const { decider } = addressBookAggregate;
const book = {
  importId: 'i1',
  fileHash: 'ab',
  validFrom: '2026-03-01',
  accounts: true,
  left: [],
  taken: [],
  rows: 1,
};
const outcome = { row: 2, outcome: 'new-agency', tenantId: 't1', organisationId: 'o1', personId: null };
const finished = { importId: 'i1', outcomes: [outcome] };
const begun: AddressBookEvent = { type: 'address-book.begun', data: book };
const done: AddressBookEvent = { type: 'address-book.finished', data: finished };

describe('an import of an address book', () => {
  it('is begun once, however often it is sent', () => {
    given(decider).when({ type: 'begin', book }).then(begun);
    given(decider, begun).when({ type: 'begin', book }).thenNothing();
    given(decider, begun, done).when({ type: 'begin', book }).thenNothing();
  });
  it('is finished once, and not before it began', () => {
    given(decider, begun).when({ type: 'finish', finished }).then(done);
    given(decider, begun, done).when({ type: 'finish', finished }).thenNothing();
    given(decider).when({ type: 'finish', finished }).thenNothing();
  });
});
