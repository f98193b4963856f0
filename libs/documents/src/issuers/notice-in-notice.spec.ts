import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市文明委文件',
  '桐文明委〔2018〕7号',
  '转发《省文明委关于开展文明交通行动的通知》的通知',
  '各县（市、区）文明委，市直各单位、各人民团体：',
  '现将《省文明委关于开展文明交通行动的通知》（江文明委〔2018〕11号）转发给你们，并提出如下意见，请一并贯彻执行。',
  '一、高度重视，迅速部署。',
  '二、结合实际，狠抓落实。',
  '桐泽市精神文明建设指导委员会',
  '2018年6月1日',
  '江文明委〔2018〕11号',
  '省文明委关于开展文明交通行动的通知',
  '各市文明委：',
  '为提升文明交通水平，现通知如下：',
  '一、主要任务',
  '（一）整治不文明交通行为。',
  '（二）完善交通设施。',
  '二、工作要求',
  '（一）加强领导。',
  '江东省精神文明建设指导委员会',
  '2018年5月20日',
].join('\n');

describe('a notice that passes another on', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '转发《省文明委关于开展文明交通行动的通知》的通知',
      docNumber: '桐文明委〔2018〕7号',
      issuer: '桐泽市精神文明建设指导委员会',
      addressees: ['各县（市、区）文明委', '市直各单位', '各人民团体'],
      measures: [
        {
          number: '（一）',
          title: '整治不文明交通行为',
        },
        {
          number: '（二）',
          title: '完善交通设施',
        },
      ],
      requirements: [
        {
          number: '一、',
          title: '高度重视，迅速部署',
        },
        {
          number: '二、',
          title: '结合实际，狠抓落实',
        },
        {
          number: '（一）',
          title: '加强领导',
        },
      ],
      issuedOn: '2018-06-01',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('does not count the inner numbers as repeats, nor take the inner signature', () => {
    const { warnings, issuedOn } = readNotice(text);
    expect(warnings.filter(({ code }) => code.startsWith('numbering'))).toEqual([]);
    expect(issuedOn?.value).toBe('2018-06-01');
  });
});
