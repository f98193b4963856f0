import type { OrganisationEntry, PersonEntry } from '@chuangwen/platform';
import { personRowOf, toldApart } from './people';

const section = (id: string, name: string): OrganisationEntry => ({
  is: 'organisation',
  organisationId: id,
  kind: 'section',
  names: [{ name, validFrom: '2020-01-01', recordedOn: '2020-01-01' }],
  places: [{ tree: 'line', parent: 'root', validFrom: '2020-01-01', recordedOn: '2020-01-01' }],
  closed: null,
});
const organisations = new Map(
  [section('s1', '市容管理科'), section('s2', '督查考评科')].map((s) => [s.organisationId, s]),
);

const person = (id: string, name: string, organisationId: string, validTo: string | null = null): PersonEntry => ({
  personId: id,
  name,
  telephone: null,
  appointments: [
    { appointmentId: `${id}-a`, organisationId, post: 'member', inCharge: [], validFrom: '2024-01-01', validTo },
  ],
});
const rows = (...people: PersonEntry[]) => people.map((p) => personRowOf(p, organisations, '2026-04-28', 'held'));
const labels = (...people: PersonEntry[]) => toldApart(rows(...people)).map(({ label }) => label);

describe('a list of people', () => {
  it('tells namesakes apart by their organisation', () =>
    expect(labels(person('p1', '王伟', 's1'), person('p2', '王伟', 's2'))).toEqual([
      '王伟（市容管理科）',
      '王伟（督查考评科）',
    ]));
  it('shows a name that is there once as it is', () =>
    expect(labels(person('p1', '王伟', 's1'), person('p2', '李敏', 's1'))).toEqual(['王伟', '李敏']));
  it('shows only the posts held on the day, with the last day included', () => {
    const [held, over] = rows(person('p1', '王伟', 's1', '2026-04-28'), person('p2', '李敏', 's1', '2026-04-27'));
    expect(held?.posts).toMatchObject([{ organisation: 's1', organisationName: '市容管理科' }]);
    expect(over?.posts).toEqual([]);
  });
});
