import type { OrganisationEntry, PersonEntry } from '@chuangwen/platform';
import { Directory } from './directory';

const unit = (organisationId: string, names: string[], parent: string | null, closed = false): OrganisationEntry => ({
  is: 'organisation',
  organisationId,
  kind: parent ? 'section' : 'root',
  names: names.map((name, i) => ({ name, validFrom: `20${20 + i}-01-01`, recordedOn: '2020-01-01' })),
  places: [{ tree: 'line', parent, validFrom: '2020-01-01', recordedOn: '2020-01-01' }],
  closed: closed ? { validTo: '2026-01-01', successors: [], recordedOn: '2026-01-01' } : null,
});
const person = (
  personId: string,
  name: string,
  at: string,
  telephone: string | null = null,
  validTo: string | null = null,
): PersonEntry => ({
  personId,
  name,
  telephone,
  appointments: [
    {
      appointmentId: `${personId}-1`,
      organisationId: at,
      post: 'member',
      inCharge: [],
      validFrom: '2020-01-01',
      validTo,
    },
  ],
});
const directory = new Directory(
  [
    unit('root', ['桐泽市交通运输局'], null),
    unit('traffic', ['运输科', '运输管理科'], 'root'),
    unit('road', ['公路养护中心'], 'root'),
    unit('office1', ['办公室'], 'root'),
    unit('office2', ['办公室'], 'road'),
    unit('gone', ['稽查队'], 'root', true),
  ],
  [
    person('chen1', '陈思远', 'traffic', '0913-7700111'),
    person('chen2', '陈思远', 'road', '0913-7700222'),
    person('lin1', '林秋白', 'road', '0913-7700333'),
    person('lin2', '林秋白', 'road', '0913-7700444'),
    person('zhao', '赵雅琴', 'office1'),
    person('left', '何立秋', 'office1', null, '2020-12-31'),
  ],
  '2026-05-01',
);

describe('names in a table', () => {
  it('tell apart who and what is called the same', () => {
    expect(directory.nameOf('person', 'zhao')).toBe('赵雅琴');
    expect(directory.nameOf('person', 'chen1')).toBe('陈思远（运输管理科）');
    expect(directory.nameOf('person', 'lin2')).toBe('林秋白（公路养护中心，尾号0444）');
    expect(directory.nameOf('unit', 'office2')).toBe('办公室（公路养护中心）');
  });

  it('mean the same one when they come back', () => {
    for (const id of ['chen1', 'chen2', 'lin1', 'lin2', 'zhao'])
      expect(directory.resolve('person', directory.nameOf('person', id)!)).toEqual({ taken: id });
    for (const id of ['office1', 'office2', 'traffic'])
      expect(directory.resolve('unit', directory.nameOf('unit', id)!)).toEqual({ taken: id });
  });

  it('of which there are two are nobody’s until somebody chooses', () => {
    expect(directory.resolve('person', '陈思远')).toEqual({
      candidates: [
        { id: 'chen2', name: '陈思远（公路养护中心）' },
        { id: 'chen1', name: '陈思远（运输管理科）' },
      ],
    });
  });

  it('may be older ones, and are found where they are near', () => {
    expect(directory.resolve('unit', '运输科')).toEqual({ taken: 'traffic' });
    expect(directory.resolve('unit', '养护中心')).toEqual({ candidates: [{ id: 'road', name: '公路养护中心' }] });
    expect(directory.resolve('unit', '气象站')).toEqual({ candidates: [] });
  });

  it('of who is gone are shown and given no work', () => {
    expect(directory.nameOf('person', 'left')).toBe('何立秋');
    expect(directory.has('person', 'left')).toBe(false);
    expect(directory.resolve('person', '何立秋')).toEqual({ candidates: [] });
    expect(directory.resolve('unit', '稽查队')).toEqual({ candidates: [] });
  });
});
