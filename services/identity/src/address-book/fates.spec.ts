import { RuleViolation } from '@chuangwen/kernel';
import { readBook } from './book';
import type { Choices, KnownBook } from './fate';
import { fatesOf } from './fates';

const office = { name: '桐泽市文明办', level: 'city' as const, organisationId: 'office-root' };
const agency = (id: string, ...names: string[]) => ({
  tenantId: id,
  organisationId: `${id}-root`,
  names,
  managed: true,
});
const known: KnownBook = {
  office,
  agencies: [
    agency('edu', '桐泽市教育局'),
    agency('road', '桐泽市交通运输局', '市交通局'),
    agency('social', '桐泽市社会治理事务部'),
    { ...agency('forest', '桐泽市林业局'), managed: false },
  ],
  units: [{ tenantId: 'edu', organisationId: 'edu-school', names: ['桐泽市第一小学'] }],
};
const choices = (more: Partial<Choices> = {}): Choices => ({
  accounts: true,
  left: new Set(),
  taken: new Set(),
  ...more,
});

const HEADER = ['序号', '单位名称', '简称', '主管部门', '联系人', '联系电话'];
const line = (name: string, parent = '', contact = '', telephone = '', short = '') => [
  '1',
  name,
  short,
  parent,
  contact,
  telephone,
];
const table = (...rows: string[][]) => [{ name: '通讯录', rows: [HEADER, ...rows] }];
const fates = (rows: string[][], more?: Partial<Choices>, with_ = known) =>
  fatesOf(readBook(table(...rows)), with_, choices(more)).map(({ fate }) => fate);

describe('the header', () => {
  it('is found below title rows, over two merged lines, and its columns are told by their words', () => {
    const rows = [
      [
        '桐泽市参创单位通讯录',
        '桐泽市参创单位通讯录',
        '桐泽市参创单位通讯录',
        '桐泽市参创单位通讯录',
        '桐泽市参创单位通讯录',
      ],
      ['2026年3月', '', '', '', ''],
      ['序号', '单 位 全 称', '上级单位', '联系人', '联系人'],
      ['序号', '单 位 全 称', '上级单位', '姓名', '电话'],
      ['一、市直部门', '一、市直部门', '一、市直部门', '一、市直部门', '一、市直部门'],
      ['1', '桐泽市水利局', '', '汪若楠', '0913-5550101'],
      ['合计', '1家', '', '', ''],
    ];
    const book = readBook([{ name: 'Sheet1', rows }]);
    expect(book.columns.map(({ meaning }) => meaning)).toEqual(['number', 'name', 'parent', 'contact', 'telephone']);
    expect(book).toMatchObject({ header: 4, passedOver: [5, 7] });
    expect(book.rows).toMatchObject([{ row: 6, name: '桐泽市水利局', contact: '汪若楠', telephone: '0913-5550101' }]);
  });
  it('is missed where no column holds names', () =>
    expect(() =>
      readBook([
        {
          name: 'x',
          rows: [
            ['序号', '金额'],
            ['1', '2'],
          ],
        },
      ]),
    ).toThrow(new RuleViolation('address-book.no-header')));
  it('without anything below is said to be empty', () =>
    expect(() => readBook(table())).toThrow(new RuleViolation('address-book.empty')));
});

