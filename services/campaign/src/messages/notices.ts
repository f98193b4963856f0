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

/** Refusals about notices and the campaigns made of them. */
export const noticeMessages: Catalogue = {
  ...refusals,
  'notice.there-already': {
    zh: '文号为“{number}”的通知已在 {day} 导入过：“{title}”（编号 {id}），请直接使用。确要再导入一份，请注明再次导入（again 填 true）。没有保存。',
    en: 'A notice numbered “{number}” was imported on {day} already: “{title}” (id {id}); please use that one. If one more is meant, say so (again: true). Nothing was saved.',
  },
  'notice.unknown-field': {
    zh: '通知里没有“{path}”这一项，无法更正。请重新读取后再改。',
    en: 'The notice has no entry “{path}”, so it can’t be corrected. Please read the notice again and name an entry that it has.',
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
    zh: '您看过之后这一项已经改过，现在是“{now}”。请重新读取后再改。没有保存。',
    en: 'This entry was changed since you looked; it says “{now}” now. Please read it again before you change it. Nothing was saved.',
  },
  'notice.is-withdrawn': {
    zh: '这份通知已撤回，不能再更正或使用。请重新导入。',
    en: 'The notice was withdrawn; it can’t be corrected or used any more. Please import it again.',
  },
  'notice.has-campaign': {
    zh: '依据这份通知开展的“{title}”仍然有效。请先撤回这项创建工作，再撤回通知。',
    en: 'The campaign “{title}” made of this notice still counts. Please withdraw the campaign first, then the notice.',
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
  'campaign.is-withdrawn': {
    zh: '这项创建工作已撤回，不能再印发。请重新开展。',
    en: 'The campaign was withdrawn and can’t be issued any more. Please open another.',
  },
};
