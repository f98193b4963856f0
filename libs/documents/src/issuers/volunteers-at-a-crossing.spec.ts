import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '关于组织机关干部参加文明交通劝导志愿服务的通知',
  '机关各支部：',
  '　　按照市创城办安排，我局负责人民路与中山街路口文明交通劝导。现将有关事项通知如下：',
  '　　一、时间：2021年9月1日至10月31日，每日7:30-8:30，17:30-18:30（法定节假日除外）。',
  '　　二、地点：人民路与中山街路口。',
  '　　三、人员安排：每支部每天2人，值班表见附件。',
  '　　四、工作内容',
  '　　1.劝导行人按信号灯通行；',
  '　　2.劝导非机动车按道行驶。',
  '　　五、有关要求',
  '　　（一）统一着装，佩戴袖标。',
  '　　（二）不得无故缺岗。',
  '　　附件：文明交通劝导值班表',
  '桐泽市审计局机关党委',
  '2021年8月27日',
].join('\n');

describe('an activity of volunteers', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '关于组织机关干部参加文明交通劝导志愿服务的通知',
      issuer: '桐泽市审计局机关党委',
      addressees: ['机关各支部'],
      phases: [
        {
          name: '时间',
          start: '2021-09-01',
          end: '2021-10-31',
        },
      ],
      requirements: [
        {
          number: '（一）',
          title: '统一着装，佩戴袖标',
        },
        {
          number: '（二）',
          title: '不得无故缺岗',
        },
      ],
      attachments: ['文明交通劝导值班表'],
      issuedOn: '2021-08-27',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('takes what they do there for no measure of a plan', () => {
    expect(readNotice(text).measures).toEqual([]);
  });
});
