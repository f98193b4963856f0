import { readNotice, toInterchange } from '..';

type Facts = { issuer: string | null; tasks: { text: string; responsible: string | null }[] | null };
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;
const owners = ({ tasks }: Facts) =>
  tasks?.flatMap(({ text, responsible }) => (responsible ? [[text, responsible]] : [])) ?? [];
const head = ['双泉镇2020年文明村镇创建重点工作安排', '各村、镇直各部门：', '现将重点工作安排如下：', '一、重点工作'];
const tail = ['二、有关要求', '各单位要抓好落实。', '双泉镇人民政府', '2020年2月28日'];

describe('offices behind the last sentence of an item, without a label and without a day', () => {
  it.each([
    ['宣传办', '宣传办'],
    ['民政所/妇联', '民政所、妇联'],
    ['妇联 团委', '妇联、团委'],
    ['城建所 各村（居）', '城建所、各村（居）'],
  ])('%s answers for it, be it the only one', (said, who) => {
    const items = [`1.修订完善村规民约，推行一事一议。${said}`, '2.安装路灯60盏。', '3.建成文明实践所。'];
    expect(owners(read(...head, ...items, ...tail))).toEqual([['修订完善村规民约，推行一事一议', who]]);
  });

  it('are two in a list, in brackets or behind a dash, where they are most of it', () => {
    for (const item of ['修订村规民约（民政所）', '修订村规民约——民政所']) {
      expect(owners(read(...head, `1.${item}`, `2.${item}`, '3.安装路灯60盏', ...tail))).toHaveLength(2);
      expect(owners(read(...head, `1.${item}`, '2.安装路灯60盏', '3.建成文明实践所', ...tail))).toEqual([]);
    }
  });

  it('sign, where nothing but a date stands behind them', () => {
    const facts = read(...head, '1.安装路灯60盏。', '2.建成文明实践所，抓好落实。双泉镇宣传办', '2020年2月28日');
    expect(owners(facts)).toEqual([]);
  });

  it('are no sentence that names an office', () => {
    expect(owners(read(...head, '1.落实制度。市场开办方设立消费维权站。', '2.召开全局大会。', ...tail))).toEqual([]);
  });
});
