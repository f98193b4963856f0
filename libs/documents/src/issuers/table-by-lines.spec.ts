import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市卫生局2016年创建全国文明城市工作任务分解表',
  '序号',
  '工作任务',
  '责任单位',
  '完成时限',
  '1',
  '深化“三好一满意”活动，优化服务流程',
  '医政科',
  '9月底',
  '2',
  '开展控烟宣传，室内公共场所设禁烟标识',
  '疾控中心',
  '、爱卫办',
  '8月31日前',
  '3',
  '开展志愿服务，注册志愿者占职工总数13%以上',
  '团委',
  '全年',
].join('\n');

describe('a table of which only the lines are left', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市卫生局2016年创建全国文明城市工作任务分解表',
      tasks: [
        {
          number: '1',
          text: '深化“三好一满意”活动，优化服务流程',
          responsible: '医政科',
          joint: null,
          deadline: '2016-09',
        },
        {
          number: '2',
          text: '开展控烟宣传，室内公共场所设禁烟标识',
          responsible: '疾控中心、爱卫办',
          joint: null,
          deadline: '2016-08-31',
        },
        {
          number: '3',
          text: '开展志愿服务，注册志愿者占职工总数13%以上',
          responsible: '团委',
          joint: null,
          deadline: null,
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'document text.lines-joined',
      'tasks.0.deadline date.year-inferred 推定',
      'tasks.1.deadline date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('keeps the words of a deadline that is no date', () => {
    const { tasks } = readNotice(text);
    expect(tasks.map(({ rawDeadline }) => rawDeadline)).toEqual([null, null, '全年']);
    expect(tasks[2]?.deadline).toBeNull();
  });
});
