import { RuleViolation } from '@chuangwen/kernel';
import { numberIn, readCell } from './cells';
import { filledRows, sourcesOf } from './fill';
import { readFilledSheet } from './filled-sheet';
import { readHeader } from './header';
import { isLate, merged, type Owed } from './merged';
import { overlapsOf } from './overlap';
import { reminderText } from './words';

const column = (title: string, kind: 'text' | 'number' | 'day' | 'choice' = 'text', choices: string[] = []) => ({
  columnId: title,
  title,
  kind,
  choices,
  required: false,
});
const sheet = (...rows: string[][]) => [{ name: 'Sheet1', rows }];

describe('columns from a spreadsheet', () => {
  it('have kinds from examples and titles; totals, remarks and numbering are left out', () => {
    const read = readHeader(
      sheet(
        [
          '一季度宣传活动统计表',
          '一季度宣传活动统计表',
          '一季度宣传活动统计表',
          '一季度宣传活动统计表',
          '一季度宣传活动统计表',
          '一季度宣传活动统计表',
        ],
        ['序号', '单位名称', '活动场次', '举办日期', '是否公示', '联系电话'],
        ['1', '市教育局', '1,204', '2026年3月5日', '', '0913-5550101'],
        ['合计', '', '1204', '', '', ''],
        ['注：场次含线上活动', '', '', '', '', ''],
      ),
    );
    expect(read).toMatchObject({ title: '一季度宣传活动统计表', header: 2, leftOut: ['序号'] });
    expect(read.columns.map(({ title, kind }) => [title, kind])).toEqual([
      ['单位名称', 'text'],
      ['活动场次', 'number'],
      ['举办日期', 'day'],
      ['是否公示', 'choice'],
      ['联系电话', 'text'],
    ]);
    expect(read.columns[3]?.choices).toEqual(['是', '否']);
    expect(read.passedOver).toEqual([
      { row: 4, why: 'total' },
      { row: 5, why: 'remark' },
    ]);
  });
  it('are named among what is left out where a title is there already, and are not read from the heading over again', () => {
    const read = readHeader(
      sheet(
        ['序号', '活动', '数量', '数量（场）'],
        ['1', '宣讲', '3', '5'],
        ['序号', '活动', '数量', '数量（场）'],
        ['2', '劝导', '4', '6'],
      ),
    );
    expect(read.columns.map(({ title, kind }) => [title, kind])).toEqual([
      ['活动', 'text'],
      ['数量', 'number'],
    ]);
    expect(read).toMatchObject({ leftOut: ['序号', '数量（场）'], passedOver: [{ row: 3, why: 'heading' }] });
  });
  it('may stand below a line of groups', () => {
    const { columns } = readHeader(
      sheet(['单位', '宣讲', '宣讲', '劝导', '劝导'], ['单位', '场次', '人数', '场次', '人数'], ['', '', '', '', '']),
    );
    expect(columns.map(({ title, kind }) => `${title} ${kind}`)).toEqual([
      '单位 text',
      '宣讲场次 number',
      '宣讲人数 number',
      '劝导场次 number',
      '劝导人数 number',
    ]);
  });
  it('have no line of groups where a title is merged over another line', () =>
    expect(
      readHeader(
        sheet(['填报单位：', '', '2026年5月', ''], ['单位', '场次', '人数', '备注'], ['甲', '1', '2', '']),
      ).columns.map(({ title }) => title),
    ).toEqual(['单位', '场次', '人数', '备注']));
  it('are refused where there are none', () =>
    expect(() => readHeader(sheet())).toThrow(new RuleViolation('request.no-header')));
});

describe('a cell', () => {
  it.each([
    ['１，２０４', 1204],
    ['-3.50', -3.5],
    ['12 000', 12000],
    ['50%', null],
    ['3场', null],
    ['1,23', null],
    ['999999999999999', 999_999_999_999_999],
    ['-0.0000000001', -1e-10],
    ['1000000000000000', null],
    ['0.12345678901', null],
  ])('number %s is %s', (text, number) => expect(numberIn(text)).toBe(number));
  it('keeps what can’t be read, with why', () =>
    expect(readCell('若干', column('场次', 'number'))).toEqual({ value: '若干', fault: 'answer.not-a-number' }));
  it.each<[string | number]>([[1e26], [-1e15], [1e-11], ['1000000000000000'], ['0.12345678901']])(
    'has no number that can’t be added up: %s',
    (given) =>
      expect(readCell(given, column('金额', 'number'))).toEqual({
        value: given,
        fault: 'answer.number-out-of-range',
      }),
  );
  it('takes a choice however wide it is typed', () =>
    expect(readCell('ａ类', column('类', 'choice', ['a类'])).value).toBe('a类'));
});

