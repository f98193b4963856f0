import { given } from '@chuangwen/kernel';
import type { Known, Place } from './known';
import { organisationDecider, type OrganisationCommand, type OrganisationEvent } from './organisation';

const place = (parent: string | null, validFrom: string, tree: Place['tree'] = 'line'): Place => ({
  tree,
  parent,
  validFrom,
});

const standing = (organisationId: string, ...places: Place[]): Known => ({
  status: 'open',
  organisationId,
  kind: places[0]?.parent === null ? 'root' : 'unit',
  founded: places[0]?.validFrom ?? '2020-01-01',
  names: [{ name: organisationId, validFrom: '2020-01-01' }],
  places,
});
const closed = (known: Known, validTo: string): Known => ({ ...known, status: 'closed', validTo });

const root = standing('root', place(null, '2020-01-01'));
const north = standing('north', place('root', '2020-01-01'));
const south = standing('south', place('root', '2020-01-01'));
const team = standing('team', place('north', '2022-01-01'));
const all = [root, north, south, team];

const foundedTeam: OrganisationEvent = {
  type: 'organisation.founded',
  data: {
    organisationId: 'team',
    name: '青棠养护班',
    kind: 'unit',
    parent: 'north',
    tree: 'line',
    validFrom: '2022-01-01',
  },
};
const foundedNorth: OrganisationEvent = {
  type: 'organisation.founded',
  data: {
    organisationId: 'north',
    name: '公路事务中心',
    kind: 'unit',
    parent: 'root',
    tree: 'line',
    validFrom: '2020-01-01',
  },
};
const foundedRoot: OrganisationEvent = {
  type: 'organisation.founded',
  data: {
    organisationId: 'root',
    name: '桐泽市交通运输局',
    kind: 'root',
    parent: null,
    tree: 'line',
    validFrom: '2020-01-01',
  },
};
const closedTeam: OrganisationEvent = {
  type: 'organisation.closed',
  data: { organisationId: 'team', validTo: '2025-12-31', successors: ['south'], reason: '并入城南中心' },
};

describe('founding', () => {
  const found = (parent: Known | null, change = {}): OrganisationCommand => ({
    type: 'found',
    founding: { ...foundedTeam.data, ...change },
    parent,
  });
  it('hangs it under its parent', () => given(organisationDecider).when(found(north)).then(foundedTeam));
  describe('beside one of the same name', () => {
    const twin = {
      ...standing('twin', place('north', '2022-01-01')),
      names: [{ name: '青棠 养护班', validFrom: '2022-01-01' }],
    };
    const beside = (one: Known, change = {}): OrganisationCommand => ({
      ...(found(north, change) as Extract<OrganisationCommand, { type: 'found' }>),
      beside: { all: [root, north, south, team, one], today: '2026-01-01' },
    });
    it('is refused, whatever width and blanks, and whichever day comes first', () => {
      given(organisationDecider).when(beside(twin)).thenRefused('organisation.there-already');
      given(organisationDecider)
        .when(beside({ ...standing('twin', place('north', '2027-01-01')), names: twin.names, founded: '2027-01-01' }))
        .thenRefused('organisation.there-already');
      given(organisationDecider)
        .when(beside(twin, { validFrom: '2028-01-01' }))
        .thenRefused('organisation.there-already');
    });
    it('is none of one that is closed, was renamed, hangs elsewhere, or is itself', () => {
      const renamed = [...twin.names, { name: '长堤养护班', validFrom: '2025-01-01' }];
      for (const one of [
        closed(twin, '2025-12-31'),
        { ...twin, names: renamed },
        { ...twin, places: [...twin.places, place('south', '2025-01-01')] },
        { ...twin, organisationId: 'team' },
      ])
        given(organisationDecider).when(beside(one)).then(foundedTeam);
    });
    it('comes again without a word where it was founded in spite of it', () =>
      given(organisationDecider, foundedTeam).when(beside(twin)).thenNothing());
  });
  it('is silent when it comes again', () =>
    given(organisationDecider, foundedTeam)
      .when(found(closed(north, '2025-01-01')))
      .thenNothing());
  it('refuses another under the same id', () =>
    given(organisationDecider, foundedTeam)
      .when(found(north, { name: '长堤养护班' }))
      .thenRefused('organisation.exists'));
  it('refuses an empty name', () =>
    given(organisationDecider)
      .when(found(north, { name: ' ' }))
      .thenRefused('organisation.name-empty'));
  it('refuses a unit without a parent', () =>
    given(organisationDecider).when(found(null)).thenRefused('organisation.parent-missing'));
  it('refuses a closed parent', () =>
    given(organisationDecider)
      .when(found(closed(north, '2030-01-01')))
      .thenRefused('organisation.parent-closed'));
  it('refuses a day before its parent was founded', () =>
    given(organisationDecider)
      .when(found(north, { validFrom: '2019-12-31' }))
      .thenRefused('organisation.before-parent'));
});

