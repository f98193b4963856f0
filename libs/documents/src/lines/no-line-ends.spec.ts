import { readNotice, toInterchange } from '..';

type Task = { text: string; responsible: string | null; deadline: string | null };
type Facts = {
  title: string | null;
  docNumber: string | null;
  issuedOn: string | null;
  phases: { name: string }[] | null;
  tasks: Task[] | null;
  measures: { title: string }[] | null;
  leadingGroup: { members: string[] } | null;
};
const read = (text: string) => toInterchange(readNotice(text)) as Facts;
const told = ({ tasks }: Facts) => tasks?.map(({ text, responsible, deadline }) => [text, responsible, deadline]);

const head =
  '桐泽市水务局关于做好2021年文明城市迎检工作的通知局属各单位：为做好迎检工作，现将有关事项通知如下。一、组织领导成立迎检工作领导小组，办公室设在河湖与水利科。二、任务分工';

describe('a table of which neither lines nor bars are left', () => {
  it('has its rows by their numbers and days, and each office by its name', () => {
    expect(
      told(
        read(
          `${head}序号工作任务责任科室完成时限1修复破损护栏、警示牌河湖与水利科6月10日前2清理河面漂浮物20处办公室河道管理所2021年7月3公示服务承诺和收费标准自来水公司长期坚持三、工作要求各单位要高度重视，落实责任。`,
        ),
      ),
    ).toEqual([
      ['修复破损护栏、警示牌', '河湖与水利科', '2021-06-10'],
      ['清理河面漂浮物20处', '办公室、河道管理所', '2021-07'],
      ['公示服务承诺和收费标准', '自来水公司', null],
    ]);
  });

  it('is none where its columns hold more texts than can be told apart, and no name is guessed', () => {
    const two = read(
      `${head}序号测评内容整改措施责任科室完成时限1路面平整无破损修补路面市政科6月10日2路灯明亮更换路灯路灯所6月20日`,
    );
    expect(JSON.stringify(two)).not.toContain('"responsible":"');
    expect(
      told(read(`${head}序号工作任务责任科室完成时限1更换路灯路灯所6月10日2修复护栏市政科6月20日`))?.[0]?.slice(0, 2),
    ).toEqual(['更换路灯', '路灯所']);
    expect(
      told(read(`${head}序号工作任务责任科室完成时限1提升文明服务办公室6月10日2制作展板宣传科6月20日`))?.[0]?.slice(
        0,
        2,
      ),
    ).toEqual(['提升文明服务', '办公室']);
    const unknown = read(`${head}序号工作任务责任科室完成时限1修复护栏鲲鹏科6月10日2清理河面大鹏科6月20日`);
    expect(JSON.stringify(unknown)).not.toContain('"responsible":"');
  });
});

describe('numbers in the middle of a text without line ends', () => {
  it('count on behind a time, over the headings between them', () => {
    const items = [
      '（一）环境整治1.清理背街小巷积存垃圾责任单位：城管办完成时限：2021年4月20日前2.修补坑洼路面、破损路沿石责任单位：城建办完成时限：2021年4月28日前',
      '（二）阵地建设3.更新社区宣传栏内容责任单位：党建办完成时限：2021年4月18日前4.检修社区健身器材责任单位：社会事务办完成时限：2021年4月26日前',
    ];
    const facts = read(`${head}${items.join('')}三、工作要求各单位要高度重视，落实责任。`);
    expect(facts.measures?.map(({ title }) => title)).toEqual(['环境整治', '阵地建设']);
    expect(told(facts)).toEqual([
      ['清理背街小巷积存垃圾', '城管办', '2021-04-20'],
      ['修补坑洼路面、破损路沿石', '城建办', '2021-04-28'],
      ['更新社区宣传栏内容', '党建办', '2021-04-18'],
      ['检修社区健身器材', '社会事务办', '2021-04-26'],
    ]);
  });

  it('are letters and parts as well, and the office of a group ends the list of its members', () => {
    const facts = read(
      `桐泽市商务局2021年文明城市迎检工作方案为做好迎检工作，制定本方案。第一部分 工作目标点位达标率100%。第二部分 组织机构组长：申屠明副组长：柏小燕成员：费立群、左明霞、章庆余领导小组下设办公室在综合科。第三部分 行动任务（一）市场提升行动a.增设公平秤、休息座椅。b.设立消费维权站。牵头单位：市场科；完成时限：5月31日（二）商超诚信行动a.设置诚信红黑榜。b.公布投诉电话。牵头单位：信用科；完成时限：7月31日`,
    );
    expect(facts.leadingGroup?.members).toEqual(['费立群', '左明霞', '章庆余']);
    expect(told(facts)).toEqual([
      ['市场提升行动', '市场科', '2021-05-31'],
      ['商超诚信行动', '信用科', '2021-07-31'],
    ]);
  });
});

