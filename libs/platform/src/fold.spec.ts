import type { DomainEvent } from '@chuangwen/kernel';
import { Fold, targetsOf } from './fold';
import type { Recorded } from './codec';
import { defineView, type View } from './view';
import { writing } from './fakes/sample';

type Entry = { group: string; count: number };
type Changed = DomainEvent<'entry.changed', { id: string; group: string; count: number }>;
type Left = DomainEvent<'entry.left', { id: string }>;

const view = defineView<Entry, Changed | Left>({
  name: 'entries',
  topics: ['inspection'],
  route: { 'entry.changed': ({ data }) => data.id, 'entry.left': ({ data }) => data.id },
  evolve: (_, event) => (event.type === 'entry.left' ? null : { group: event.data.group, count: event.data.count }),
  index: ({ group }) => {
    if (group === 'no-index') throw new Error('can’t be indexed');
    return { group };
  },
  contributions: ({ group, count }) => {
    if (group === 'uncountable') throw new Error('can’t be counted');
    return [{ group: 'by-group', key: group, values: { entries: 1, count } }];
  },
});

let meta: Recorded['meta'];
beforeAll(async () => {
  const { run, store } = writing();
  await run('1', { do: 'open' });
  const { data: _sealed, ...envelope } = store.log[0]!;
  meta = { ...envelope, audience: ['office'] };
});

const changed = (id: string, group: string, count: number, at = '2026-04-27T16:30:00.000Z'): Recorded => ({
  type: 'entry.changed',
  data: { id, group, count },
  meta: { ...meta, recordedAt: at },
});
const left = (id: string): Recorded => ({ type: 'entry.left', data: { id }, meta });

function folded(of: View, ...events: Recorded[]): ReturnType<Fold['changes']> {
  const fold = new Fold(of);
  for (const event of events) apply(fold, of, event);
  return fold.changes();
}

function apply(fold: Fold, of: View, event: Recorded): void {
  const refs = targetsOf(of, event);
  const unknown = fold.unknown(refs);
  fold.know(
    unknown,
    unknown.map(() => null),
  );
  fold.apply(event, refs);
}

describe('Counters', () => {
  it('add new − old of one document, on the day it was recorded in Shanghai', () => {
    const { counters } = folded(view, changed('a', 'g', 5), changed('a', 'g', 3, '2026-04-28T15:59:59.999Z'));
    expect(counters).toEqual([
      { tenant: 'bureau', group: 'by-group', key: 'g', day: '2026-04-28', add: { entries: 1, count: 3 } },
    ]);
  });

  it('keep each day its own difference', () => {
    const { counters } = folded(view, changed('a', 'g', 5), changed('a', 'g', 3, '2026-04-28T16:00:00.000Z'));
    expect(counters.map(({ day, add }) => [day, add])).toEqual([
      ['2026-04-28', { entries: 1, count: 5 }],
      ['2026-04-29', { count: -2 }],
    ]);
  });

  it('leave the old key when a document goes to another, or goes', () => {
    const { counters } = folded(view, changed('a', 'g', 5), changed('a', 'h', 5), left('a'));
    expect(counters.map(({ key, add }) => [key, add])).toEqual([
      ['g', { entries: 0, count: 0 }],
      ['h', { entries: 0, count: 0 }],
    ]);
  });

  it('stay as they are when nothing they count has changed', () => {
    const fold = new Fold(view);
    const a = { tenant: 'bureau', id: 'a', key: 'bureau a' };
    fold.know([a], [{ group: 'g', count: 5 }]);
    fold.apply(changed('a', 'g', 5), [a]);
    expect(fold.changes().counters).toEqual([]);
  });

  it('take back a value that is no longer named, in the same place', () => {
    const bySize = { ...view, contributions: ({ count }: { count: number }) => [sizeOf(count)] };
    const sizeOf = (count: number) => ({
      group: 'all',
      key: 'k',
      values: { entries: 1, [count > 3 ? 'large' : 'small']: count },
    });
    const { counters } = folded(bySize, changed('a', 'g', 5), changed('a', 'g', 2));
    expect(counters[0]?.add).toEqual({ entries: 1, large: 0, small: 2 });
  });

  it('sum up what several documents give to one key', () => {
    expect(folded(view, changed('a', 'g', 5), changed('b', 'g', 1)).counters[0]?.add).toEqual({ entries: 2, count: 6 });
  });
});