describe('the fate of a row', () => {
  it.each([
    ['a new agency', [line('桐泽市水利局')], ['new-agency']],
    ['a new agency hanging under the office itself', [line('桐泽市水利局', '市文明办')], ['new-agency']],
    ['the office of a district', [line('临江区文明办')], ['new-office']],
    ['the office itself', [line('桐泽市精神文明建设指导委员会办公室')], ['there']],
    ['a name that stands already', [line('桐泽市教育局')], ['there']],
    ['the same name but for width and spaces', [line('桐泽市 教 育 局')], ['there']],
    ['the same without the city', [line('市教育局')], ['there']],
    ['by its short name', [line('交通局')], ['there']],
    [
      'by a usual abbreviation of something in the same file',
      [line('桐泽市发展和改革委员会'), line('市发改委')],
      ['new-agency', 'duplicate'],
    ],
    ['another bureau with a longer name', [line('桐泽市教育体育局')], ['perhaps-there']],
    ['what may be an abbreviation', [line('市社治部')], ['perhaps-there']],
    ['twice in the file', [line('桐泽市水利局'), line('桐泽市水利局')], ['new-agency', 'duplicate']],
    [
      'a unit of a row further down',
      [line('河道管理所', '市水利局'), line('桐泽市水利局')],
      ['new-unit', 'new-agency'],
    ],
    ['a unit of what stands', [line('第二小学', '市教育局')], ['new-unit']],
    ['a unit that stands', [line('第一小学', '教育局')], ['there']],
    ['a unit of a unit that stands', [line('后勤处', '桐泽市第一小学')], ['new-unit']],
    [
      'the same name under two parents',
      [line('办公室', '市教育局'), line('办公室', '市交通运输局')],
      ['new-unit', 'new-unit'],
    ],
    ['an unknown parent', [line('河道管理所', '市水务集团')], ['unknown-parent']],
    [
      'a ring of two, and what hangs below it',
      [line('甲所', '乙所'), line('乙所', '甲所'), line('丙所', '甲所')],
      ['cycle', 'cycle', 'parent-refused'],
    ],
    ['above itself', [line('甲所', '甲所')], ['cycle']],
    [
      'above itself, however it is written, though there is another of the name',
      [line('桐泽市乙乙局'), line('桐泽市乙乙局', '市乙乙局')],
      ['new-agency', 'cycle'],
    ],
    ['above itself twice', [line('甲所', '甲所'), line('甲所', '甲所')], ['cycle', 'cycle']],
    ['without a name', [line('', '市教育局', '汪若楠')], ['no-name']],
    ['a name too long', [line('局'.repeat(201))], ['too-long']],
    [
      'a unit of a refused row',
      [line('甲所', '乙局', ''), line('乙局', '丙集团')],
      ['parent-refused', 'unknown-parent'],
    ],
    ['somebody for an agency that nobody manages', [line('市林业局', '', '汪若楠')], ['contact-added']],
    ['somebody for an agency that manages itself', [line('市教育局', '', '汪若楠')], ['there']],
  ])('%s', (_, rows, expected) => expect(fates(rows)).toEqual(expected));

  it('of a doubtful row is decided by the office', () => {
    expect(fates([line('市社治部'), line('河道管理所', '市水务集团')], { taken: new Set([2, 3]) })).toEqual([
      'new-agency',
      'new-agency',
    ]);
    expect(fates([line('桐泽市水利局')], { left: new Set([2]) })).toEqual(['left-out']);
  });
  it('is told of a table of names and parents too', () => {
    const rows = (...more: string[][]) => [{ name: 'x', rows: [['单位名称', '上级单位'], ...more] }];
    const itself = ['桐泽市乙乙局', '桐泽市乙乙局'];
    const of = (...more: string[][]) => fatesOf(readBook(rows(...more)), known, choices()).map(({ fate }) => fate);
    expect(of(['桐泽市甲甲局', ''], itself, ['桐泽市丙丙局', ''])).toEqual(['new-agency', 'cycle', 'new-agency']);
    expect(of(itself)).toEqual(['cycle']);
  });
  it('adds no contact without accounts', () =>
    expect(fates([line('市林业局', '', '汪若楠')], { accounts: false })).toEqual(['there']));
  it('does not hang on anything being known', () =>
    expect(
      fates([line('桐泽市教育局'), line('第一小学', '市教育局')], {}, { ...known, agencies: [], units: [] }),
    ).toEqual(['new-agency', 'new-unit']));
  it('says what could not be read of a contact', () => {
    const [one] = fatesOf(readBook(table(line('桐泽市水利局', '', '汪若楠、程予安', '见附页'))), known, choices());
    expect(one).toMatchObject({
      contact: { name: '汪若楠', telephone: null },
      warnings: ['several-contacts', 'telephone-not-understood'],
    });
  });
});

describe('a book of many rows', () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) => line(`桐泽市第${i}单位`, i % 20 === 0 ? '' : `市第${i - (i % 20)}单位`));
  const ms = (n: number) => {
    const book = readBook(table(...many(n)));
    const begun = process.cpuUsage(); // not the clock: the machine may be busy with something else
    fatesOf(book, { ...known, agencies: many(n / 5).map(([, name]) => agency(name!, `远${name!}`)) }, choices());
    return process.cpuUsage(begun).user / 1000;
  };
  it('takes time in proportion', () => {
    ms(400);
    const [some, more] = [Math.min(ms(500), ms(500), ms(500)), Math.min(ms(5000), ms(5000), ms(5000))];
    expect(more).toBeLessThan(Math.max(some, 2) * 25);
  });
  it('with a chain without end is still answered', () => {
    const chain = Array.from({ length: 3000 }, (_, i) => line(`第${i}所`, `第${i + 1}所`));
    expect(new Set(fates(chain))).toEqual(new Set(['parent-refused', 'unknown-parent']));
  });
});
