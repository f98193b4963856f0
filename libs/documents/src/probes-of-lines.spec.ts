import { readNotice, toInterchange } from '.';

type Facts = {
  title: string | null;
  issuer: string | null;
  issuedOn: string | null;
  addressees: string[] | null;
  attachments: string[] | null;
  leadingGroup: object | null;
  phases: { name: string }[] | null;
  tasks: { text: string; responsible: string | null; deadline: string | null }[] | null;
};
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;
const told = ({ tasks }: Facts) => tasks?.map(({ text, responsible, deadline }) => [text, responsible, deadline]) ?? [];

describe('a table of which only lines are left', () => {
  const rows = [
    ['1', '内河水面无漂浮物、无垃圾', '10', '河道管理所', '工程科', '2020年9月5日'],
    ['2', '公示牌信息准确、无破损', '5', '河长办', '2020年8月31日'],
    ['3', '机关大院环境整洁，停车有序', '5', '办公室', '2020年8月28日'],
  ];
  const facts = [
    ['内河水面无漂浮物、无垃圾', '河道管理所、工程科', '2020-09-05'],
    ['公示牌信息准确、无破损', '河长办', '2020-08-31'],
    ['机关大院环境整洁，停车有序', '办公室', '2020-08-28'],
  ];

  it.each(['测评内容', '测评标准', '存在问题', '具体做法'])('has its work in the column %s', (name) => {
    const table = read(
      '桐泽市水务局测评责任分解表',
      '现将任务分解如下。',
      ...['序号', name, '分值', '责任科室', '完成时限'],
      ...rows.flat(),
      ...['合计', '20', '桐泽市水务局', '2020年8月18日'],
    );
    expect(told(table)).toEqual(facts);
    expect([table.issuer, table.issuedOn]).toEqual(['桐泽市水务局', '2020-08-18']);
  });

  it('signs with its last rows at most, also where its columns are not known', () => {
    const unknown = read(
      '桐泽市水务局情况表',
      '甲',
      '乙',
      ...rows.flatMap(([, work, , who, ...rest]) => [work!, who!, rest.at(-1)!]),
      '桐泽市水务局',
      '2020年8月18日',
    );
    expect([unknown.issuer, unknown.issuedOn]).toEqual(['桐泽市水务局', '2020-08-18']);
  });

  it('tells work that begins like a time from a deadline, and a person from a word', () => {
    expect(
      told(
        read(
          '桐泽市医院问题整改表',
          ...['存在问题', '整改措施', '责任人', '整改时限'],
          ...['门诊大厅座椅破损', '立即更换破损座椅', '柳如松', '2020年9月5日'],
          ...['宣传栏内容陈旧', '每月更换一次宣传栏画面', '郑晓棠', '2020年9月8日'],
        ),
      ),
    ).toEqual([
      ['立即更换破损座椅', '柳如松', '2020-09-05'],
      ['每月更换一次宣传栏画面', '郑晓棠', '2020-09-08'],
    ]);
  });
});

describe('a whole document in one line', () => {
  const page =
    '您的位置：首页>通知公告关于开展文明公园创建活动的通知发布时间：2016-05-12处属各公园、各科室：为提升服务水平，决定开展文明公园创建活动。现就有关事项通知如下：' +
    '一、创建措施（一）美化园容园貌。加强养护管理。（二）完善服务设施。检修园路座椅。' +
    '二、方法步骤（一）宣传发动阶段（2016年5月15日—5月31日）。悬挂横幅。（二）考核验收阶段（2016年11月1日—12月20日）。组织验收。' +
    '附件：1.文明公园评分标准2.文明公园申报表桐泽市公园管理处2016年5月10日抄送：市园林局';

  it('keeps its title, addressees, annexes, signature and the names of its stages apart', () => {
    expect(read(page)).toMatchObject({
      title: '关于开展文明公园创建活动的通知',
      addressees: ['处属各公园', '各科室'],
      attachments: ['文明公园评分标准', '文明公园申报表'],
      issuer: '桐泽市公园管理处',
      issuedOn: '2016-05-10',
      phases: [{ name: '宣传发动阶段' }, { name: '考核验收阶段' }],
    });
  });
});

describe('words of a page in one line with the document', () => {
  it.each([
    '发布时间：2019-05-16 08:22:10 浏览次数：1307 【字体：大 中 小】       ',
    '时间:2019-05-16 10:12:33浏览量：1307次',
    '2019-05-16 10:11 点击:1024次',
  ])('%s', (words) => {
    const page = `桐泽市医院创建工作实施方案${words}各科室、各支部：为贯彻落实推进会精神，做好迎检工作，结合我院实际，特制定本方案。一、工作目标全面达标。`;
    expect(read(page)).toMatchObject({ title: '桐泽市医院创建工作实施方案', addressees: ['各科室', '各支部'] });
  });
});

describe('names with a blank behind the family', () => {
  it('have two letters more as well as one, with and without posts', () => {
    const posts = read(
      '桐泽市创建领导小组',
      '组  长:栗 子强(县委办公室副主任)',
      '副组长:沙 棠 卓 立人',
      '成  员:瞿 一鸣、端木 青、厉 行、昝 文博',
    );
    expect(posts.leadingGroup).toMatchObject({
      leader: '栗子强',
      deputies: ['沙棠', '卓立人'],
      members: ['瞿一鸣', '端木青', '厉行', '昝文博'],
    });
    const lines = read(
      '桐泽市创建领导小组',
      '组  长:仝 立新 街道党工委书记',
      '副组长:库 尔木 街道办事处主任',
      '        逯 大鹏 街道办事处副主任',
    );
    expect(lines.leadingGroup).toMatchObject({ leader: '仝立新', deputies: ['库尔木', '逯大鹏'] });
  });
});
