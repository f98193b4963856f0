import { readNotice, toInterchange } from '..';

const lines = [
  '桐泽市园林局关于做好文明城市迎检工作的通知',
  '局属各单位：',
  '现将迎检工作有关事项通知如下。',
  '一、组织领导',
  '成立领导小组。',
  '组　长：申屠明　党组书记',
  '副组长：柏小燕　副局长',
  '二、重点任务',
  '（一）清洗护栏，补植绿篱。责任单位：绿化科；完成时限：5月10日',
  '（二）检修园路座椅和健身器材。责任单位：公园科；完成时限：5月20日',
  '三、工作要求',
  '（一）加强领导，落实责任。主要负责人负总责。',
  '（二）强化督查，严格奖惩。',
  '桐泽市园林局',
  '2023年4月6日',
];
const read = (text: string) => toInterchange(readNotice(text));

describe('a text that came with another sign for each of its line ends', () => {
  const whole = read(lines.join('\n'));

  it.each(['|', ' | ', '｜', '　', '　　', '  ', ' '])('“%s” is what it was', (sign) => {
    expect(read(lines.join(sign))).toEqual(whole);
  });

  it('is whole also where only the lines of its body were lost', () => {
    for (const sign of ['|', '　', ' '])
      expect(read([...lines.slice(0, 3), lines.slice(3, 13).join(sign), ...lines.slice(13)].join('\n'))).toEqual(whole);
  });

  it('is a table where its bars divide cells', () => {
    const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
    const work = '清理背街小巷积存垃圾和卫生死角，'.repeat(12);
    const { tasks } = read(
      [
        '桐泽市园林局任务分解表',
        row('序号', '工作任务', '责任科室'),
        row('1', work, '绿化科'),
        row('2', work, '公园科'),
      ].join('\n'),
    ) as { tasks: { responsible: string }[] };
    expect(tasks.map(({ responsible }) => responsible)).toEqual(['绿化科', '公园科']);
  });
});
