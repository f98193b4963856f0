import { readNotice, toInterchange } from '.';

type Fact = { text: string; responsible: string | null; joint: string[] | null; deadline: string | null };
const tasksOf = (...items: string[]) => {
  const page = ['桐泽市园林局2019年创建工作方案', '一、工作任务', ...items].join('\n');
  const { tasks } = toInterchange(readNotice(page)) as { tasks: Fact[] | null };
  return tasks?.map(({ text, responsible, joint, deadline }) => [text, responsible, ...(joint ?? []), deadline]) ?? [];
};

describe('who answers for an item, without the word 责任单位', () => {
  it.each([
    ['1.清理卫生死角（城管局，4月15日前）；', '清理卫生死角', '城管局', '2019-04-15'],
    ['1.修补破损路沿石(城管局、市政所 5月31日前)。', '修补破损路沿石', '城管局、市政所', '2019-05-31'],
    ['1.修补破损井盖（王强，5月31日）', '修补破损井盖', '王强', '2019-05-31'],
    ['1.评选身边好人——党群工作部，5月20日前', '评选身边好人', '党群工作部', '2019-05-20'],
    ['1.清理卫生死角，城管局牵头，4月15日前完成。', '清理卫生死角', '城管局', '2019-04-15'],
    ['1.由城管局牵头，整治占道停车，6月底前完成', '整治占道停车', '城管局', '2019-06'],
    ['1.开展文明餐桌行动[市场监管局、各餐饮企业][9月底前]', '开展文明餐桌行动', '市场监管局、各餐饮企业', '2019-09'],
    ['1.组织志愿者劝导。【责任单位】团委【完成时限】8月底前', '组织志愿者劝导', '团委', '2019-08'],
    ['1.更新宣传栏。责任科室 宣传科 完成时限 7月底', '更新宣传栏', '宣传科', '2019-07'],
    ['1.推进志愿服务——机关党委（每月一次）', '推进志愿服务', '机关党委', null],
    ['1.补植行道树。责任单位为绿化所，完成时限为4月底前。', '补植行道树', '绿化所', '2019-04'],
    ['1.道路清扫保洁。环卫中心负责落实。', '道路清扫保洁', '环卫中心', null],
    ['1.撰写心得。责任部室：宣教部', '撰写心得', '宣教部', null],
    ['1.开展道德讲堂（机关党委，长期坚持）', '开展道德讲堂', '机关党委', null],
  ])('%s', (line, text, responsible, deadline) => {
    expect(tasksOf('（一）综合整治', line)).toEqual([[text, responsible, deadline]]);
  });

  it('is told with those who join in', () => {
    expect(tasksOf('（一）整治', '1.整治飞线充电（牵头：消防大队；配合：各街道、社区；时限：5月底前）')).toEqual([
      ['整治飞线充电', '消防大队', '各街道', '社区', '2019-05'],
    ]);
  });

  it('is the first of two with a verb each, the second joins in', () => {
    expect(tasksOf('（一）整治', '1.整治背街小巷，城管局牵头，各街道落实，6月底前见效')).toEqual([
      ['整治背街小巷', '城管局', '各街道', '2019-06'],
    ]);
  });

  it('by a bare name only where several items end so', () => {
    const items = ['1.清洗护栏【环卫所】', '2.补植行道树【绿化科】', '3.更换果皮箱【市容科】'];
    expect(tasksOf('（一）整治', ...items).map(([, who]) => who)).toEqual(['环卫所', '绿化科', '市容科']);
    expect(tasksOf('（一）整治', items[0]!, '2.补植行道树')).toEqual([]);
  });

  it('is nobody in a bracket that explains, nor the one who is spoken of', () => {
    expect(
      tasksOf('（一）建设', '1.完善阵地（含农家书屋）', '2.整治背街小巷（包括社区）', '3.清理楼道（见附表）'),
    ).toEqual([]);
    expect(tasksOf('（一）考核', '1.对末位单位由集团领导约谈其党政主要负责人。')).toEqual([]);
  });

  it('keeps the words before the line end of a text that wraps there', () => {
    const wrapped = [
      '    为巩固提升我局市级文明单位创建成果，全面展',
      '示园林人的良好精神风貌，结合全局业务工作实际',
      '和上级要求，经局党组研究，制定本工作方案如下',
      '内容。',
      '    1.组织“诚信园林人”主题宣讲六场，评选全局身',
      '边好人——党群工作部，5月20日前',
      '    2.开展家风家训征集活动，编印优秀作品集——',
      '工会、团委，7月31日前',
    ];
    expect(tasksOf(...wrapped).map(([text, who]) => [text, who])).toEqual([
      ['组织“诚信园林人”主题宣讲六场，评选全局身边好人', '党群工作部'],
      ['开展家风家训征集活动，编印优秀作品集', '工会、团委'],
    ]);
  });
});
