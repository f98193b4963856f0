import { given } from '@chuangwen/kernel';
import { tenantAggregate, tenantDecider, type TenantDetails, type TenantEvent } from './tenant';

const city: TenantDetails = {
  tenantId: 'city',
  organisationId: 'city-root',
  name: '桐泽市文明办',
  kind: 'office',
  level: 'city',
  overseers: [],
};
const bureau: TenantDetails = {
  tenantId: 'bureau',
  organisationId: 'bureau-root',
  name: '桐泽市交通运输局',
  kind: 'agency',
  level: null,
  overseers: ['city', 'province'],
};
const registered: TenantEvent = { type: 'tenant.registered', data: bureau };
const verified: TenantEvent = { type: 'tenant.verified', data: { tenantId: 'bureau' } };

describe('registering a tenant', () => {
  it('records it', () =>
    given(tenantDecider).when({ type: 'register', tenant: bureau, above: 'city' }).then(registered));
  it('is silent when it comes again', () =>
    given(tenantDecider, registered).when({ type: 'register', tenant: bureau, above: 'city' }).thenNothing());
  it('refuses another one under the same id', () =>
    given(tenantDecider, registered)
      .when({ type: 'register', tenant: { ...bureau, name: '桐泽市水利局' }, above: 'city' })
      .thenRefused('tenant.exists'));
  it('refuses an empty name', () =>
    given(tenantDecider)
      .when({ type: 'register', tenant: { ...bureau, name: '　 ' }, above: 'city' })
      .thenRefused('tenant.name-empty'));
});

describe('an office and its level', () => {
  it('stands below the office that registers it', () => {
    const district: TenantDetails = { ...city, tenantId: 'district', level: 'district', overseers: ['city'] };
    given(tenantDecider)
      .when({ type: 'register', tenant: district, above: 'city' })
      .then({ type: 'tenant.registered', data: district });
  });
  it('is of any level when it is the first', () =>
    given(tenantDecider)
      .when({ type: 'register', tenant: city, above: null })
      .then({ type: 'tenant.registered', data: city }));
  it('is refused beside or above the one that registers it', () =>
    given(tenantDecider).when({ type: 'register', tenant: city, above: 'city' }).thenRefused('tenant.level-not-lower'));
  it('is refused without a level', () =>
    given(tenantDecider)
      .when({ type: 'register', tenant: { ...city, level: null }, above: null })
      .thenRefused('tenant.level-missing'));
});

describe('placing a tenant that came from elsewhere', () => {
  const alone: TenantDetails = { ...city, tenantId: 'came', name: '桐泽市水利局' };
  const came: TenantEvent = { type: 'tenant.registered', data: alone };
  const placed: TenantEvent = {
    type: 'tenant.placed',
    data: { ...alone, kind: 'agency', level: null, overseers: ['city', 'province'], before: [] },
  };
  const place = { type: 'place', overseers: ['city', 'province'], above: 'city' } as const;
  it('puts it under the office, as an agency where that is said', () =>
    given(tenantDecider, came)
      .when({ ...place, as: 'agency' })
      .then(placed));
  it('is refused to an office that is no lower, and for one that nobody knows', () => {
    given(tenantDecider, came)
      .when({ ...place, as: null })
      .thenRefused('tenant.level-not-lower');
    given(tenantDecider)
      .when({ ...place, as: 'agency' })
      .thenRefused('tenant.not-directly-above');
  });
  it('is silent where it stands so already, confirmed or not', () => {
    given(tenantDecider, came, placed)
      .when({ ...place, as: null })
      .thenNothing();
    given(tenantDecider, came, placed, { type: 'tenant.verified', data: { tenantId: 'came' } })
      .when({ ...place, as: 'agency' })
      .thenNothing();
  });
  it('wants a new confirmation, by the new office', () => {
    const moved: TenantEvent[] = [
      registered,
      verified,
      { type: 'tenant.placed', data: { ...bureau, overseers: ['county'], before: ['city', 'province'] } },
    ];
    given(tenantDecider, ...moved)
      .when({ type: 'verify', by: 'county' })
      .then(verified);
    given(tenantDecider, ...moved)
      .when({ type: 'verify', by: 'city' })
      .thenRefused('tenant.not-directly-above');
    const state = moved.reduce(tenantDecider.evolve, tenantDecider.initialState());
    expect(tenantAggregate.audience?.(moved[2]!, state)).toEqual(['bureau', 'county', 'city', 'province']);
  });
});

describe('verifying a tenant', () => {
  it('is done by the office directly above', () =>
    given(tenantDecider, registered).when({ type: 'verify', by: 'city' }).then(verified));
  it('is refused to an office further up', () =>
    given(tenantDecider, registered).when({ type: 'verify', by: 'province' }).thenRefused('tenant.not-directly-above'));
  it('is refused for a tenant that does not exist', () =>
    given(tenantDecider).when({ type: 'verify', by: 'city' }).thenRefused('tenant.not-directly-above'));
  it('is silent the second time', () =>
    given(tenantDecider, registered, verified).when({ type: 'verify', by: 'city' }).thenNothing());
});

it('every event of a tenant is addressed to it and to the offices above', () => {
  const state = [registered, verified].reduce(tenantDecider.evolve, tenantDecider.initialState());
  for (const event of [registered, verified])
    expect(tenantAggregate.audience?.(event, state)).toEqual(['bureau', 'city', 'province']);
});
