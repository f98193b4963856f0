import { noticeRefusals } from '@chuangwen/documents';
import type { Catalogue } from '@chuangwen/platform';

/** HTTP status of refusals of the reader of notices; the others are 422. */
const statusOf: Readonly<Record<string, number>> = {
  'notice.file-type': 415,
  'notice.ofd': 415,
  'notice.scan': 415,
  'notice.no-letters': 415,
  'notice.office-missing': 415,
  'notice.too-large': 413,
  'notice.all-too-large': 413,
  'notice.busy': 503,
};
const refusals: Catalogue = Object.fromEntries(
  Object.entries(noticeRefusals).map(([code, words]) => [code, { status: statusOf[code] ?? 422, ...words }]),
);

/** What a person reads for every refusal of this service. */
export const messages: Catalogue = {
  ...refusals,
  'notice.there-already': {
    zh: '文号为“{number}”的通知已在 {day} 导入过：“{title}”（编号 {id}），请直接使用。确要再导入一份，请注明再次导入（again 填 true）。没有保存。',
    en: 'A notice numbered “{number}” was imported on {day} already: “{title}” (id {id}); please use that one. If one more is meant, say so (again: true). Nothing was saved.',
  },
  'notice.unknown-field': {
    zh: '通知里没有“{path}”这一项，无法更正。请刷新页面，在要改的地方直接修改。',
    en: 'The notice has no entry “{path}”, so it can’t be corrected. Please reload and edit the entry itself.',
  },
  'notice.field-required': {
    zh: '“{path}”不能留空。如果原文没有这一条，请删除整条。',
    en: '“{path}” can’t be empty. If the source has no such entry, please remove the whole entry.',
  },
  'notice.not-a-date': {
    zh: '“{value}”不是可用的日期。请写成 2026-04-28 或 2026-04；不知道年份时写 --04-28 或 --04。',
    en: '“{value}” is not a usable date. Please write 2026-04-28 or 2026-04, or --04-28 or --04 where no year is known.',
  },
  'notice.unknown-phase': {
    zh: '通知里没有名为“{phase}”的阶段。请选择已有的阶段，或先添加这个阶段。',
    en: 'The notice has no phase named “{phase}”. Please choose one that it has, or add the phase first.',
  },
  'notice.erased': {
    zh: '这份通知的内容已按规定删除，不能再更正或使用。',
    en: 'The content of this notice has been erased; it can’t be corrected or used any more.',
  },
  'campaign.there-already': {
    zh: '依据这份通知，已在 {day} 开展了“{title}”（编号 {id}），请直接办理。确要另外再开展一项，请注明再次开展（again 填 true）。没有保存。',
    en: 'A campaign was made of this notice on {day} already: “{title}” (id {id}); please go on with that one. If one more is meant, say so (again: true). Nothing was saved.',
  },
  'campaign.title-required': {
    zh: '还没有创建工作的名称：通知里没有认出标题。请填写名称后再提交。',
    en: 'The campaign has no title: none was recognised in the notice. Please enter one and try again.',
  },
  'campaign.nothing-given': {
    zh: '还没有创建工作的名称。请给出通知（noticeId）或名称（title）。',
    en: 'The campaign has no title. Please give a notice (noticeId) or a title.',
  },
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
    zh: '您看过之后对方又报送了新的内容，这次操作没有生效。请刷新页面，看过最新报送的内容后再审定或退回。',
    en: 'The unit has submitted again since you looked, so nothing was done. Please reload, look at what was submitted last, and then approve or return it.',
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
  'plan.not-in-force': {
    zh: '方案还没有生效，可以直接修改或退回，不用修订或撤销审定。',
    en: 'The plan is not in force; it can be changed or returned directly.',
  },
  'plan.revision-under-way': {
    zh: '方案正在修订，不能撤销上一次审定。请先办完这次修订。',
    en: 'The plan is being revised, so its approval can’t be withdrawn now. Please finish the revision first.',
  },
  'plan.no-revision': {
    zh: '方案还没有生效过，没有可以放弃的修订。可以直接修改，或恢复不要的改动。',
    en: 'The plan has not been in force yet, so there is no revision to give up. It can be changed directly.',
  },
  'plan.revision-submitted': {
    zh: '修订稿已报送上级，不能放弃。请等上级退回后恢复原样再报送。',
    en: 'The revision was submitted already, so it can’t be given up. Once it is returned, please restore its items and submit it again.',
  },
  'plan.revision-handed-down': {
    zh: '修订稿已下发给下级单位，不能放弃。请先撤回下发，或办完这次修订。',
    en: 'The revision was handed down already, so it can’t be given up. Please withdraw the hand-down first, or finish the revision.',
  },
  'plan.revision-answers': {
    zh: '修订中已并入本单位的另一份方案，不能放弃。请办完这次修订。',
    en: 'Another plan was taken into this revision, so it can’t be given up. Please finish the revision.',
  },
  'plan.parent-unchanged': {
    zh: '上级方案没有新的变化，不用沿用。',
    en: 'The plan above has not changed; there is nothing to take over.',
  },
  'plan.declined-without-reason': {
    zh: '有条目不沿用上级的变化，请说明理由。没有保存。',
    en: 'Some of the changes above are not taken over; please say why. Nothing was saved.',
  },
  'plan.unit-not-closed': {
    zh: '这个单位没有撤销，方案由它自己办理，不能接办。',
    en: 'The unit is not closed; it works on its plan itself, so the plan can’t be handed over.',
  },
  'plan.is-withdrawn': {
    zh: '方案已撤回，不再有效，不能再办理。原来的内容仍可查看。',
    en: 'The plan was withdrawn and does not count any more. What it said can still be read.',
  },
  'plan.is-answered': {
    zh: '这份方案已由本单位的另一份方案一并落实，不再单独修改或报送。请改那一份方案。',
    en: 'Another plan of this organisation answers for this one; it is no longer changed or submitted by itself. Please work on that plan.',
  },
  'plan.other-campaign': {
    zh: '两份方案属于不同的创建工作，不能合成一份。请分别制定；相同的任务可以共用。',
    en: 'The two plans belong to different campaigns and can’t be one. Please make each by itself; tasks that are the same can be shared.',
  },
  'plan.other-begun': {
    zh: '另一份方案已经动手修改或报送，不能并入。请先恢复它的条目，或分别报送。',
    en: 'The other plan was changed or submitted already, so it can’t be taken in. Please restore its items first, or submit both.',
  },
  'campaign.is-withdrawn': {
    zh: '这项创建工作已撤回，不能再印发。请重新开展。',
    en: 'The campaign was withdrawn and can’t be issued any more. Please open another.',
  },
  'notice.too-many-files': {
    status: 413,
    zh: '一份通知最多上传 {limit} 个文件。请只上传正文和它的附件。没有保存。',
    en: 'A notice can have at most {limit} files. Please upload only the notice and its annexes. Nothing was saved.',
  },
  'notice.file-unmatched': {
    zh: '“{file}”不是这份通知的附件：附件清单里没有它。请去掉这个文件，或另作一份通知导入。没有保存。',
    en: '“{file}” is none of this notice’s annexes. Please leave it out, or import it as a notice of its own. Nothing was saved.',
  },
  'notice.entry-unnamed': {
    zh: '删除清单里的一条时，要说明删的是哪一条：请带上所看的版本号（If-Match），或写出这一条现在的内容（was）。没有保存。',
    en: 'To remove an entry of a list, say which one you mean: send the version you saw (If-Match), or what the entry says now (was). Nothing was saved.',
  },
  'notice.changed-since': {
    status: 409,
    zh: '您看过之后这一项已经改过，现在是“{now}”。请刷新页面再改。没有保存。',
    en: 'This entry was changed since you looked; it says “{now}” now. Please reload. Nothing was saved.',
  },
  'notice.is-withdrawn': {
    zh: '这份通知已撤回，不能再更正或使用。请重新导入。',
    en: 'The notice was withdrawn; it can’t be corrected or used any more. Please import it again.',
  },
  'notice.has-campaign': {
    zh: '依据这份通知开展的“{title}”仍然有效。请先撤回这项创建工作，再撤回通知。',
    en: 'The campaign “{title}” made of this notice still counts. Please withdraw the campaign first, then the notice.',
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
