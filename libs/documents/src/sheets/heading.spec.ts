import { headingIn, isSpanned, repeatsHeading, type Title } from '..';

const KNOWN = new Set(['序号', '任务', '责任', '牵头', '配合', '备注']);
/** As many as are known, by the last line of each. */
const worth = (titles: readonly Title[]) =>
  new Set(titles.map((title) => title.at(-1) ?? '').filter((t) => KNOWN.has(t))).size;
const found = (...rows: string[][]) => headingIn(rows, worth);

describe('the heading of a table', () => {
  it('is below title lines, whatever blanks and line ends its titles have', () =>
    expect(found(['某局任务表', '某局任务表'], ['', '2026年5月'], ['序号', '任\n务'], ['1', '清洗'])).toEqual({
      titles: [['序号'], ['任务']],
      ...{ at: 2, below: 3 },
    }));
  it('has two lines where cells are merged across and down', () =>
    expect(found(['任务', '责任', '责任', '备注'], ['任务', '牵头', '配合', '备注'], ['甲', '乙', '丙', ''])).toEqual({
      titles: [['任务'], ['责任', '牵头'], ['责任', '配合'], ['备注']],
      ...{ at: 0, below: 2 },
    }));
  it('has two lines where a CSV leaves what was merged empty', () =>
    expect(found(['任务', '责任', '', '备注'], ['', '牵头', '配合', ''], ['甲', '乙', '丙', ''])).toEqual({
      titles: [['任务'], ['责任', '牵头'], ['配合'], ['备注']],
      ...{ at: 0, below: 2 },
    }));
  it('does not take who filled it in for a line of its own', () =>
    expect(found(['填报：', '', '日期：', ''], ['序号', '任务', '牵头', '备注'])).toMatchObject({
      titles: [['序号'], ['任务'], ['牵头'], ['备注']],
      at: 1,
    }));
  it('does not take the first line of data, though it says what a title says', () => {
    expect(found(['序号', '任务', '备注'], ['1', '牵头', ''])).toMatchObject({ at: 0, below: 1 });
    expect(found(['任务', '责任', '责任'], ['甲', '牵头', '配合'])).toMatchObject({ below: 1 });
  });
  it('ends with the last title, and is not below the first data', () => {
    expect(found(['序号', '任务', '', ''])?.titles).toHaveLength(2);
    const isData = (cells: readonly string[]) => cells.includes('1');
    expect(headingIn([['序号'], ['1'], ['序号 任务'], ['任务', '备注']], worth, isData)?.at).toBe(0);
  });
  it('is not in what says nothing that is known', () => {
    expect(found(['甲', '乙'])).toBeNull();
    expect(found()).toBeNull();
  });
});

describe('a line that says the heading over again', () => {
  const titles = [['序号'], ['责任', '牵头'], ['责任', '配合'], ['备注']];
  it('says in each cell what its column is called, whatever its width and blanks', () => {
    for (const cells of [
      ['序号', '牵头', '配合', '备注'],
      ['序号', '责任', '责任', ''],
      ['序 号', '牵\n头', '配　合', ''],
    ])
      expect(repeatsHeading(cells, titles)).toBe(true);
    expect(repeatsHeading(['任务'], [['任务']])).toBe(true);
  });
  it('is none where anything else is filled in, in another place, or one cell alone', () => {
    for (const cells of [
      ['1', '牵头', '配合', '备注'],
      ['牵头', '序号', '', ''],
      ['', '牵头', '', ''],
      ['', '', '', ''],
      ['序号', '牵头', '配合', '备注', '甲'],
    ])
      expect(repeatsHeading(cells, titles)).toBe(false);
  });
});

it('a line merged over the whole table says one thing everywhere', () => {
  expect(isSpanned(['注：略', '注：略 ', '注：略'])).toBe(true);
  for (const cells of [[], ['注'], ['', ''], ['注', '']]) expect(isSpanned(cells)).toBe(false);
});
