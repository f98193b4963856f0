import type { OrganisationEntry, TenantEntry } from '@chuangwen/platform';
import { chainOf, unitsOn } from './tree';

type Place = readonly [tree: 'line' | 'district', parent: string | null, validFrom?: string, recordedOn?: string];
const unit = (organisationId: string, ...places: Place[]): OrganisationEntry => ({
  is: 'organisation',
  organisationId,
  kind: 'unit',
  names: [{ name: organisationId, validFrom: '2020-01-01', recordedOn: '2020-01-01' }],
  places: places.map(([tree, parent, validFrom = '2020-01-01', recordedOn = '2020-01-01']) => ({
    tree,
    parent,
    validFrom,
    recordedOn,
  })),
  closed: null,
});
const tenant = (tenantId: string, overseers: readonly string[], recordedOn = '2020-01-01'): TenantEntry => ({
  is: 'tenant',
  tenantId,
  organisationId: `${tenantId}-org`,
  name: tenantId,
  kind: 'agency',
  level: null,
  overseers,
  verified: true,
  recordedOn,
});
const above = (
  organisations: OrganisationEntry[],
  view: { tree?: 'line' | 'district'; on?: string; asOf?: string } = {},
  tenants: TenantEntry[] = [],
) => {
  const { tree = 'line', on = '2026-04-30', asOf = '2026-04-30' } = view;
  const units = unitsOn({ tenant: 'city', root: 'city-org', tenants, organisations }, { tree, on, asOf });
  return Object.fromEntries([...units.values()].map(({ id, above }) => [id, above]));
};

describe('the units of a day', () => {
  const moved = unit('x', ['line', 'a'], ['line', 'b', '2026-04-10', '2026-04-20']);
  const ab = [unit('a', ['line', null]), unit('b', ['line', null])];

  it('hang where they hung on the day the report speaks of', () => {
    expect(above([...ab, moved], { on: '2026-04-09' })['x']).toBe('a');
    expect(above([...ab, moved], { on: '2026-04-10' })['x']).toBe('b');
  });

  it('hang where they were known to hang: what was recorded later is not seen', () =>
    expect(above([...ab, moved], { asOf: '2026-04-19' })['x']).toBe('a'));

  it('are not there before they were recorded', () =>
    expect(above(ab, { asOf: '2019-12-31' })).toEqual({ 'city-org': null }));

  it('go with their line on the district tree, unless they have a place there', () => {
    const both = unit('y', ['line', 'a'], ['district', 'b']);
    const all = [...ab, both, unit('z', ['line', 'y'])];
    expect(above(all, { tree: 'district' })).toMatchObject({ y: 'b', z: 'y' });
    expect(above(all, { tree: 'line' })).toMatchObject({ y: 'a', z: 'y' });
  });

  it('stand at the top where what is above them is not the caller’s to see', () =>
    expect(above([unit('x', ['line', 'hidden'])])['x']).toBeNull());

  it('of a tenant hang under the nearest office, as far as it was registered', () => {
    const tenants = [tenant('district', ['city']), tenant('bureau', ['district', 'city'], '2026-04-20')];
    const seen = { 'city-org': null, 'district-org': 'city-org' };
    expect(above([], {}, tenants)).toEqual({ ...seen, 'bureau-org': 'district-org' });
    expect(above([], { asOf: '2026-04-19' }, tenants)).toEqual(seen);
  });

  it('that moved under each other are cut at the smallest id', () =>
    expect(above([unit('b', ['line', 'c']), unit('c', ['line', 'b']), unit('d', ['line', 'c'])])).toMatchObject({
      b: null,
      c: 'b',
      d: 'c',
    }));

  it('known to two tenants are one', () =>
    expect(above([...ab, unit('x', ['line', null]), unit('x', ['line', 'a'])])['x']).toBe('a'));
});

it('a unit that nobody knows is summed up under its tenant', () => {
  const units = unitsOn(
    { tenant: 'city', root: 'city-org', tenants: [], organisations: [] },
    { tree: 'line', on: '2026-04-30', asOf: '2026-04-30' },
  );
  expect(chainOf(units, 'unheard-of', 'city-org')).toEqual(['unheard-of', 'city-org']);
});