describe('Documents', () => {
  it('come with the index of their last state', () => {
    const { documents } = folded(view, changed('a', 'g', 5), changed('a', 'h', 5), changed('b', 'g', 1), left('b'));
    expect(documents).toEqual([
      { tenant: 'bureau', id: 'a', body: { group: 'h', count: 5 }, was: null, index: { group: ['h'] } },
      { tenant: 'bureau', id: 'b', body: null, was: null, index: {} },
    ]);
  });

  it('say what they were made from: what was loaded, then what was written', () => {
    const fold = new Fold(view);
    const [a] = targetsOf(view, changed('a', 'g', 1));
    const stored = { group: 'g', count: 0 };
    fold.know([a!], [stored]);
    fold.apply(changed('a', 'g', 1), [a!]);
    fold.apply(changed('a', 'g', 2), [a!]);
    const [first] = fold.drain().documents;
    expect(first!.was).toBe(stored);
    fold.apply(changed('a', 'g', 3), [a!]);
    expect(fold.drain().documents[0]!.was).toBe(first!.body);
  });

  it('are asked for once', () => {
    const fold = new Fold(view);
    const a = { tenant: 'bureau', id: 'a', key: 'bureau a' };
    expect(fold.unknown([a, a, { ...a, key: 'office a' }])).toHaveLength(2);
    fold.know([a], [null]);
    expect(fold.unknown([a])).toEqual([]);
  });
});

describe('An event that throws', () => {
  it.each(['uncountable', 'no-index'])('leaves nothing of itself (%s)', (group) => {
    const both = { ...view, route: { 'entry.changed': () => ['a', 'b'] } };
    const fold = new Fold(both);
    apply(fold, both, changed('', 'g', 1));
    const before = structuredClone(fold.changes());
    expect(() => apply(fold, both, changed('', group, 7))).toThrow();
    expect(fold.changes()).toEqual(before);
    apply(fold, both, changed('', 'g', 2));
    expect(fold.changes().counters[0]?.add).toEqual({ entries: 2, count: 4 });
  });

  it('leaves nothing either when only its second document can’t be made', () => {
    const both: View = {
      ...view,
      route: { 'entry.changed': () => ['a', 'b'] },
      evolve: (_, __, id) => {
        if (id === 'b') throw new Error('no b');
        return { group: 'g', count: 1 };
      },
    };
    const fold = new Fold(both);
    expect(() => apply(fold, both, changed('', 'g', 1))).toThrow('no b');
    expect(fold.changes()).toEqual({ documents: [], counters: [] });
  });
});

const places = (...asked: Parameters<typeof targetsOf>) =>
  targetsOf(...asked).map(({ tenant, id }) => ({ tenant, id }));

describe('Where an event goes', () => {
  const to = (target: unknown): View => ({ ...view, route: { 'entry.changed': () => target } });

  it('is the owner’s partition, unless another of its audience is named', () => {
    expect(places(to('a'), changed('a', 'g', 1))).toEqual([{ tenant: 'bureau', id: 'a' }]);
    expect(places(to([{ tenant: 'office', id: 'a' }]), changed('a', 'g', 1))).toEqual([{ tenant: 'office', id: 'a' }]);
  });

  it('is never the partition of a tenant it is not addressed to', () => {
    expect(() => targetsOf(to({ tenant: 'street', id: 'a' }), changed('a', 'g', 1))).toThrow(
      /not addressed to tenant street/,
    );
  });

  it('is counted once, however often a document is named', () => {
    const twice = to(['a', 'a', { tenant: 'bureau', id: 'a' }]);
    expect(folded(twice, changed('a', 'g', 5)).counters[0]?.add).toEqual({ entries: 1, count: 5 });
  });

  it('is nowhere when the view does not hear its type, whatever that is called', () => {
    for (const type of ['entry.other', 'constructor', 'toString'])
      expect(places(view, { ...changed('a', 'g', 1), type })).toEqual([]);
  });
});
