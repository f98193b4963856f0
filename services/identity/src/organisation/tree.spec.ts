import type { Known, Place } from './known';
import { childrenAfter, cycleOn } from './tree';

type Hung = readonly [tree: Place['tree'], parent: string | null, validFrom: string];

const unit = (organisationId: string, ...hung: Hung[]): Known => ({
  status: 'open',
  organisationId,
  kind: 'unit',
  founded: '2020-01-01',
  names: [{ name: organisationId, validFrom: '2020-01-01' }],
  places: hung.map(([tree, parent, validFrom]) => ({ tree, parent, validFrom })),
});
const root = unit('root', ['line', null, '2020-01-01']);
const a = unit('a', ['line', 'root', '2020-01-01']);
const under = (parent: string, validFrom: string, tree: Place['tree'] = 'line') => ({ tree, parent, validFrom });

describe('a circle in a tree', () => {
  it('is named by the day from which it would stand', () => {
    const below = unit('b', ['line', 'a', '2020-01-01']);
    expect(cycleOn([root, a, below], 'a', under('b', '2026-01-01'))).toBe('2026-01-01');
  });
  it('is seen over many levels', () => {
    const chain = ['b', 'c', 'd', 'e'].map((id, i) => unit(id, ['line', 'abcd'[i]!, '2020-01-01']));
    expect(cycleOn([root, a, ...chain], 'a', under('e', '2026-01-01'))).toBe('2026-01-01');
  });
  it('is seen where it would only begin with a move already on record for later', () => {
    const later = unit('b', ['line', 'root', '2020-01-01'], ['line', 'a', '2027-03-01']);
    expect(cycleOn([root, a, later], 'a', under('b', '2026-01-01'))).toBe('2027-03-01');
  });
  it('is none where the one below has moved away by then', () => {
    const gone = unit('b', ['line', 'a', '2020-01-01'], ['line', 'root', '2025-01-01']);
    expect(cycleOn([root, a, gone], 'a', under('b', '2026-01-01'))).toBeNull();
  });
  it('is none across two trees', () => {
    const below = unit('b', ['line', 'a', '2020-01-01']);
    expect(cycleOn([root, a, below], 'a', under('b', '2026-01-01', 'district'))).toBeNull();
  });
});

describe('what hangs on an organisation after a day', () => {
  const after = (...children: Known[]) =>
    childrenAfter([root, a, ...children], 'a', '2025-12-31').map((c) => c.organisationId);
  it('is what hangs on it the day after, on either tree', () =>
    expect(
      after(
        unit('b', ['line', 'a', '2020-01-01']),
        unit('c', ['line', 'root', '2020-01-01'], ['district', 'a', '2021-01-01']),
      ),
    ).toEqual(['b', 'c']));
  it('is what is to come to it later', () =>
    expect(after(unit('b', ['line', 'root', '2020-01-01'], ['line', 'a', '2027-01-01']))).toEqual(['b']));
  it('is not what moves away on that very day', () =>
    expect(after(unit('b', ['line', 'a', '2020-01-01'], ['line', 'root', '2026-01-01']))).toEqual([]));
  it('is not what is closed by then', () =>
    expect(after({ ...unit('b', ['line', 'a', '2020-01-01']), status: 'closed', validTo: '2025-12-31' })).toEqual([]));
});
