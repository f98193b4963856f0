import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange, toPage, type Item } from '..';

const text = [
  '桐泽市创建全国文明城市指挥部办公室关于印发《创建攻坚行动方案》的通知',
  '市直各参创单位：',
  '一、组织领导',
  '指 挥 长：谷 丰（市委副书记）',
  '副指挥长：黄 河、江 山',
  '成 员：市直各参创单位主要负责人、各街道党工委书记',
  '指挥部办公室设在市文明办。',
  '二、重点任务',
  '（一）市容整治。对照标准逐项整改。一是取缔占道经营。二是清洗小广告。（牵头单位：市城管局；责任单位：各街道、市住建局；配合单位：市公安局；完成时限：2024年6月30日）',
  '（二）宣传引导',
  '1.更新公益广告。',
  '2.入户宣传。',
  '责任单位：市委宣传部',
  '配合部门：市文明办',
  '（三）便民服务',
  '1.设志愿服务站。（责任单位：团市委）',
  '2.规范窗口。（责任单位：市政务中心）',
  '3.公布投诉电话。（责任领导：牛犇；责任单位：市信访局）',
].join('\n');

const read = () => readNotice(text);
const who = ({ number, responsible, joint, deadline }: Item) => [
  number,
  responsible?.value ?? null,
  joint.map(({ value }) => value),
  deadline?.value ?? null,
];

describe('leads, partners, and what is said behind several points', () => {
  it('behind the last of several points it is said of the whole measure', () => {
    const { measures } = read();
    expect(measures.map(who)).toEqual([
      ['（一）', '市城管局', ['各街道', '市住建局', '市公安局'], '2024-06-30'],
      ['（二）', '市委宣传部', ['市文明办'], null],
      ['（三）', null, [], null],
    ]);
    for (const at of [0, 1])
      expect(measures[at]!.children.map(who).map(([, ...rest]) => rest)).toEqual([
        [null, [], null],
        [null, [], null],
      ]);
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'members.0 group.post-without-name',
      'members.1 group.post-without-name',
    ]);
  });

  it('behind each point it is said of that point, and a leader above is no partner', () => {
    expect(read().measures[2]!.children.map(who)).toEqual([
      ['1.', '团市委', [], null],
      ['2.', '市政务中心', [], null],
      ['3.', '市信访局', [], null],
    ]);
  });

  it('a measure is a task once, and the interchange names its lead', () => {
    expect(toInterchange(read())).toMatchObject({
      tasks: [
        { text: '市容整治', responsible: '市城管局', deadline: '2024-06-30' },
        { text: '宣传引导', responsible: '市委宣传部', deadline: null },
        { text: '设志愿服务站' },
        { text: '规范窗口' },
        { text: '公布投诉电话' },
      ],
    });
    expect(read().tasks[0]!.joint.map(({ value }) => value)).toEqual(['各街道', '市住建局', '市公安局']);
  });

  it('a headquarters has a commander, and the heads of many units are its members', () => {
    expect(toInterchange(read())).toMatchObject({
      leadingGroup: {
        leader: '谷丰',
        deputies: ['黄河', '江山'],
        members: ['市直各参创单位主要负责人', '各街道党工委书记'],
        office: '市文明办',
      },
    });
  });

  it('partners stand on the page, and where their places say', () => {
    expect(toPage(read())).toMatch(/配合：各街道（第9行）、市住建局（第9行）、市公安局（第9行）/);
    expect(misplaced(read())).toEqual([]);
  });

  it('in a table one column leads, other units join in, persons do not', () => {
    const rows = [
      '任务分解表',
      '| 序号 | 任务 | 责任人 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 |',
      '| 1 | 整治背街小巷 | 牛犇 | 市城管局 | 各街道、市住建局 | 市公安局 | 2024年5月 |',
      '| 2 | 更换公益广告 | 马驰 | 市委宣传部 | | | 2024年6月 |',
    ].join('\n');
    const { tasks } = readNotice(rows);
    expect(tasks.map(({ responsible, joint }) => [responsible?.value, joint.map(({ value }) => value)])).toEqual([
      ['市城管局', ['各街道', '市住建局', '市公安局']],
      ['市委宣传部', []],
    ]);
    expect(misplaced(readNotice(rows))).toEqual([]);
  });
});
