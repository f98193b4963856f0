import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '2025年桐泽高新区创文攻坚任务表',
  '类别\t任务内容\t责任单位\t责任领导\t完成时限',
  '市容市貌\t清理城区卫生死角\t综合执法局\t高远\t5月20日前',
  '\t修复破损人行道\t建设局\t卫青\t2025年6月',
  '公共秩序\t规范停车泊位\t公安分局\t\t',
].join('\n');

describe('a table pasted from a spreadsheet', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '2025年桐泽高新区创文攻坚任务表',
      tasks: [
        {
          number: null,
          text: '清理城区卫生死角',
          responsible: '综合执法局',
          joint: null,
          deadline: '2025-05-20',
        },
        {
          number: null,
          text: '修复破损人行道',
          responsible: '建设局',
          joint: null,
          deadline: '2025-06',
        },
        {
          number: null,
          text: '规范停车泊位',
          responsible: '公安分局',
          joint: null,
          deadline: null,
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual(['tasks.0.deadline date.year-inferred 推定']);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('takes nothing from above beside a topic of its own', () => {
    expect(readNotice(text).tasks[2]).toMatchObject({ responsible: { value: '公安分局' }, deadline: null });
  });
});
