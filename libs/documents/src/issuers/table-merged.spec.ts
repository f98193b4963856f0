import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '# 桐泽市教育局 2022 年创建工作任务清单',
  '',
  '| 序号 | 项目 | 工作内容 | 牵头科室 | 完成时间 | 备注 |',
  '| --- | --- | --- | --- | --- | --- |',
  '| 1 | 校园文化 | 校园显著位置设置核心价值观内容 | 德育科 | 2022年4月 | |',
  '| 2 | | 建好校史馆（室） | | 2022年10月 | |',
  '| 3 | 周边环境 | 清理校园周边 200 米内违规网吧 | 安全科 | 4月—6月 | 会同公安 |',
].join('\n');

describe('a Markdown table with merged cells', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市教育局 2022 年创建工作任务清单',
      tasks: [
        {
          number: '1',
          text: '校园显著位置设置核心价值观内容',
          responsible: '德育科',
          joint: null,
          deadline: '2022-04',
        },
        {
          number: '2',
          text: '建好校史馆（室）',
          responsible: '德育科',
          joint: null,
          deadline: '2022-10',
        },
        {
          number: '3',
          text: '清理校园周边 200 米内违规网吧',
          responsible: '安全科',
          joint: null,
          deadline: '2022-06',
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'document text.noise-removed',
      'tasks.1.responsible table.merged 推定',
      'tasks.2.deadline date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('marks what it took from the cell above', () => {
    const { tasks } = readNotice(text);
    expect(tasks[1]?.responsible).toMatchObject({
      value: '德育科',
      inferred: true,
      warnings: [{ code: 'table.merged' }],
    });
    expect(tasks[0]?.responsible).toMatchObject({ inferred: false, warnings: [] });
  });
});