describe('renaming', () => {
  const rename = (name: string, validFrom: string): OrganisationCommand => ({ type: 'rename', name, validFrom });
  it('holds from its day', () =>
    given(organisationDecider, foundedTeam)
      .when(rename('青棠养护站', '2026-01-01'))
      .then({
        type: 'organisation.renamed',
        data: { organisationId: 'team', name: '青棠养护站', validFrom: '2026-01-01' },
      }));
  it('is silent when it has that name then', () =>
    given(organisationDecider, foundedTeam).when(rename('青棠养护班', '2026-01-01')).thenNothing());
  it('is refused before its founding', () =>
    given(organisationDecider, foundedTeam)
      .when(rename('青棠养护站', '2021-12-31'))
      .thenRefused('organisation.before-founding'));
  it('is refused once it is closed', () =>
    given(organisationDecider, foundedTeam, closedTeam)
      .when(rename('青棠养护站', '2023-01-01'))
      .thenRefused('organisation.closed'));
  it('is refused when empty', () =>
    given(organisationDecider, foundedTeam).when(rename('', '2026-01-01')).thenRefused('organisation.name-empty'));
  it('is refused when it does not exist', () =>
    given(organisationDecider).when(rename('青棠养护站', '2026-01-01')).thenRefused('organisation.unknown'));
});

describe('moving', () => {
  const move = (
    parent: Known,
    change: Partial<Extract<OrganisationCommand, { type: 'move' }>> = {},
  ): OrganisationCommand => ({
    ...{ type: 'move', tree: 'line', parent, validFrom: '2026-01-01', all },
    ...change,
  });
  it('holds from its day', () =>
    given(organisationDecider, foundedTeam)
      .when(move(south))
      .then({
        type: 'organisation.moved',
        data: { organisationId: 'team', tree: 'line', parent: 'south', validFrom: '2026-01-01' },
      }));
  it('is silent when it hangs there then', () =>
    given(organisationDecider, foundedTeam).when(move(north)).thenNothing());
  it('puts it on the other tree too', () =>
    given(organisationDecider, foundedTeam)
      .when(move(north, { tree: 'district' }))
      .then({
        type: 'organisation.moved',
        data: { organisationId: 'team', tree: 'district', parent: 'north', validFrom: '2026-01-01' },
      }));
  it('is refused under what stands below it', () =>
    given(organisationDecider, foundedNorth).when(move(team)).thenRefused('organisation.cycle'));
  it('is refused under itself', () =>
    given(organisationDecider, foundedNorth).when(move(north)).thenRefused('organisation.cycle'));
  it('is refused before its founding', () =>
    given(organisationDecider, foundedTeam)
      .when(move(south, { validFrom: '2021-12-31' }))
      .thenRefused('organisation.before-founding'));
  it('is refused under a closed one', () =>
    given(organisationDecider, foundedTeam)
      .when(move(closed(south, '2026-06-30')))
      .thenRefused('organisation.parent-closed'));
  it('is refused once it is closed', () =>
    given(organisationDecider, foundedTeam, closedTeam).when(move(south)).thenRefused('organisation.closed'));
  it('is refused to the root', () =>
    given(organisationDecider, foundedRoot).when(move(north)).thenRefused('organisation.root'));
});

describe('closing', () => {
  const close = (change: Partial<Extract<OrganisationCommand, { type: 'close' }>> = {}): OrganisationCommand => ({
    ...{ type: 'close', validTo: '2025-12-31', reason: '并入城南中心', successors: [south], all },
    ...change,
  });
  it('names its last day and who goes on', () =>
    given(organisationDecider, foundedTeam).when(close()).then(closedTeam));
  it('is silent the second time', () =>
    given(organisationDecider, foundedTeam, closedTeam).when(close()).thenNothing());
  it('is refused on another day once it is closed', () =>
    given(organisationDecider, foundedTeam, closedTeam)
      .when(close({ validTo: '2026-12-31' }))
      .thenRefused('organisation.closed'));
  it('is refused before its founding', () =>
    given(organisationDecider, foundedTeam)
      .when(close({ validTo: '2021-12-31' }))
      .thenRefused('organisation.before-founding'));
  it('is refused while something hangs on it', () =>
    given(organisationDecider, foundedNorth).when(close()).thenRefused('organisation.has-children'));
  it('is refused to the root', () =>
    given(organisationDecider, foundedRoot).when(close()).thenRefused('organisation.root'));
  it.each([
    ['itself', team],
    ['one that is closed by then', closed(south, '2025-12-31')],
  ])('is refused when the successor is %s', (_, successor) =>
    given(organisationDecider, foundedTeam)
      .when(close({ successors: [successor] }))
      .thenRefused('organisation.successor-closed'),
  );
});
