import { frameOf, levelsWithin } from './frame';
import type { Unit } from './tree';

const unit = (id: string, above: string | null): [string, Unit] => [id, { id, name: id, above }];
const city = new Map([
  unit('office', null),
  ...Array.from({ length: 30 }, (_, a) => [
    unit(`a${a}`, 'office'),
    ...Array.from({ length: 4 }, (_, u) => unit(`a${a}-u${u}`, `a${a}`)),
  ]).flat(),
]);
const roots = new Map(Array.from({ length: 30 }, (_, a) => [`t${a}`, `a${a}`]));

describe('a tree made ready', () => {
  const frame = frameOf(
    city,
    new Map([
      ['a3-u1', ['t3']],
      ['a4-u0', ['t5']],
    ]),
    roots,
  );

  it('has each unit after the one above it', () => {
    const at = new Map([...frame.downward].map((number, i) => [number, i]));
    expect(at.size).toBe(city.size);
    for (const [number, above] of frame.above.entries())
      if (above !== -1) expect(at.get(above)!).toBeLessThan(at.get(number)!);
  });

  it('knows whose units hang elsewhere', () => expect([...frame.scattered]).toEqual(['t5']));

  it('says how many levels fit, two at least, null when all do', () => {
    expect(levelsWithin(frame, null, 2000)).toBeNull();
    expect(levelsWithin(frame, null, 100)).toBe(2);
    expect(levelsWithin(frame, null, 5)).toBe(2);
    expect(levelsWithin(frame, 'a3', 3)).toBeNull();
  });
});
