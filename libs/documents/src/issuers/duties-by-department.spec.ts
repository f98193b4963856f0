import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市创建全国文明城市部门职责分工',
  '为明确责任，现将有关部门职责分工如下：',
  '一、市委宣传部：负责公益广告宣传，统筹协调新闻媒体；',
  '二、市公安局（交警支队）：负责道路交通秩序管理，查处违法停车；',
  '三、市市场监督管理局负责农贸市场规范管理，整治占道经营。',
  '四、各街道办事处、镇人民政府：负责辖区内老旧小区、背街小巷整治，做到责任到人；每月25日前上报进展。',
  '五、市住房和城乡建设局、市城市管理局牵头做好建筑工地围挡公益广告设置。',
].join('\n');

describe('duties by department', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市创建全国文明城市部门职责分工',
      tasks: [
        {
          number: '一、',
          text: '负责公益广告宣传，统筹协调新闻媒体',
          responsible: '市委宣传部',
          joint: null,
          deadline: null,
        },
        {
          number: '二、',
          text: '负责道路交通秩序管理，查处违法停车',
          responsible: '市公安局（交警支队）',
          joint: null,
          deadline: null,
        },
        {
          number: '三、',
          text: '负责农贸市场规范管理，整治占道经营',
          responsible: '市市场监督管理局',
          joint: null,
          deadline: null,
        },
        {
          number: '四、',
          text: '负责辖区内老旧小区、背街小巷整治，做到责任到人',
          responsible: '各街道办事处、镇人民政府',
          joint: null,
          deadline: null,
        },
        {
          number: '五、',
          text: '牵头做好建筑工地围挡公益广告设置',
          responsible: '市住房和城乡建设局、市城市管理局',
          joint: null,
          deadline: null,
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });
});