describe('a sheet filled in outside', () => {
  const columns = [column('活动'), column('场次', 'number')];
  it('is matched by titles, each row with its fate', () => {
    const read = readFilledSheet(
      sheet(
        ['填报表'],
        ['序号', '场次（场）', '活动', '经办'],
        ['1', '3', '宣讲', '甲'],
        ['2', '三', '劝导', '乙'],
        ['合计', '3', '', ''],
      ),
      columns,
    );
    expect(read.rows).toEqual([
      { row: 3, fate: 'taken', cells: ['宣讲', 3], faults: [] },
      { row: 4, fate: 'wrong', cells: ['劝导', '三'], faults: [{ column: '场次', fault: 'answer.not-a-number' }] },
      { row: 5, fate: 'total', cells: [], faults: [] },
    ]);
    expect(read).toMatchObject({ lacking: [], unasked: ['经办'] });
  });
  it('has the rows that say its heading over again listed as such, though text would take them', () => {
    const texts = [column('单位名称'), column('联系人')];
    const heading = ['序号', '单位名称', '联系人'];
    const { rows } = readFilledSheet(sheet(heading, ['1', '甲', '程予安'], heading, ['2', '乙', '汪若楠']), texts);
    expect(rows.map(({ row, fate, cells }) => [row, fate, ...cells])).toEqual([
      [2, 'taken', '甲', '程予安'],
      [3, 'heading'],
      [4, 'taken', '乙', '汪若楠'],
    ]);
  });
  it('is matched under a heading of two lines too', () => {
    const asked = [column('单位'), column('宣讲场次', 'number'), column('劝导场次', 'number')];
    const read = readFilledSheet(
      sheet(
        ['单位', '宣讲', '宣讲', '劝导', '劝导'],
        ['单位', '场次', '人数', '场次', '人数'],
        ['甲', '1', '20', '3', '40'],
      ),
      asked,
    );
    expect(read.lacking).toEqual([]);
    expect(read.rows).toEqual([{ row: 3, fate: 'taken', cells: ['甲', 1, 3], faults: [] }]);
    expect(read.unasked).toEqual(['宣讲人数', '劝导人数']);
  });
  it('is refused when a title that was asked for is in it twice', () => {
    const twice = sheet(['活动', '场次', '场次（场）'], ['宣讲', '3', '4']);
    expect(() => readFilledSheet(twice, columns)).toThrow(new RuleViolation('answer.title-twice', { column: '场次' }));
    expect(readFilledSheet(sheet(['活动', '场次', '经办', '经办'], ['宣讲', '3', '', '']), columns).rows).toHaveLength(
      1,
    );
  });
  it('is refused when there is more to be read than anybody looks through', () => {
    const many = Array.from({ length: 60 }, (_, i) => column(`列${i}`));
    const titles = many.map(({ title }) => title);
    const rows = (count: number) => Array.from({ length: count }, () => titles.map(() => '1'));
    expect(readFilledSheet(sheet(titles, ...rows(833)), many).rows).toHaveLength(833);
    expect(() => readFilledSheet(sheet(titles, ...rows(834)), many)).toThrow(
      new RuleViolation('answer.too-many-cells', { limit: 50_000, cells: 50_040 }),
    );
    expect(() => readFilledSheet(sheet(['活动', '场次'], ...rows(2001)), columns)).toThrow(
      new RuleViolation('answer.too-many-rows', { limit: 2000 }),
    );
  });
  it('keeps no more of too long a text than shows that it is', () => {
    const [row] = readFilledSheet(sheet(['活动', '场次'], ['长'.repeat(9000), '1']), columns).rows;
    expect(row).toMatchObject({ fate: 'wrong', faults: [{ column: '活动', fault: 'answer.too-long' }] });
    expect(String(row!.cells[0])).toHaveLength(2001);
  });
  it('is refused when it is another table', () =>
    expect(() => readFilledSheet(sheet(['甲', '乙']), columns)).toThrow(new RuleViolation('answer.other-table')));
});

