import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市卫健委文明单位创建活动方案',
  '第一章 总则',
  '第一条 为规范创建工作，制定本方案。',
  '第二章 主要任务',
  '一、抓学习。',
  '第一、坚持周学习制度。',
  '第二、开展读书活动。',
  '二、抓服务。（1）推行预约诊疗；（2）缩短候诊时间；',
  '三、抓环境。①净化病区；②绿化庭院。',
  '第三章 时间安排',
  '三月份：宣传发动。四月至九月：组织实施。十月至十二月：检查验收。',
].join('\n');

describe('chapters, stages by month in one paragraph', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市卫健委文明单位创建活动方案',
      phases: [
        {
          name: '三月份',
          start: '--03',
          end: '--03',
        },
        {
          name: '四月至九月',
          start: '--04',
          end: '--09',
        },
        {
          name: '十月至十二月',
          start: '--10',
          end: '--12',
        },
      ],
      measures: [
        {
          number: '一、',
          title: '抓学习',
        },
        {
          number: '二、',
          title: '抓服务',
        },
        {
          number: '三、',
          title: '抓环境',
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'phases.0.start date.year-unknown',
      'phases.0.end date.year-unknown',
      'phases.1.start date.year-unknown',
      'phases.1.end date.year-unknown',
      'phases.2.start date.year-unknown',
      'phases.2.end date.year-unknown',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('gives no year where none can be known', () => {
    expect(readNotice(text).phases[0]?.start).toMatchObject({
      value: '--03',
      inferred: false,
      warnings: [{ code: 'date.year-unknown' }],
    });
  });
});
