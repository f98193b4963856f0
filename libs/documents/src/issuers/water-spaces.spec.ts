import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市水务局创建文明单位工作方案 为做好文明单位创建工作，现制定方案如下： 一、指导思想 坚持人民至上，以争创省级文明单位为抓手。 二、创建目标 2014年创成市级，2016年创成省级文明单位。 三、组织领导 成立领导小组，组长：晏平 副组长：乔木 邢梅 成员：办公室、人事科、工程科负责人。领导小组下设办公室，设在人事科。 四、具体措施 （一）加强学习教育。坚持每周五学习制度。 （二）美化机关环境。 1、落实门前三包； 2、抓好庭院绿化。 （三）开展文体活动。每季度不少于1次，由工会负责。 五、时间步骤 1、准备阶段（2014年3月份）。制定方案。 2、实施阶段（4月至10月）。 3、总结阶段（11月）。 桐泽市水务局 二〇一四年二月二十八日 抄送：市文明办 市直工委',
].join('\n');

describe('a bureau on one line with blanks for line ends', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市水务局创建文明单位工作方案',
      issuer: '桐泽市水务局',
      guidingThought: '坚持人民至上，以争创省级文明单位为抓手。',
      goals: '2014年创成市级，2016年创成省级文明单位。',
      leadingGroup: {
        leader: '晏平',
        deputies: ['乔木', '邢梅'],
        members: ['办公室、人事科、工程科负责人'],
        office: '人事科',
      },
      phases: [
        {
          name: '准备阶段',
          start: '2014-03',
          end: '2014-03',
        },
        {
          name: '实施阶段',
          start: '2014-04',
          end: '2014-10',
        },
        {
          name: '总结阶段',
          start: '2014-11',
          end: '2014-11',
        },
      ],
      measures: [
        {
          number: '（一）',
          title: '加强学习教育',
        },
        {
          number: '（二）',
          title: '美化机关环境',
        },
        {
          number: '（三）',
          title: '开展文体活动',
        },
      ],
      tasks: [
        {
          number: '（三）',
          text: '开展文体活动',
          responsible: '工会',
          joint: null,
          deadline: null,
        },
      ],
      cc: '市文明办，市直工委',
      issuedOn: '2014-02-28',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'members.0 group.post-without-name',
      'phases.1.start date.year-inferred 推定',
      'phases.1.end date.year-inferred 推定',
      'phases.2.start date.year-inferred 推定',
      'phases.2.end date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('keeps a post that stands for several sections in one piece', () => {
    expect(readNotice(text).leadingGroup?.members).toMatchObject([
      { value: '办公室、人事科、工程科负责人', warnings: [{ code: 'group.post-without-name' }] },
    ]);
  });
});
