import fc from 'fast-check';
import { earliest, inOrder, type Label } from './labels';

const label = fc.record({
  id: fc.constantFrom('m1', 'm2', 'm3'),
  number: fc.constant(null),
  name: fc.constantFrom('甲', '乙'),
  at: fc.nat({ max: 3 }),
  recordedAt: fc.constantFrom('2026-04-01T00:00:00.000Z', '2026-04-02T00:00:00.000Z'),
  event: fc.uuid(),
});

/** One event says one thing of an id. */
const labels = fc.uniqueArray(label, { selector: ({ id, event }) => id + event, maxLength: 12 });

describe('labels', () => {
  it('are the same in whatever order the plans arrive', () =>
    fc.assert(
      fc.property(
        labels.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, mixed]) => {
          const together = earliest(all);
          expect(mixed.reduce<Label[]>((known, one) => earliest(known, [one]), [])).toEqual(together);
        },
      ),
    ));

  it('are the first that was recorded', () => {
    const first = { id: 'm1', number: '（三）', name: '旧', at: 4, recordedAt: '2026-04-01T00:00:00.000Z', event: 'b' };
    const second = { ...first, name: '新', recordedAt: '2026-04-02T00:00:00.000Z', event: 'a' };
    expect(earliest([second], [first])).toEqual([first]);
  });

  it('stand as in their document, an earlier document before a later one', () => {
    const one = (id: string, at: number, recordedAt: string) => ({
      id,
      number: null,
      name: id,
      at,
      recordedAt,
      event: recordedAt,
    });
    const [a, b, c] = [one('a', 1, '2026-04-01'), one('b', 0, '2026-04-01'), one('c', 0, '2026-04-02')];
    expect(inOrder([c, a, b])).toEqual([b, a, c]);
  });
});
