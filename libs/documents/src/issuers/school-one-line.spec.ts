import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市第二实验小学创建文明校园活动实施方案2023-05-06为贯彻落实上级文件精神，推进文明校园创建，结合我校实际，制定本方案。一、指导思想以立德树人为根本任务，培育和践行社会主义核心价值观。二、活动目标通过创建活动，使学校成为环境优美、秩序井然的育人场所。三、组织领导组长：夏松副组长：田蕊、毛向前成员：各处室主任、年级组长四、创建内容1、思想道德建设好。开好思政课，抓好日常行为规范教育。2、领导班子建设好。坚持民主集中制。3、教师队伍建设好。（1）开展师德师风学习；（2）评选文明教师。五、实施步骤第一阶段：宣传发动（5月）。利用国旗下讲话、黑板报宣传。第二阶段：组织实施（6月—11月）。按照方案开展活动。第三阶段：总结验收（12月）。撰写总结，迎接验收。六、工作要求1、加强领导。2、落实责任。桐泽市第二实验小学2023年5月4日',
].join('\n');

describe('a school, all on one line', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市第二实验小学创建文明校园活动实施方案',
      issuer: '桐泽市第二实验小学',
      guidingThought: '以立德树人为根本任务，培育和践行社会主义核心价值观。',
      goals: '通过创建活动，使学校成为环境优美、秩序井然的育人场所。',
      leadingGroup: {
        leader: '夏松',
        deputies: ['田蕊', '毛向前'],
        members: ['各处室主任', '年级组长'],
        office: null,
      },
      phases: [
        {
          name: '宣传发动',
          start: '2023-05',
          end: '2023-05',
        },
        {
          name: '组织实施',
          start: '2023-06',
          end: '2023-11',
        },
        {
          name: '总结验收',
          start: '2023-12',
          end: '2023-12',
        },
      ],
      measures: [
        {
          number: '1、',
          title: '思想道德建设好',
        },
        {
          number: '2、',
          title: '领导班子建设好',
        },
        {
          number: '3、',
          title: '教师队伍建设好',
        },
      ],
      requirements: [
        {
          number: '1、',
          title: '加强领导',
        },
        {
          number: '2、',
          title: '落实责任',
        },
      ],
      issuedOn: '2023-05-04',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'members.0 group.post-without-name',
      'members.1 group.post-without-name',
      'phases.0.start date.year-inferred 推定',
      'phases.0.end date.year-inferred 推定',
      'phases.1.start date.year-inferred 推定',
      'phases.1.end date.year-inferred 推定',
      'phases.2.start date.year-inferred 推定',
      'phases.2.end date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('concludes the year of its stages from the signature', () => {
    const { phases, measures } = readNotice(text);
    expect(phases[0]?.start).toMatchObject({
      inferred: true,
      warnings: [{ code: 'date.year-inferred', params: { year: 2023 } }],
    });
    expect(measures[2]?.children.map(({ number, title }) => [number, title.value])).toEqual([
      ['（1）', '开展师德师风学习'],
      ['（2）', '评选文明教师'],
    ]);
  });
});
