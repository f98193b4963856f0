import { doubtsOf, inexact } from '../../spec-support/doubts';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市水务集团有限公司文件',
  '桐水司〔2024〕31号',
  '桐泽市水务集团有限公司',
  '关于转发《桐泽市国有企业文明创建攻坚方案》的通知',
  '各子公司，机关各部室：',
  '现将市国资委《桐泽市国有企业文明创建攻坚方案》（桐国资〔2024〕9号）转发给你们，请对照附件抓好落实。',
  '附件：1.桐泽市国有企业文明创建攻坚方案',
  '2.任务分解表',
  '桐泽市水务集团有限公司',
  '2024年4月8日',
  '附件1',
  '桐泽市国有企业文明创建攻坚方案',
  '桐国资〔2024〕9号',
  '为推进文明创建，制定本方案。',
  '一、工作目标',
  '年底前市属企业全部建成市级以上文明单位。',
  '二、工作要求',
  '（一）压实责任。',
  '（二）严格考核。',
  '附件2',
  '任务分解表',
  '| 序号 | 任务 | 责任单位 | 配合单位 | 完成时限 |',
  '| 1 | 泵站厂容整治 | 制水公司 | 工程部、保卫部 | 5月20日前 |',
  '| 2 | 营业厅文明服务 | 营销公司 | | 长期坚持 |',
].join('\n');

describe('a notice that forwards another, with two document numbers and an annex table', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市水务集团有限公司关于转发《桐泽市国有企业文明创建攻坚方案》的通知',
      planTitle: '桐泽市国有企业文明创建攻坚方案',
      docNumber: '桐水司〔2024〕31号',
      issuer: '桐泽市水务集团有限公司',
      addressees: ['各子公司', '机关各部室'],
      goals: '年底前市属企业全部建成市级以上文明单位。',
      requirements: [
        { number: '（一）', title: '压实责任' },
        { number: '（二）', title: '严格考核' },
      ],
      tasks: [
        {
          number: '1',
          text: '泵站厂容整治',
          responsible: '制水公司',
          joint: ['工程部', '保卫部'],
          deadline: '2024-05-20',
        },
        { number: '2', text: '营业厅文明服务', responsible: '营销公司', joint: null, deadline: null },
      ],
      attachments: ['桐泽市国有企业文明创建攻坚方案', '任务分解表'],
      issuedOn: '2024-04-08',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual(['tasks.0.deadline date.year-inferred 推定']);
  });

  it('keeps the words of a deadline that is no date', () => {
    expect(readNotice(text).tasks.map(({ rawDeadline }) => rawDeadline)).toEqual([null, '长期坚持']);
  });
});
