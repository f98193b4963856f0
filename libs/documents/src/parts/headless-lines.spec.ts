import { readNotice, toInterchange } from '..';

type Facts = {
  issuer: string | null;
  tasks: { text: string; responsible: string | null; deadline: string | null }[] | null;
};
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;
const told = ({ tasks }: Facts) => tasks?.map(({ text, responsible }) => [text, responsible]) ?? [];

const head = ['桐泽学院文明校园创建任务分工', '现将创建任务分工如下，请各部门认真落实。'];
const rows = [
  ['专题研究创建工作不少于两次', '党政办公室'],
  ['开展师德师风专题教育，建立考核档案', '党委教师工作部', '人事处'],
  ['推进“青马工程”，完善志愿服务记录制度', '校团委'],
  ['建好校史馆，编印校本文化读本', '档案馆'],
];
const facts = rows.map(([work, ...who]) => [work, who.join('、')]);
const signed = ['桐泽学院党政办公室', '2024年3月11日'];

describe('a table of which only lines are left, without a heading and without days', () => {
  it('has its rows by their numbers, and by the offices below the work', () => {
    expect(told(read(...head, ...rows.flatMap((row, i) => [String(i + 1), ...row]), ...signed))).toEqual(facts);
    expect(told(read(...head, ...rows.flat(), ...signed))).toEqual(facts);
  });

  it('has offices of one line that a blank or a stroke divides', () => {
    const table = rows.map((row, i) => (i === 1 ? [row[0]!, '党办 人事处'] : i === 2 ? [row[0]!, '团委/妇联'] : row));
    expect(told(read(...head, ...table.flat(), ...signed)).map(([, who]) => who)).toEqual([
      '党政办公室',
      '党办、人事处',
      '团委、妇联',
      '档案馆',
    ]);
  });

  it('leaves who signs below it', () => {
    expect(read(...head, ...rows.flat(), ...signed).issuer).toBe('桐泽学院党政办公室');
  });

  it('is none where two offices only are named, or people', () => {
    expect(told(read(...head, ...rows.slice(0, 2).flat(), '请认真落实。', ...signed))).toEqual([]);
    const people = ['活动现场总体协调工作', '郑晓棠', '会场布置和设备调试', '柳如松', '参会人员签到和引导', '马小燕'];
    expect(told(read(...head, ...people, ...signed))).toEqual([]);
  });

  it('leaves the numbers of pages out', () => {
    const page = (n: number) => [
      String(n),
      ...Array.from({ length: 9 }, (_, i) => `第${n}页的第${i}句话，讲清楚要求。`),
    ];
    expect(told(read(...head, ...page(1), ...page(2), ...page(3), ...signed))).toEqual([]);
  });
});
