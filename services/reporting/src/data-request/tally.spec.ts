import type { DomainEvent } from '@chuangwen/kernel';
import { Fold, targetsOf, type Recorded, type View } from '@chuangwen/platform';
import { answersView } from '../projections/answers';
import { recorded } from '../testing/reader-of';
import type { Standing } from './merged';
import { countsOf, lateOf, tallied } from './tally';

const column = (kind: 'text' | 'number') => ({ columnId: kind, title: kind, kind, choices: [], required: false });
const standing = (situation: Standing['situation'], ...cells: (string | number | null)[][]): Standing => ({
  ...{ situation, submittedOn: '2026-04-02', firstOn: '2026-04-01' },
  rows: cells.map((row, i) => ({ rowId: `${i}`, cells: row, sources: [null, 'earlier' as const], returned: null })),
});
/** As the projection adds them up. */
const added = (...all: Standing[]) => {
  const values: Record<string, number> = {};
  for (const one of all)
    for (const [name, value] of Object.entries(countsOf('r', one)[0]!.values))
      values[name] = (values[name] ?? 0) + value;
  return values;
};

describe('the counters of a request', () => {
  it('come to the sums and counts of all answers', () =>
    expect(
      tallied(
        added(standing('submitted', ['3', 3], ['甲', 4]), standing('accepted', ['乙', -10]), standing('returned')),
        [column('text'), column('number')],
      ),
    ).toEqual({ answered: 3, accepted: 1, returned: 1, prefilled: 3, sums: [null, -3] }));
  it('are whole numbers, and add decimals as people do', () => {
    const values = added(standing('submitted', [null, 0.1], [null, 0.2], [null, '0.7'], [null, 1e-7]));
    expect(Object.values(values).every((value) => Number.isSafeInteger(value))).toBe(true);
    expect(tallied(values, [column('text'), column('number')]).sums).toEqual([null, 0.3000001]);
  });
  it('stay exact where a number would not', () => {
    const values = added(standing('submitted', [999_999_999_999_999], [999_999_999_999_999], [0.5], [-0.5], [1]));
    expect(tallied(values, [column('number')]).sums).toEqual([1_999_999_999_999_999]);
  });
  it('have no place for a number that can’t be added up: its event alone is parked', () => {
    const submitted = (answerId: string, cell: number) =>
      recorded(1, '2026-04-02', 'answer.submitted', {
        ...{ answerId, requestId: 'r', organisationId: 'o', asker: 'office' },
        rows: [{ rowId: '1', cells: [cell], sources: [null] }],
      });
    const fold = new Fold(answersView as View);
    const take = (event: Recorded<DomainEvent>) => {
      const refs = targetsOf(answersView as View, event);
      fold.know(
        refs,
        refs.map(() => null),
      );
      fold.apply(event, refs);
    };
    take(submitted('a', 5));
    expect(() => take(submitted('b', 1e26))).toThrow('too large');
    const { documents, counters } = fold.changes();
    expect(documents.map(({ id }) => id)).toEqual(['a']);
    expect(counters.flatMap(({ add }) => Object.values(add)).every(Number.isSafeInteger)).toBe(true);
  });
  it('are nothing where nobody answered', () =>
    expect(tallied({}, [column('number'), column('text')])).toMatchObject({ answered: 0, sums: [0, null] }));
});

describe('how many are late', () => {
  const first = [
    { day: '2026-04-10', answered: 5 },
    { day: '2026-04-11', answered: 2 },
  ];
  const on = (asOf: string) => ({ owing: 10, deadline: '2026-04-10', asOf });
  it('is who answered after the deadline, and who is still missing then', () => {
    expect(lateOf(on('2026-04-10'), [first[0]!], [])).toBe(0);
    expect(lateOf(on('2026-04-11'), first, [])).toBe(5);
  });
  it('is nobody who is missing once it was withdrawn, but who answered late before', () => {
    const withdrawn = { owing: 10, deadline: '2026-04-10', asOf: null };
    expect(lateOf(withdrawn, first, [])).toBe(2);
    const apart = [
      { firstOn: null, deadline: '2026-04-20' },
      { firstOn: '2026-04-11', deadline: '2026-04-20' },
    ];
    expect(lateOf(withdrawn, first, apart)).toBe(1);
  });
  it('judges those with time of their own by it', () => {
    const deadline = '2026-04-20';
    expect(lateOf(on('2026-04-11'), first, [{ firstOn: '2026-04-11', deadline }])).toBe(4);
    expect(lateOf(on('2026-04-11'), first, [{ firstOn: null, deadline }])).toBe(4);
    expect(lateOf(on('2026-04-21'), first, [{ firstOn: null, deadline }])).toBe(5);
  });
});