describe('what the platform fills in', () => {
  const facts = {
    name: '桐泽市教育局',
    shortName: null,
    code: '1161',
    category: null,
    level: null,
    contact: '汪若楠',
    telephone: null,
  };
  const columns = [
    column('填报单位'),
    column('联系人'),
    column('任务数', 'number'),
    column('已完成数', 'number'),
    column('活动 场次', 'number'),
    column('备注'),
  ];
  const counts = { tasks: 12, submitted: 9, accepted: 7, onTime: 6 };
  const earlier = [{ columns: [column('活动场次（场）', 'number')], rows: [[31], [32]] }];
  it('is each with where it came from, and nothing made up', () => {
    const [row] = filledRows(columns, { facts, counts, earlier, rows: 'one' });
    expect(row).toEqual([
      { value: '桐泽市教育局', source: 'organisation' },
      { value: '汪若楠', source: 'contact' },
      { value: 12, source: 'counter' },
      { value: 7, source: 'counter' },
      { value: 31, source: 'earlier' },
      { value: null, source: null },
    ]);
  });
  it('is no figure without a campaign, and as many rows as were answered before', () => {
    const rows = filledRows(columns, { facts, counts: null, earlier, rows: 'many' });
    expect(rows.map((row) => [row[2]?.value, row[4]?.value])).toEqual([
      [null, 31],
      [null, 32],
    ]);
  });
  it('is no longer the platform’s once it was changed', () => {
    const filled = filledRows(columns, { facts, counts, earlier, rows: 'one' });
    expect(sourcesOf(['桐泽市教育局', '程予安', 12, 7, 33, null], filled, 6)).toEqual([
      'organisation',
      null,
      'counter',
      'counter',
      null,
      null,
    ]);
  });
});

describe('the merged table', () => {
  const owed = (answerId: string, more: Partial<Owed> = {}): Owed => ({
    answerId,
    organisationId: answerId,
    tenantId: answerId,
    name: answerId,
    deadline: '2026-04-10',
    reminders: 0,
    standing: null,
    ...more,
  });
  const standing = (firstOn: string, ...cells: (string | number | null)[]) => ({
    situation: 'submitted' as const,
    submittedOn: firstOn,
    firstOn,
    rows: [{ rowId: 'r', cells, sources: [null, 'earlier' as const], returned: null }],
  });
  const all = [
    owed('c'),
    owed('b', { standing: standing('2026-04-11', '劝导', 0.2) }),
    owed('a', { standing: standing('2026-04-10', '宣讲', 0.1) }),
  ];
  it('has the rows in the order of those who owe', () =>
    expect(merged(all).map(({ name, cells }) => [name, ...cells])).toEqual([
      ['b', '劝导', 0.2],
      ['a', '宣讲', 0.1],
    ]));
  const late = (day: string | null) => all.filter((one) => isLate(one, day)).map(({ answerId }) => answerId);
  it('knows who is late', () => expect(late('2026-04-12')).toEqual(['c', 'b']));
  it('has nobody late who is missing of a withdrawn one', () => expect(late(null)).toEqual(['b']));
  it('has nobody late on the day itself that is missing', () => expect(late('2026-04-10')).toEqual(['b']));
});

describe('what was asked before', () => {
  const asked = (requestId: string, issuedOn: string, titles: string[], organisations: string[]) => ({
    requestId,
    title: requestId,
    issuedOn,
    columns: titles.map((title) => column(title)),
    organisations,
  });
  const wanted = { columns: [column('单位名称'), column('活动场次（场）')], organisations: ['edu', 'road'] };
  it('is found by title among the same organisations, the newest first', () =>
    expect(
      overlapsOf(wanted, [
        asked('old', '2026-01-05', ['活动 场次'], ['edu']),
        asked('new', '2026-02-05', ['活动场次', '备注'], ['road', 'edu']),
      ]),
    ).toEqual([
      { requestId: 'new', title: 'new', issuedOn: '2026-02-05', columns: ['活动场次'], organisations: 2 },
      { requestId: 'old', title: 'old', issuedOn: '2026-01-05', columns: ['活动 场次'], organisations: 1 },
    ]));
  it('is not what every table has, nor what others were asked', () =>
    expect(
      overlapsOf(wanted, [
        asked('a', '2026-01-05', ['单位名称', '备注'], ['edu']),
        asked('b', '2026-01-05', ['活动场次'], ['water']),
      ]),
    ).toEqual([]));
});

it('a reminder names who owes what, and who is late', () =>
  expect(
    reminderText(
      { title: '一季度统计', basis: '桐文明办〔2026〕3号' },
      [
        { name: '市水利局', deadline: '2026-04-10' },
        { name: '市教育局', deadline: '2026-04-20' },
      ],
      '2026-04-12',
    ),
  ).toBe(
    '【报送提醒】一季度统计\n依据：桐文明办〔2026〕3号\n截至4月12日，还有2家未报：\n（已逾期，应于4月10日前报送）市水利局\n（4月20日前报送）市教育局\n请尽快在创文平台“报送事项”中填报；如有困难请与我们联系延期。',
  ));
