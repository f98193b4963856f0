import fc from 'fast-check';
import { Block } from './block';
import { FIGURES, figuresOf, NOTHING, plus } from './figures';
import { COUNTS, keyOf, parseKey } from './keys';

const DAYS = ['2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02'];
const key = fc
  .tuple(fc.constantFrom('u1', 'u2', null), fc.constantFrom(...DAYS, null))
  .map(([leaf, due]) => keyOf('c1', leaf, due));
const values = fc.record(Object.fromEntries(COUNTS.map((name) => [name, fc.integer({ min: -3, max: 9 })])));
const rows = fc.uniqueArray(fc.record({ key, day: fc.constantFrom(...DAYS), values }), {
  selector: (row) => row.key + row.day,
  maxLength: 30,
});
const dates = fc.record({
  asOf: fc.constantFrom('2024-02-27', ...DAYS),
  period: fc.option(fc.record({ from: fc.constantFrom(...DAYS, null), to: fc.constantFrom(...DAYS, null) }), {
    nil: null,
  }),
});

describe('counters kept in memory', () => {
  it('come to what a full scan of them does, as of any day', () =>
    fc.assert(
      fc.property(rows, dates, (all, when) => {
        const block = new Block();
        block.take({ stamp: '1', days: null, rows: all });
        for (const leaf of ['u1', 'u2', null]) {
          const scanned = [...Map.groupBy(all, (row) => row.key)]
            .filter(([of]) => parseKey(of).leaf === leaf)
            .map(([of, days]) => {
              const seen = days.filter(({ day }) => day <= when.asOf);
              const sums = COUNTS.map((name) => [name, seen.reduce((sum, row) => sum + row.values[name]!, 0)]);
              return figuresOf(parseKey(of).due, Object.fromEntries(sums), when);
            })
            .reduce(plus, NOTHING);
          expect(block.figures(when).get(leaf) ?? FIGURES.map(() => 0)).toEqual(
            FIGURES.map((figure) => scanned[figure]),
          );
        }
      }),
    ));

  it('are the same when they are taken in bit by bit, days anew', () =>
    fc.assert(
      fc.property(rows, rows, fc.subarray(DAYS), dates, (first, then, days, when) => {
        const fresh = then.filter(({ day }) => days.includes(day));
        const [bit, whole] = [new Block(), new Block()];
        bit.take({ stamp: '1', days: null, rows: first });
        bit.figures(when);
        bit.take({ stamp: '2', days, rows: fresh });
        whole.take({ stamp: '2', days: null, rows: [...first.filter(({ day }) => !days.includes(day)), ...fresh] });
        const plain = (block: Block) =>
          [...block.figures(when)].filter(([, sums]) => sums.some((sum) => sum !== 0)).sort();
        expect(plain(bit)).toEqual(plain(whole));
        expect(bit.total('tasks', when.asOf)).toBe(whole.total('tasks', when.asOf));
      }),
    ));
});
