import { readNotice } from '..';
import { refuseMarkedPage } from './marks';
import { markInRows } from './marked-cells';

const body = [
  '桐泽市园林局关于做好迎检工作的通知',
  '各科室：',
  '现将有关事项通知如下。',
  '一、工作任务',
  '（一）补植绿篱。',
];
const notice = (...head: string[]) => readNotice([...head, ...body].join('\n'));
const refused = expect.objectContaining({ code: 'notice.classified' }) as Error;
const bars = (rows: readonly (readonly string[])[]) => rows.map((row) => `| ${row.join(' | ')} |`);

const own: [string, string[][]][] = [
  [
    '密级 beside its value, in a form of several rows',
    [
      ['文号', '桐园发〔2026〕3号', '份号', '1'],
      ['紧急程度', '特急', '密级', '机密'],
    ],
  ],
  [
    '密级 beside its value',
    [
      ['密级', '机密'],
      ['文号', '桐园发〔2026〕3号'],
    ],
  ],
  ['密级 beside its value, behind others', [['文号', '桐园发〔2026〕3号', '密级', '秘 密']]],
  [
    '密级 over one value',
    [
      ['密级', '紧急程度', '份号'],
      ['机密', '特急', '000012'],
    ],
  ],
  [
    '密级 over one value, and a table below',
    [
      ['紧急程度', '密级'],
      ['特急', '机密'],
      ['序号', '任务'],
      ['1', '巡查'],
    ],
  ],
  ['one cell with both', [['任务分解表', '密级：机密']]],
  ['a bare cell beside a title', [['任务分解表', '', '机密']]],
  [
    'with its star',
    [
      ['序号', '任务'],
      ['1', '巡查'],
      ['机密★1年', ''],
    ],
  ],
];
const others: [string, string[][]][] = [
  [
    'a register of papers',
    [
      ['序号', '文件名称', '密级'],
      ['1', '关于报送材料的函', '机密'],
      ['2', '关于召开会议的通知', '公开'],
    ],
  ],
  [
    'a register with terms, of which the first column is 密级',
    [
      ['密级', '文号'],
      ['机密★10年', '桐文〔2020〕1号'],
      ['秘密★5年', '桐文〔2020〕2号'],
    ],
  ],
  [
    'a register of one paper, numbered',
    [
      ['序号', '文件名称', '密级'],
      ['1', '关于报送材料的函', '机密'],
    ],
  ],
  [
    'a count by level',
    [
      ['单位', '绝密', '机密', '秘密'],
      ['办公室', '0', '1', '4'],
    ],
  ],
  ['values to choose from', [['公开'], ['内部'], ['秘密'], ['机密']]],
  [
    'words in a cell',
    [
      ['序号', '要求'],
      ['1', '机密文件按规定管理，不得泄露国家秘密'],
    ],
  ],
  [
    'a column of something else',
    [
      ['序号', '类别'],
      ['1', '秘密'],
      ['2', '普通'],
    ],
  ],
];

describe('a mark in a table', () => {
  it.each(own)('%s is that of the paper', (_, rows) => {
    expect(markInRows(rows)).toMatch(/^[秘机绝]密$/);
    expect(() => notice(...bars(rows))).toThrow(refused);
  });

  it.each(others)('%s is none', (_, rows) => {
    expect(markInRows(rows)).toBeNull();
    expect(() => notice(...bars(rows))).not.toThrow();
  });

  it('counts at the head of an annex too, and a bare word in the middle of a text does not', () => {
    const filler = Array.from({ length: 20 }, (_, i) => `（${i + 2}）第${i + 1}段正文，内容从略。`);
    const rows = bars([
      ['密级', '机密'],
      ['编号', '7'],
    ]);
    expect(() => readNotice([...body, ...filler, '附件1', ...rows].join('\n'))).toThrow(refused);
    expect(readNotice([...body, ...filler, ...rows, ...filler].join('\n')).title?.value).toBe(body[0]);
  });

  it.each(['文号：桐园发〔2026〕3号 密级：机密 份号：1', '密级：机密；紧急程度：特急', '文件密级：秘密'])(
    '“%s” in a line',
    (line) => {
      expect(() => notice(line)).toThrow(refused);
    },
  );
});

describe('secrets that are not the state’s', () => {
  const warned = (...head: string[]) => notice(...head).warnings.filter(({ code }) => code === 'mark.not-of-state');

  it.each([
    ['工作秘密', '工作秘密'],
    ['工作秘密★3年', '工作秘密'],
    ['【商业秘密】', '商业秘密'],
    ['核心商业秘密', '核心商业秘密'],
    ['核心商密', '核心商密'],
    ['核心机密', '核心机密'],
    ['核心秘密', '核心秘密'],
    ['密级：工作秘密', '工作秘密'],
    ['| 密级 | 商业秘密 |', '商业秘密'],
  ])('“%s” is read with a warning', (line, mark) => {
    expect(warned(line)).toEqual([{ code: 'mark.not-of-state', params: { mark } }]);
  });

  it('“核心机密★10年” is: the star is the state’s', () => {
    expect(() => notice('核心机密★10年')).toThrow(refused);
  });

  it('the word in a sentence is nothing', () => {
    expect(warned('各科室要保守工作秘密、商业秘密。')).toEqual([]);
  });
});

describe('a slide', () => {
  it('has a mark where one level stands, not where it tells of several', () => {
    expect(() => refuseMarkedPage(['工作汇报', '机密'])).toThrow(refused);
    expect(() => refuseMarkedPage(['密级', '绝密', '机密★1年'])).toThrow(refused);
    expect(() => refuseMarkedPage(['国家秘密分三级', '绝密', '机密', '秘密'])).not.toThrow();
    expect(() => refuseMarkedPage(['保守国家秘密，机密文件按规定管理'])).not.toThrow();
  });
});
