import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '关于做好迎接省级文明城市测评工作的通知',
  '各村（社区）党支部、村（居）委会，镇直各单位：',
  '根据市创建办要求，为做好迎检工作，现就有关事项通知如下：',
  '一、开展环境卫生大整治。各村（社区）要组织人员对辖区卫生死角进行清理。此项工作6月15日前完成。',
  '二、抓好氛围营造。主要路口设置公益广告，由宣传办牵头落实。',
  '三、规范窗口服务。便民服务中心要落实首问责任制。',
  '四、加强督查考核。镇创建办将不定期督查，结果纳入年终考核。',
  '特此通知。',
  '中共河湾镇委员会',
  '河湾镇人民政府',
  '2021年5月20日',
].join('\n');

describe('a township: its sections are the measures', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '关于做好迎接省级文明城市测评工作的通知',
      issuer: '中共河湾镇委员会、河湾镇人民政府',
      addressees: ['各村（社区）党支部、村（居）委会', '镇直各单位'],
      measures: [
        {
          number: '一、',
          title: '开展环境卫生大整治',
        },
        {
          number: '二、',
          title: '抓好氛围营造',
        },
        {
          number: '三、',
          title: '规范窗口服务',
        },
        {
          number: '四、',
          title: '加强督查考核',
        },
      ],
      tasks: [
        {
          number: '二、',
          text: '抓好氛围营造',
          responsible: '宣传办',
          joint: null,
          deadline: null,
        },
      ],
      issuedOn: '2021-05-20',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual(['measures.0.deadline date.year-inferred 推定']);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('takes a deadline out of a sentence, and who answers by 由…牵头', () => {
    const { measures } = readNotice(text);
    expect(measures[0]?.deadline).toMatchObject({ value: '2021-06-15', inferred: true });
    expect(measures[1]?.responsible).toMatchObject({ value: '宣传办', inferred: false });
  });
});
