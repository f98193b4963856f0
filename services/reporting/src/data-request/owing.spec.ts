import type { Caller, OrganisationEntry, TenantEntry, ViewReader } from '@chuangwen/platform';
import { Owing } from './owing';

const school: OrganisationEntry = {
  is: 'organisation',
  organisationId: 'school',
  kind: 'unit',
  names: [
    { name: '实验小学', validFrom: '2020-01-01', recordedOn: '2020-01-01' },
    { name: '第一实验小学', validFrom: '2028-03-01', recordedOn: '2028-03-20' },
  ],
  places: [],
  closed: null,
};
const view = {
  many: () => Promise.resolve([null]),
  manyAcross: (_scope: unknown, refs: readonly { id: string }[]) =>
    Promise.resolve(refs.map(({ id }) => (id === 'school' ? school : null))),
} as unknown as ViewReader<TenantEntry | OrganisationEntry>;

it('those who owe are called what was known of a day by then: a name that was entered late changes no day before', async () => {
  const caller = { tenant: 'bureau', principal: null } as unknown as Caller;
  const on = async (day: string) =>
    (await new Owing(view).names(caller, [{ tenantId: 'bureau', organisationId: 'school' }], day)).get('school');
  expect(await on('2028-03-10')).toBe('实验小学');
  expect(await on('2028-03-20')).toBe('第一实验小学');
});

it('stand in the order of their names, and of their ids where these are the same', async () => {
  const tenants = [
    ['t3', '桐泽市教育局'],
    ['t2', '桐泽市水利局'],
    ['t1', '桐泽市教育局'],
  ].map(([tenantId, name]) => ({
    ...{ is: 'tenant', tenantId, organisationId: tenantId, name, verified: true, overseers: ['office'] },
  }));
  const registered = { find: () => Promise.resolve(tenants) } as unknown as ViewReader<TenantEntry | OrganisationEntry>;
  const caller = { tenant: 'office', principal: null } as unknown as Caller;
  const places = await new Owing(registered).of(caller, { all: true }, '2028-03-10');
  expect(places.map(({ organisationId }) => organisationId)).toEqual(['t1', 't3', 't2']);
});
