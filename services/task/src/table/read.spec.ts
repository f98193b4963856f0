import { RuleViolation } from '@chuangwen/kernel';
import { fieldOf, layoutOf, recorded, STANDARD } from './columns';
import { readTable } from './read';

const table = (...rows: string[][]) => readTable([{ name: 'Sheet1', rows }]);

describe('the heading of a decomposition table', () => {
  it('is found below title lines, and its columns by other words too', () => {
    const { columns, rows } = table(
      [
        '桐泽市交通运输局任务分解表',
        '桐泽市交通运输局任务分解表',
        '桐泽市交通运输局任务分解表',
        '桐泽市交通运输局任务分解表',
      ],
      ['填报单位：', '', '', '2026年5月'],
      ['序号', '工作任务', '责 任\n单 位', '完成 时限'],
      ['1', '整治占道停车', '运输管理科', '2026-06-30'],
    );
    expect(columns.map(({ field }) => field)).toEqual(['number', 'title', 'leadUnit', 'deadline']);
    expect(rows).toEqual([
      {
        sheet: 'Sheet1',
        row: 4,
        cells: { number: '1', title: '整治占道停车', leadUnit: '运输管理科', deadline: '2026-06-30' },
        extra: [],
      },
    ]);
  });

  it('may have two lines, merged across and down', () => {
    const { columns, rows } = table(
      ['序号', '任务', '责任分工', '责任分工', '责任分工', '经费', '经费', '备注'],
      ['序号', '任务', '责任领导', '牵头科室', '配合科室', '预算', '到位', '备注'],
      ['1', '整治占道停车', '陆文博', '运输管理科', '', '3', '1', ''],
    );
    expect(columns.map(({ field }) => field)).toEqual([
      'number',
      'title',
      'leader',
      'leadUnit',
      'jointUnits',
      null,
      null,
      'remark',
    ]);
    expect(rows[0]!.extra).toEqual([
      { title: '经费 / 预算', value: '3' },
      { title: '经费 / 到位', value: '1' },
    ]);
    expect(columns[2]!.title).toBe('责任分工 / 责任领导');
    expect(fieldOf('责任分工 / 责任领导')).toBe('leader');
  });

  it('is not joined with a title that is merged over it', () => {
    const { columns } = table(
      ['某局任务分解表', '某局任务分解表', '某局任务分解表'],
      ['工作任务', '责任单位', '时间要求'],
      ['甲', '', ''],
    );
    expect(columns.map(({ title }) => title)).toEqual(['工作任务', '责任单位', '时间要求']);
  });

  it('keeps a second column of one meaning, one without a title, and two of one name apart', () => {
    const { rows, columns } = table(
      ['任务', '牵头科室', '备注', '备注', '', '经费', '经费'],
      ['甲', '办公室', '一', '二', '三', '四', '五'],
    );
    expect(columns.filter(({ field }) => field === null)).toHaveLength(4);
    expect(rows[0]!.extra.map(({ value }) => value)).toEqual(['二', '三', '四', '五']);
    expect(new Set(columns.map(({ title }) => title)).size).toBe(7);
  });

  it('is not in a sheet without tasks, and without any nothing is read', () => {
    const other = {
      name: '说明',
      rows: [
        ['填表说明', ''],
        ['一、请按要求填写', ''],
      ],
    };
    const sheet = {
      name: '表',
      rows: [
        ['任务', '牵头科室', '时限'],
        ['甲', '办公室', ''],
      ],
    };
    expect(readTable([other, sheet]).rows).toHaveLength(1);
    expect(() => readTable([other])).toThrow(RuleViolation);
  });

  it('blank lines and a note over the whole width are no rows', () => {
    const note = '注：本表每月5日前报送';
    const { rows } = table(['任务', '牵头科室', '时限'], ['', '', ''], ['甲', '', ''], [note, note, note]);
    expect(rows.map(({ cells }) => cells.title)).toEqual(['甲']);
  });

  it('an apostrophe that a CSV needs is not part of the text', () => {
    const { rows } = table(['任务', '牵头科室', '备注'], ['甲', '', "'=1+1"]);
    expect(rows[0]!.cells.remark).toBe('=1+1');
  });
});

describe('the columns of a table that goes out', () => {
  it('are the usual ones, then those that nobody knows, then the closing ones', () => {
    const titles = layoutOf(null, ['经费']).map(({ title }) => title);
    expect(titles.slice(0, 11)).toEqual(STANDARD.map(({ title }) => title));
    expect(titles.slice(11)).toEqual([
      '经费',
      '责任人',
      '所需材料',
      '状态',
      '进度（%）',
      '材料份数',
      '单位（勿改）',
      '任务编号（勿改）',
    ]);
  });
  it('say whose plan a task is from beside its id, also where they came in so; 单位 alone is the table’s own', () => {
    const { columns } = table(['任务', '牵头科室', '时限', '单位', '单位（勿改）'], ['甲', '', '', '元', '公路科']);
    expect(columns.map(({ field }) => field)).toEqual(['title', 'leadUnit', 'deadline', null, 'unit']);
    const again = layoutOf(recorded(columns), []);
    expect(again.slice(0, 5)).toEqual(columns);
    expect(again.filter(({ field }) => field === 'unit')).toHaveLength(1);
  });
  it('are as they came in, in order and title, with what is missing after them', () => {
    const imported = [
      { title: '工作任务', field: 'title' as const },
      { title: '经费', field: null },
      { title: '责任单位', field: 'leadUnit' as const },
    ];
    const columns = layoutOf(imported, ['经费', '旧列']);
    expect(columns.slice(0, 3)).toEqual(imported);
    expect(columns.map(({ title }) => title).filter((title) => title === '经费')).toHaveLength(1);
    expect(columns.map(({ field }) => field)).toEqual(expect.arrayContaining(['measure', 'remark', 'taskId']));
    expect(columns.map(({ title }) => title)).toContain('旧列');
  });
  it('are known again when they come back', () => {
    for (const { title, field } of layoutOf(null, [])) expect([title, fieldOf(title)]).toEqual([title, field]);
  });
});
