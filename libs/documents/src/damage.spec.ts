import { readNotice, toInterchange, toPage } from '.';

const notice = (...lines: string[]) => readNotice(lines.join('\n'));
const head = ['桐泽市园林局关于做好迎检工作的通知', '各科室：', '现将有关事项通知如下。'];
const codes = (read: ReturnType<typeof readNotice>) => read.warnings.map(({ code }) => code);

describe('the mark of a classified document', () => {
  const marks = [
    '机密★1年',
    '秘密',
    '绝 密 ★ 长期',
    '密级：机密',
    '【机密】',
    '（秘密）',
    '＊机密＊',
    '机密·1年',
    '| 秘密 | 特急 |',
    '機密★1年',
    '密級：絕密',
  ];
  it.each(marks)('%s is refused', (mark) => {
    expect(() => notice(mark, ...head)).toThrow(expect.objectContaining({ code: 'notice.classified' }));
  });

  it('is not the word in a sentence', () => {
    const read = notice(
      ...head,
      '一、工作要求',
      '（一）遵守保密纪律。不得泄露国家秘密、工作秘密，机密文件按规定管理。',
    );
    expect(read.requirements).toHaveLength(1);
  });

  it('an internal document is read with a warning', () => {
    expect(codes(notice('内部资料 注意保存'.replace(' ', '，'), ...head))).toContain('mark.internal');
    expect(codes(notice(...head))).not.toContain('mark.internal');
  });
});

describe('what the page around a document brings', () => {
  const ad = '体育投注网_竞彩直播【官方入口】@';

  it('an advertisement inside a sentence goes, the sentence stays', () => {
    const read = notice(
      ...head,
      '一、工作任务',
      `（一）修剪行道树${ad.replace('体育投注网', '竞彩投注网')}，补植绿篱。`,
      `（二）清洗护栏${ad.replace('体育投注网', '竞彩投注网')}。`,
    );
    expect(read.measures.map(({ title }) => title.value)).toEqual(['修剪行道树，补植绿篱', '清洗护栏']);
    expect(codes(read)).toContain('text.noise-removed');
  });

  it('a real sentence about the same things stays as it is', () => {
    const read = notice(
      ...head,
      '一、工作任务',
      '（一）整治彩票站点、扫码点餐处的乱贴乱画。',
      '（二）制作扫一扫就能看的导览牌。',
    );
    expect(read.measures.map(({ title }) => title.value)).toEqual([
      '整治彩票站点、扫码点餐处的乱贴乱画',
      '制作扫一扫就能看的导览牌',
    ]);
    expect(codes(read)).not.toContain('text.noise-removed');
  });

  it('navigation, footers and page numbers go', () => {
    const read = notice(
      '当前位置：首页 > 公告',
      '发布时间：2021-06-01 浏览次数：9',
      ...head,
      '一、工作任务',
      '（一）补植',
      '- 2 -',
      '绿篱。',
      '上一篇：无',
      '版权所有 桐泽市园林局',
    );
    expect(JSON.stringify(toInterchange(read))).not.toMatch(/首页|浏览|上一篇|版权|- 2/);
  });
});

describe('odd text', () => {
  it('a garbled passage is kept as it is, and pointed out at its item', () => {
    const read = notice(...head, '一、工作任务', '（一）落实门前三包日??疾俸图觳椋。', '（二）补植绿篱。');
    expect(read.measures[0]?.title.value).toBe('落实门前三包日??疾俸图觳椋');
    expect(read.measures[0]?.title.warnings.map(({ code }) => code)).toEqual(['text.garbled']);
    expect(read.measures[1]?.title.warnings).toEqual([]);
    expect(codes(read)).toContain('text.garbled');
  });

  it('a cut end is pointed out, a whole one is not', () => {
    expect(codes(notice(...head, '一、工作任务', '（一）补植绿篱，因管护不到位造成考核'))).toContain('text.truncated');
    expect(codes(notice(...head, '一、工作任务', '（一）补植绿篱，落实管护责任到人头。'))).not.toContain(
      'text.truncated',
    );
  });

  it.each([
    ['a gap', ['（一）甲项工作。', '（三）乙项工作。'], 'numbering.gap'],
    ['a repeat', ['（一）甲项工作。', '（一）乙项工作。', '（一）丙项工作。'], null],
    ['a lost numeral', ['（一）甲项工作。', '、乙项要求'], 'numbering.lost'],
    ['none', ['（一）甲项工作。', '（二）乙项工作。'], null],
  ])('numbers with %s', (_, items, code) => {
    const numbering = codes(notice(...head, '一、工作任务', ...items)).filter((one) => one.startsWith('numbering'));
    expect(numbering[0] ?? null).toBe(items[1] === '（一）乙项工作。' ? 'numbering.repeated' : code);
  });

  it('a number in the style of the outer list belongs to the inner one', () => {
    const read = notice(...head, '一、工作任务', '1.东园清草。', '2.西园：', '（1）补种；', '2.浇水。', '3.南园修枝。');
    expect(read.measures.map(({ number, children }) => [number, children.length])).toEqual([
      ['1.', 0],
      ['2.', 2],
      ['3.', 0],
    ]);
    expect(codes(read)).toContain('numbering.slip');
  });

  it('brackets and 、 inside a name are not cut', () => {
    const read = notice(
      '桐泽市园林局关于做好迎检工作的通知',
      '各乡（镇、街道），市直各部门（单位），金水、银水管理处：',
      '现将有关事项通知如下。',
    );
    expect(read.addressees.map(({ value }) => value)).toEqual([
      '各乡（镇、街道）',
      '市直各部门（单位）',
      '金水、银水管理处',
    ]);
  });
});

it('nothing is invented for a measure without owner or deadline', () => {
  const read = notice(...head, '一、工作任务', '（一）补植绿篱。', '（二）清洗护栏。');
  expect(read.measures.map(({ responsible, deadline }) => [responsible, deadline])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect([
    read.tasks,
    read.phases,
    read.cc,
    read.attachments,
    read.leadingGroup,
    read.issuedOn,
    read.docNumber,
  ]).toEqual([[], [], [], [], null, null, null]);
});

it('the page for a clerk says in words what is missing, concluded and doubtful', () => {
  const page = toPage(
    notice(
      ...head,
      '一、工作任务',
      '（一）补植绿篱（责任单位：绿化科；完成时限：6月底前）。',
      '（三）清洗护栏。',
      '桐泽市园林局',
      '2021年5月8日',
    ),
  );
  expect(page).toContain('责任：绿化科（第5行）');
  expect(page).toContain('2021-06〔推定〕');
  expect(page).toContain('抄送：（原文没有）');
  expect(page).toContain('序号不连续：“（三）”前面只到第 1 项');
});
