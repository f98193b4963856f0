import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dated } from './days';

const text = dated(readFileSync(join(__dirname, 'notice.txt'), 'utf8'));
const inIso = (day: string) =>
  day.replace(/(\d+)年(\d+)月(\d+)日/, (_, y, m, d) => [y, m.padStart(2, 0), d.padStart(2, 0)].join('-'));

describe('The notice of the demo', () => {
  it('has phases that follow one another', () => {
    const days = [...text.matchAll(/阶段（([^（）]*日)至([^（）]*日)）/g)].flatMap(([, start = '', end = '']) => [
      start,
      end,
    ]);
    expect(days).toHaveLength(6);
    expect(days.map(inIso)).toEqual([...new Set(days.map(inIso))].sort());
  });
  it('puts traders in order by their trade', () => expect(text).toContain('划行归市'));
});