describe('months in a text without line ends', () => {
  it('are the stretches of a plan, their items below them', () => {
    const { phases, tasks, issuedOn } = read(
      '桐泽火车站2026年创建文明车站月度工作安排根据段党委要求，对上半年工作作如下安排：1月份1.召开动员会，签订责任书。责任部门：党办。2.更换公益广告，1月25日前完成。责任部门：宣传室。2月份3.设志愿服务岗6个。责任部门：团总支。3-4月份4.修缮盲道和轮椅坡道。责任部门：房建车间。桐泽火车站2026年1月6日',
    );
    expect(phases?.map(({ name }) => name)).toEqual(['1月份', '2月份', '3-4月份']);
    expect([tasks?.map(({ responsible }) => responsible), issuedOn]).toEqual([
      ['党办', '宣传室', '团总支', '房建车间'],
      '2026-01-06',
    ]);
  });

  it('are none where sentences speak of two of them', () => {
    expect(
      read(
        '桐泽市园林局关于迎检工作的通知各科室：6月，省里要来检查。7月，市里通报结果。请各科室认真准备，按照分工把各项工作落到实处，确保不失分。',
      ).phases,
    ).toBeNull();
  });
});

describe('the page in front of a text without line ends', () => {
  const body = '为做好全国文明城市年度测评迎检工作，请各社区、各部门对照落实。一、工作目标点位达标率100%。';

  it.each([
    [
      '首页政务公开办事服务互动交流',
      '滨河街道创建全国文明城市迎检任务清单',
      '发布时间：2024-04-03 来源：滨河街道办事处',
    ],
    ['首页 | 学校概况 | 德育之窗 | 联系我们', '关于开展文明校园创建活动的通知', '各年级组：'],
    ['当前位置：首页 > 信息公开 > 通知公告', '滨河街道创建全国文明城市迎检任务清单', ''],
    ['通知公告', '桐泽市水务局迎接文明城市测评实施方案', '日期：2020-08-19 点击：64'],
  ])('%s', (page, title, behind) => {
    expect(read(`${page}${title}${behind}${body}`).title).toBe(title);
  });

  it('leaves a title that has such words', () => {
    for (const title of ['政务公开工作创建文明窗口实施方案', '首页改版和信息公开工作方案'])
      expect(read(`${title}${body}`).title).toBe(title);
  });

  it('has no word before bars that are the line ends of the document itself', () => {
    const lines = [
      '桐泽市水务局',
      '关于开展文明创建的通知',
      '各科室：',
      '一、工作目标',
      '点位达标。',
      '二、工作要求',
      '各科室要高度重视，认真组织，按照分工把各项工作落到实处，确保不失分，并于每月25日前报送进展情况。',
      '桐泽市水务局',
      '2021年5月6日',
    ];
    expect(read(lines.join(' | ')).title).toBe('桐泽市水务局关于开展文明创建的通知');
  });

  it('is no day behind the title either', () => {
    const { title, issuedOn } = read(`桐泽供电公司2022年创建重点任务分解表（2022年3月15日印发）${body}`);
    expect([title, issuedOn]).toEqual(['桐泽供电公司2022年创建重点任务分解表', '2022-03-15']);
  });

  it('is no part of the number in brackets behind the title', () => {
    const { title, docNumber } = read(`关于做好文明城市迎检工作的通知(桐水发〔2020〕51号)各科室、各单位：${body}`);
    expect([title, docNumber]).toEqual(['关于做好文明城市迎检工作的通知', '桐水发〔2020〕51号']);
  });
});
