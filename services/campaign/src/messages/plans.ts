import type { Catalogue } from '@chuangwen/platform';

/** Refusals about a plan until it is handed down. */
export const planMessages: Catalogue = {
  'plan.reviewed-above': {
    status: 403,
    zh: '方案由上级审定，本单位不能审定自己的方案。请等上级办理，或联系上级单位。',
    en: 'A plan is decided by the organisation above, not by its own. Please wait for it, or ask there.',
  },
  'plan.deadline-before-phase': {
    zh: '“{item}”的完成时限 {deadline} 早于所在阶段“{phase}”的开始时间 {start}。请更正时限、阶段时间，或换一个阶段。没有保存。',
    en: 'The deadline {deadline} of “{item}” lies before the start {start} of its phase “{phase}”. Please correct the deadline or the phase, or choose another phase. Nothing was saved.',
  },
  'plan.impossible-date': {
    zh: '“{item}”的日期 {date} 在日历上没有这一天。请先更正日期。没有保存。',
    en: 'There is no day {date}, as “{item}” has it. Please correct the date first. Nothing was saved.',
  },
  'plan.phase-ends-before-start': {
    zh: '阶段“{phase}”的结束时间 {end} 早于开始时间 {start}。请更正其中一个。没有保存。',
    en: 'The phase “{phase}” ends ({end}) before it starts ({start}). Please correct one of them. Nothing was saved.',
  },
  'plan.unknown-phase': {
    zh: '“{item}”所选的阶段不在这项创建工作里。请重新选择阶段。',
    en: 'The phase chosen for “{item}” is not one of this campaign. Please choose another.',
  },
  'plan.already-submitted': {
    zh: '方案已经报送，正在等待上级审核，不用重复报送。',
    en: 'The plan has been submitted already and is with the organisation above; there is no need to submit it again.',
  },
  'plan.is-submitted': {
    zh: '方案已报送，审核期间不能修改。需要修改时，请上级先退回相应条目。',
    en: 'The plan has been submitted and can’t be changed meanwhile. Please ask the organisation above to return the item.',
  },
  'plan.is-approved': {
    zh: '方案已审定生效，不能直接修改、报送或退回。需要改动请先修订；审定有误，请上级撤销审定。',
    en: 'The plan is in force and can’t be changed, submitted or returned as it is. Please revise it; a wrong approval is withdrawn by the organisation above.',
  },
  'plan.is-returned': {
    zh: '方案有条目已退回，请等下级单位修改后重新报送。',
    en: 'Items of the plan have been returned. Please wait until the unit has submitted them again.',
  },
  'plan.not-submitted': {
    zh: '方案还没有报送，暂不能退回或审定。',
    en: 'The plan has not been submitted yet, so it can’t be returned or approved.',
  },
  'plan.submitted-since': {
    status: 409,
    zh: '您看过之后对方又报送了新的内容，这次操作没有生效。请重新读取，看过最新报送的内容后再审定或退回。',
    en: 'The unit has submitted again since you looked, so nothing was done. Please read the plan again, look at what was submitted last, and then approve or return it.',
  },
  'plan.not-directly-below': {
    zh: '“{name}”不是直接下级，请印发给它的上级文明办，由其向下印发。',
    en: '“{name}” is not directly below you; please issue to the office above it, which hands it down.',
  },
  'plan.unverified': {
    zh: '“{name}”还没有核实，不能向它下发。请先在单位名录里核实，再下发。没有下发给任何单位。',
    en: '“{name}” is not verified yet, so nothing can be handed down to it. Please verify it in the list of organisations first. Nothing was handed down.',
  },
  'plan.returned-twice': {
    zh: '同一条目写了两次退回理由，请合并为一条。',
    en: 'One item is returned twice; please put both reasons into one.',
  },
  'plan.item-not-returned': {
    zh: '这次只能修改被退回的条目，“{item}”不在其中，也不能新增其他条目。',
    en: 'Only returned items are open now: “{item}” is not among them, and no other can be added.',
  },
  'plan.item-dropped': {
    zh: '“{item}”已删减，请先恢复再修改。',
    en: '“{item}” was dropped. Please restore it before you change it.',
  },
  'plan.above-dropped': {
    zh: '上一层的“{item}”已删减，请先恢复它。',
    en: '“{item}”, to which this belongs, was dropped. Please restore it first.',
  },
  'plan.root-has-none-above': {
    zh: '这是牵头单位自己的方案，没有上级方案，不需要报送；可以直接审定。',
    en: 'This is the plan of the leading organisation; there is none above it to submit it to. It can be put in force directly.',
  },
  'plan.superior-approves': {
    zh: '这是本单位的上级，方案应报其审定，不能只作备案。请改为报送审定。',
    en: 'This is your own superior: the plan goes to it for approval, not only for record. Please submit it for approval.',
  },
  'plan.finish-returned-first': {
    zh: '方案有条目被退回，请先改好并重新报送，再沿用上级方案。',
    en: 'Items of the plan were returned. Please mend and submit them first, then take over the plan above.',
  },
  'plan.has-own-items': {
    zh: '方案里已有自己增改删的条目，不能整体沿用。请先恢复这些条目，或报送自己的方案。',
    en: 'The plan holds items of its own, so it can’t be taken over whole. Please restore them first, or submit your own plan.',
  },
  'plan.other-campaign': {
    zh: '两份方案属于不同的创建工作，不能合成一份。请分别制定；相同的任务可以共用。',
    en: 'The two plans belong to different campaigns and can’t be one. Please make each by itself; tasks that are the same can be shared.',
  },
  'plan.other-begun': {
    zh: '另一份方案已经动手修改或报送，不能并入。请先恢复它的条目，或分别报送。',
    en: 'The other plan was changed or submitted already, so it can’t be taken in. Please restore its items first, or submit both.',
  },
  'plan.not-reviewer': {
    status: 403,
    zh: '只有上级方案的单位可以退回或审定这份方案。',
    en: 'Only the organisation whose plan lies above this one can return or approve it.',
  },
  'plan.not-yet': {
    status: 503,
    zh: '上级方案正在送达，请过几秒再试。没有保存。',
    en: 'The plan above is still on its way. Please try again in a few seconds. Nothing was saved.',
  },
};
