import { Log, Streams, SystemClock, ViewReader, type Caller } from '@chuangwen/platform';
import { previewQuery } from './asked';
import type { ImportsAtWork } from './at-work';
import { readBook } from './book';
import { AddressBookImports } from './imports';
import { KnownAgencies } from './known';
import type { RegisterRow } from './register-row';
import { PreviewAddressBook, PreviewAddressBookHandler } from '../queries/preview-address-book';
import type { People } from '../person/people';

const caller = { tenant: 'office', actor: { type: 'system', id: 'x' }, commandId: 'c' } as unknown as Caller;
const office = { status: 'verified', tenantId: 'office', name: '桐泽市文明办', level: 'city', organisationId: 'root' };
const text = '单位名称,上级单位,联系人,联系电话\n桐泽市林业局,,,\n';

/** A view that does not get there. */
let waits: (number | undefined)[];
const view = Object.assign(Object.create(ViewReader.prototype) as never, {
  heardAll(patience?: number) {
    waits.push(patience);
    return Promise.reject(new Error('behind'));
  },
  find: () => Promise.resolve([]),
  manyAcross: () => Promise.resolve([]),
  findAcross: () => Promise.resolve([]),
  standing: () => Promise.resolve({ caughtUp: false, behind: 5, parked: [] }),
  freshness: () => Promise.resolve({ caughtUp: false, behind: 5, parked: 0 }),
});
const streams = Object.assign(Object.create(Streams.prototype) as Streams, {
  load: () => Promise.resolve({ version: 1, state: office }),
});
const known = new KnownAgencies(view, streams, {} as People, new SystemClock());
beforeEach(() => void (waits = []));

describe('where the view of what stands is behind', () => {
  it('a preview waits for it once, and says so', async () => {
    const file = { read: () => Promise.resolve({ bytes: Buffer.from(text), name: '名册.csv' }) };
    const handler = new PreviewAddressBookHandler(known, view);
    const { data, freshness } = await handler.execute(new PreviewAddressBook(caller, file, previewQuery.parse({})));
    expect([data.counts, freshness.caughtUp, waits.length]).toEqual([{ 'new-agency': 1 }, false, 1]);
  });

  it('an import registers nothing, for it may stand already', async () => {
    jest.spyOn(Log.prototype, 'error').mockReturnValue(undefined);
    const run = jest.fn();
    const begin = () => Promise.resolve({ isLost: false, end: () => Promise.resolve() });
    const atWork = { begin } as unknown as ImportsAtWork;
    const imports = new AddressBookImports(streams, known, { run } as unknown as RegisterRow, atWork);
    const book = readBook([{ name: '', rows: text.split('\n').map((line) => line.split(',')) }]);
    const begun = { importId: 'i', accounts: false, left: [], taken: [], validFrom: '2026-01-01' };
    await imports.start(caller, { status: 'begun', ...begun } as never, book);
    expect([run.mock.calls, waits.length]).toEqual([[], 1]);
  });
});
