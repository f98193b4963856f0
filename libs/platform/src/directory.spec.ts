import type { DomainEvent } from '@chuangwen/kernel';
import type { Recorded } from './codec';
import {
  isHeldOn,
  isOpenOn,
  nameOn,
  organisationsView,
  parentOn,
  peopleView,
  type OrganisationEntry,
  type PersonEntry,
} from './directory';
import { targetsOf } from './fold';
import type { View } from './view';

const meta = { tenant: 'bureau', audience: [] as string[], recordedAt: '2026-03-01T02:00:00.000Z' };
const recorded = (type: string, data: object, on = '2026-03-01', more: Partial<typeof meta> = {}) =>
  ({ type, data, meta: { ...meta, recordedAt: `${on}T02:00:00.000Z`, ...more } }) as unknown as Recorded<DomainEvent>;
const folded = <D extends object>(view: View<D>, ...events: Recorded[]) =>
  events.reduce<D | null>((doc, event) => view.evolve(doc, event, ''), null);

const founded = {
  organisationId: 'u-1',
  name: '市容科',
  kind: 'unit',
  parent: 'root',
  tree: 'line',
  validFrom: '2026-01-01',
};
const unit = folded(
  organisationsView,
  recorded('organisation.founded', founded),
  recorded(
    'organisation.renamed',
    { organisationId: 'u-1', name: '市容环境科', validFrom: '2026-06-01' },
    '2026-04-01',
  ),
  recorded(
    'organisation.moved',
    { organisationId: 'u-1', tree: 'district', parent: 'street', validFrom: '2026-05-01' },
    '2026-04-02',
  ),
) as OrganisationEntry;

describe('Organisations', () => {
  it('have the name of the day, as it was known on a day', () => {
    expect([nameOn(unit, '2026-05-31'), nameOn(unit, '2026-06-01')]).toEqual(['市容科', '市容环境科']);
    expect(nameOn(unit, '2026-06-01', '2026-03-31')).toBe('市容科');
    expect(nameOn(unit, '2025-01-01')).toBe('市容科'); // before its first day: the only name it has
  });

  it('corrected for the same day have the later name', () => {
    const again = recorded(
      'organisation.renamed',
      { organisationId: 'u-1', name: '市容管理科', validFrom: '2026-06-01' },
      '2026-04-05',
    );
    expect(nameOn(organisationsView.evolve(unit, again, '') as OrganisationEntry, '2026-06-02')).toBe('市容管理科');
  });

  it('stand on each tree from a day, and a move on one leaves the other', () => {
    expect(parentOn(unit, 'district', '2026-04-30')).toBeNull();
    expect(parentOn(unit, 'district', '2026-05-01')).toBe('street');
    expect(parentOn(unit, 'line', '2026-05-01')).toBe('root');
    expect(parentOn(unit, 'district', '2026-05-01', '2026-04-01')).toBeNull();
  });

  it('are closed with those that took over', () => {
    const closed = recorded('organisation.closed', {
      organisationId: 'u-1',
      validTo: '2026-12-31',
      successors: ['u-2'],
      reason: '',
    });
    expect(organisationsView.evolve(unit, closed, '')).toMatchObject({
      closed: { validTo: '2026-12-31', successors: ['u-2'] },
    });
  });
});

describe('Tenants', () => {
  const data = {
    tenantId: 't-1',
    organisationId: 'o-1',
    name: '城管局',
    kind: 'agency',
    level: 'city',
    overseers: ['office'],
  };
  const registered = recorded('tenant.registered', data, '2026-03-01', {
    tenant: '$installation',
    audience: ['office', 't-1'],
  });

  it('are known to themselves and the offices above, nowhere else', () => {
    expect(targetsOf(organisationsView as View, registered).map(({ tenant, id }) => ({ tenant, id }))).toEqual([
      { tenant: 'office', id: 'tenant:t-1' },
      { tenant: 't-1', id: 'tenant:t-1' },
    ]);
  });

  it('are verified once, and only when they were registered', () => {
    const verified = recorded('tenant.verified', { tenantId: 't-1' });
    expect(folded(organisationsView, registered, verified)).toMatchObject({
      is: 'tenant',
      name: '城管局',
      verified: true,
    });
    expect(folded(organisationsView, verified)).toBeNull();
  });
});

describe('People', () => {
  const registered = recorded('person.registered', { personId: 'p-1', name: '欧阳志远', telephone: null });
  const appointed = recorded('person.appointed', {
    personId: 'p-1',
    appointmentId: 'a-1',
    organisationId: 'u-1',
    post: 'clerk',
    inCharge: [],
    validFrom: '2026-01-01',
    validTo: null,
  });
  const relieved = recorded('person.relieved', {
    personId: 'p-1',
    appointmentId: 'a-1',
    validTo: '2026-05-01',
    successor: null,
  });

  it('are found at the organisations of their posts', () => {
    const person = folded(peopleView, registered, appointed) as PersonEntry;
    expect(person.appointments).toHaveLength(1);
    expect(peopleView.index?.(person)).toEqual({ organisation: ['u-1'] });
  });

  it('keep a post that has ended, with its last day', () => {
    expect(folded(peopleView, registered, appointed, relieved)).toMatchObject({
      appointments: [{ validTo: '2026-05-01' }],
    });
  });

  it('stay as they are when a post ends that they do not hold', () => {
    const other = recorded('person.relieved', {
      personId: 'p-1',
      appointmentId: 'a-9',
      validTo: '2026-05-01',
      successor: null,
    });
    expect(folded(peopleView, registered, appointed, other)).toMatchObject({ appointments: [{ validTo: null }] });
  });
});

it.each([
  ['2026-05-31', true],
  ['2026-06-01', false],
])('the last day is still one of its days: %s', (on, still) => {
  const until = { validTo: '2026-05-31' };
  expect(isOpenOn({ closed: { ...until, successors: [], recordedOn: '2026-03-01' } }, on)).toBe(still);
  expect(isHeldOn({ validFrom: '2026-03-01', ...until }, on)).toBe(still);
});

it('what has no end goes on, and nothing is held before its first day', () => {
  expect(isOpenOn({ closed: null }, '2099-01-01')).toBe(true);
  expect(isHeldOn({ validFrom: '2026-03-01', validTo: null }, '2099-01-01')).toBe(true);
  expect(isHeldOn({ validFrom: '2026-03-01', validTo: null }, '2026-02-28')).toBe(false);
});
