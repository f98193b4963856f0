import { Claims, Streams, SystemClock, ViewReader, type Caller } from '@chuangwen/platform';
import { PrivateStore, type Entry } from '@chuangwen/ports';
import { AgencyNames } from './agency-names';

/** A store of one entry, and streams of tenants that are each called the same. */
const store = Object.assign(Object.create(PrivateStore.prototype) as PrivateStore, {
  create: () => Promise.resolve(false),
  get: (): Promise<Entry> =>
    Promise.resolve({ key: 'k', value: { by: 'later', at: new Date().toISOString() }, revision: 1 }),
});
const registered = new Set(['tenant-row', 'tenant-later']);
const known = { version: 1, state: { status: 'unverified', organisationId: 'root', name: '桐泽市林业局' } };
const streams = Object.assign(Object.create(Streams.prototype) as Streams, {
  load: (_: unknown, { stream }: { stream: string }) =>
    Promise.resolve(registered.has(stream) ? known : { version: 0, state: { status: 'unknown' } }),
});
const views = Object.assign(Object.create(ViewReader.prototype) as never, { find: () => Promise.resolve([]) });
const clock = new SystemClock();
const names = new AgencyNames(views, streams, new Claims(store, clock), clock);
const office = { tenant: 'office' } as Caller;
const take = (tenantId: string) =>
  names.asFirst(office, { tenantId, name: '桐泽市林业局' }, () => Promise.resolve('registered'));

it('what is registered already is not asked who else is called so since', async () => {
  expect(await take('row')).toBe('registered');
  await expect(take('new')).rejects.toMatchObject({ code: 'tenant.there-already' });
});
