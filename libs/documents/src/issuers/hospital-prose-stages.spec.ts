import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市人民医院',
  '2019年11月—2020年度创建省级文明单位工作计划',
  '为进一步提升医院文明创建水平，特制定本计划。',
  '一、主要目标',
  '力争2020年创成省级文明单位。',
  '二、时间安排',
  '创建工作分三个阶段进行：第一阶段（2019年11月至次年1月）为动员部署阶段，制定方案；第二阶段（2020年2—9月）为全面推进阶段，落实各项任务；第三阶段（10—12月）为总结提高阶段。',
  '三、重点工作',
  '1.强化医德医风建设',
  '组织全院职工学习医德规范。',
  '责任科室：医务科    完成时限：长期坚持',
  '2.改善就医环境',
  '增设便民设施，做到“六有”：有轮椅、有热水、有雨伞。',
  '责任科室：后勤保障部、护理部    完成时限：2020年3月前',
  '四、保障措施',
  '1.成立由院长方圆任组长，副院长仇敏、路晓任副组长，各职能科室负责人为成员的领导小组，办公室设在党办。',
  '2.加强督导。',
].join('\n');

describe('a hospital: stages in prose, over the end of the year', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市人民医院2019年11月—2020年度创建省级文明单位工作计划',
      goals: '力争2020年创成省级文明单位。',
      leadingGroup: {
        leader: '方圆',
        deputies: ['仇敏', '路晓'],
        members: ['各职能科室负责人'],
        office: '党办',
      },
      phases: [
        {
          name: '动员部署阶段',
          start: '2019-11',
          end: '2020-01',
        },
        {
          name: '全面推进阶段',
          start: '2020-02',
          end: '2020-09',
        },
        {
          name: '总结提高阶段',
          start: '2020-10',
          end: '2020-12',
        },
      ],
      measures: [
        {
          number: '1.',
          title: '强化医德医风建设',
        },
        {
          number: '2.',
          title: '改善就医环境',
        },
      ],
      requirements: [
        {
          number: '1.',
          title: '成立由院长方圆任组长，副院长仇敏、路晓任副组长，各职能科室负责人为成员的领导小组，办公室设在党办',
        },
        {
          number: '2.',
          title: '加强督导',
        },
      ],
      tasks: [
        {
          number: '1.',
          text: '强化医德医风建设',
          responsible: '医务科',
          joint: null,
          deadline: null,
        },
        {
          number: '2.',
          text: '改善就医环境',
          responsible: '后勤保障部、护理部',
          joint: null,
          deadline: '2020-03',
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'members.0 group.post-without-name',
      'phases.2.start date.year-inferred 推定',
      'phases.2.end date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('has no responsible person and no deadline where none is written', () => {
    const { measures } = readNotice(text);
    expect(measures[0]?.deadline).toBeNull();
    expect(readNotice(text).tasks[0]?.rawDeadline).toBe('长期坚持');
  });
});
