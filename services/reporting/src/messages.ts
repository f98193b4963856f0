import type { Catalogue } from '@chuangwen/platform';

export { dataRequestMessages } from './data-request/messages';

export const messages: Catalogue = {
  'report.period-backwards': {
    status: 400,
    zh: '起始日期 {from} 晚于结束日期 {to}，请调换或修改。',
    en: 'The period begins ({from}) after it ends ({to}). Please correct it.',
  },
  'report.as-of-unknown': {
    status: 422,
    zh: '{day} 时本单位还没有这项创建工作（{since} 才录入），没有可报的情况。请选 {since} 或以后的一天。',
    en: 'On {day} this campaign was not on record here yet (it is since {since}); there is nothing to report. Please choose {since} or a later day.',
  },
  'report.none-above': {
    status: 422,
    zh: '本单位没有上级，无处报送。',
    en: 'There is no organisation above this one to report to.',
  },
  'report.unit-cannot-merge': {
    status: 422,
    zh: '只有本单位（法人单位）可以汇总下级的报表，科室和下属单位请按数据生成。',
    en: 'Only the organisation itself can merge the reports of those below; a unit’s report is made of its own figures.',
  },
  'report.is-submitted': {
    status: 422,
    zh: '报表已报送，正在上级手中；需要修改时请先撤回，或等待退回。',
    en: 'The report is with the organisation above. Withdraw it to change it, or wait until it is returned.',
  },
  'report.is-accepted': {
    status: 422,
    zh: '报表已审定，不能再改；确需更正时请上级先解除审定。',
    en: 'The report was accepted and can’t be changed. To correct it, ask the organisation above to unlock it.',
  },
  'report.is-returned': {
    status: 422,
    zh: '报表已退回，还没有重新报送；请等待修改后再办理。',
    en: 'The report was returned and not sent again yet. Please wait for the correction.',
  },
  'report.item-not-returned': {
    status: 422,
    zh: '这一项没有被退回，不能修改；只能修改退回的项目。',
    en: 'This item was not returned, so it stays as it was sent. Only returned items can be changed.',
  },
  'report.not-submitted': {
    status: 422,
    zh: '报表还没有报送，或已撤回。',
    en: 'The report has not been sent, or was withdrawn.',
  },
  'report.not-accepted': {
    status: 422,
    zh: '报表还没有审定。请先审定，再锁定或解除。',
    en: 'The report has not been accepted yet. Accept it first.',
  },
  'report.not-reviewer': {
    status: 422,
    zh: '这份报表不是报送给您的岗位所在单位的，请由接收单位办理。',
    en: 'The report was not sent to the organisation of your post. Its recipient has to do this.',
  },
  'report.not-reader': {
    status: 422,
    zh: '您的岗位所在单位不是这份报表的主送或抄送单位，不能签收。',
    en: 'The organisation of your post is not among the readers of this report.',
  },
  'report.submitted-since': {
    status: 409,
    zh: '您看过之后又有新的报送，请重新读取后按最新内容办理。',
    en: 'It was sent again after you looked. Please read it again and judge what is there now.',
  },
  'report.returned-twice': {
    status: 400,
    zh: '同一项目只能退回一次，请合并理由。',
    en: 'An item is named twice. Please put the reasons together.',
  },
  'report.too-many-remarks': {
    status: 422,
    zh: '一份报表最多写 {limit} 条说明。',
    en: 'A report can hold {limit} remarks at most.',
  },
  'report.not-overseen': {
    status: 422,
    zh: '报送单位不在您的监督范围内，不能对比当前数字；报送时的数字仍可查看。',
    en: 'Your office does not oversee the reporter, so its figures of today can’t be compared. What was sent can still be read.',
  },
};
