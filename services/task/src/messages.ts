import { documentMessages } from '@chuangwen/documents';
import type { Catalogue } from '@chuangwen/platform';

export const messages: Catalogue = {
  ...documentMessages,
  'table.no-heading': {
    zh: '没有找到表头。表头应有“任务”一列，并至少另有两列认得的内容，如“牵头科室”“完成时限”；标题行可以在表头上方。',
    en: 'No heading was found. It needs a column for the task and at least two more that are known, such as lead unit and deadline.',
  },
  'table.too-many-rows': {
    zh: '表格超过 {limit} 行，请分成几份导入。',
    en: 'The table has more than {limit} rows. Please bring it in parts.',
  },
  'table.other-file': {
    zh: '这不是预览过的那份表格。请先预览这份表格，再导入。',
    en: 'This is not the table that was previewed. Please preview this one first.',
  },
  'table.task-unknown': {
    zh: '任务编号“{id}”在这项创建工作里没有，或不归您办理。请从系统重新导出后再填，或清空编号按新任务导入。',
    en: 'There is no task {id} in this campaign that you can see. Please export anew, or empty the id to add a task.',
  },
  'table.id-of-another': {
    zh: '这一行的任务编号是“{title}”的，任务名称却是另一项任务的，可能只对部分列排了序。请从系统重新导出后再填，排序时选中整张表。',
    en: 'The id of this row is that of “{title}”, its name that of another task; perhaps one column was sorted alone. Please export anew and sort the table as a whole.',
  },
  'table.task-ambiguous': {
    zh: '有 {count} 项同名任务，分不清是哪一项。请用系统导出的表格（带任务编号）填写，或写明所属措施。',
    en: '{count} tasks have this name. Use a table exported here, which has ids, or name the measure.',
  },
  'table.no-title': {
    zh: '这一行没有任务名称，请补上或删去这一行。',
    en: 'This row names no task. Please add it or delete the row.',
  },
  'table.no-measure': {
    zh: '新任务要写明所属措施，请在“措施”一列填写方案里的措施名称。',
    en: 'A new task needs the measure it belongs to; name one of the plan’s measures.',
  },
  'table.measure-unknown': {
    zh: '方案里没有措施“{measure}”。请照方案填写措施名称，或先在方案里增加这项措施。',
    en: 'The plan has no measure “{measure}”. Name it as the plan does, or add it to the plan first.',
  },
  'table.measure-ambiguous': {
    zh: '措施“{measure}”在几份方案里都有，分不清属于哪一份。请在所属方案里增加这项任务。',
    en: 'Several plans have a measure “{measure}”. Please add the task in the plan it belongs to.',
  },
  'table.lead-unit-missing': {
    zh: '填写责任领导、责任人或配合科室前，要先有牵头科室。请补上牵头科室。',
    en: 'A lead unit is needed before people or joint units. Please name the lead unit.',
  },
  'table.changed-meanwhile': {
    zh: '导出之后，别人已改动过同一内容，现为“{now}”。请重新导出后再改，或选择以表格为准。',
    en: 'Somebody changed the same field since the export; it is “{now}” now. Export anew, or choose to let the table win.',
  },
  'table.plan-withdrawn': {
    zh: '这条措施所在的方案已撤回，不能再增加任务。方案重新生效以后再导入这一行。',
    en: 'The plan of this measure was withdrawn, so nothing can be added to it. Please import this row once the plan is in force again.',
  },
  'table.row-moved': {
    zh: '预览之后这项任务有了变动，这一行没有导入。请重新预览后再导入。',
    en: 'This task changed since the preview, so the row was left out. Please preview and import again.',
  },
  'table.row-twice': {
    zh: '这项任务在第 {row} 行已经出现过。请删去其中一行。',
    en: 'This task stands in row {row} already. Please delete one of the two.',
  },
  'table.cell-too-long': {
    zh: '有一格超过 {limit} 字，请缩短后再导入。',
    en: 'A cell has more than {limit} characters. Please shorten it.',
  },
  'table.names-open': {
    zh: '有名称没有对上：{names}。请逐个选择对应的科室或人员，或选择保持不变。',
    en: 'These names are not matched: {names}. Choose whom each means, or leave the field as it is.',
  },
  'table.as-the-plan-has-it': {
    zh: '任务名称、措施和单位以方案为准，没有按表格改为“{text}”。如需修改，请修订方案。',
    en: 'Task, measure and unit are as the plan has them; they were not changed to “{text}”. Revise the plan to change them.',
  },
  'table.only-by-work': {
    zh: '状态、进度和材料份数由办理产生，没有按表格改为“{text}”。',
    en: 'Situation, progress and number of proofs follow from the work; they were not changed to “{text}”.',
  },
  'table.shared-deadline': {
    zh: '这项任务由另一项创建工作共用到这里，时限以共用时为准，没有改为“{text}”。',
    en: 'This task is shared from another campaign; its deadline here was not changed to “{text}”.',
  },
  'table.deadline-words': {
    zh: '“{text}”不是确切日期，完成时限没有改动，原文另行保留。',
    en: '“{text}” is no exact day; the deadline stays, and the words are kept.',
  },
  'table.evidence-stays': {
    zh: '要求的材料没有清除，仍为“{text}”。如不再需要，请在任务里修改。',
    en: 'The evidence wanted was not cleared; it still is “{text}”. Change it in the task.',
  },
  'task.nobody-assigned': {
    zh: '这项任务还没有分派。请先确定牵头科室或经办人，再填报、上传材料或报送。',
    en: 'Nobody has this task yet. Please name a lead unit or a person first.',
  },
  'task.under-review': {
    zh: '任务已经报送，正在审核。如需修改，请审核人先退回。',
    en: 'The task was submitted and is under review. Ask the reviewer to return it before changing it.',
  },
  'task.accepted-already': {
    zh: '任务已经通过审核，不能再改动。',
    en: 'The task was accepted and can’t be changed any more.',
  },
  'task.not-submitted': {
    zh: '任务还没有报送，不能审核。请等经办人报送后再通过或退回。',
    en: 'The task is not submitted, so there is nothing to accept or return yet.',
  },
  'task.part-not-open': {
    zh: '这一部分没有被退回，不能改动。只能修改被退回的内容，或补充新的材料。',
    en: 'This part was not returned and can’t be changed. Change what was returned, or attach further evidence.',
  },
  'task.part-unknown': {
    zh: '退回的内容不在这次报送里。请从报送说明和现有材料中选择。',
    en: 'What you return is not part of the submission. Choose the report or one of its proofs.',
  },
  'task.returned-twice': {
    zh: '同一项内容退回了两次，请合并成一条理由。',
    en: 'The same part is named twice. Please put its reasons into one.',
  },
  'task.deadline-before-phase': {
    zh: '完成时限 {deadline} 早于所属阶段的开始时间 {start}。请改为该阶段开始之后的日期。',
    en: 'The deadline {deadline} lies before its phase begins ({start}). Please choose a later day.',
  },
  'task.evidence-missing': {
    zh: '这项任务要求提供佐证材料：{wanted}。请至少上传一份文件或填写一个链接后再报送。',
    en: 'This task asks for evidence: {wanted}. Attach at least one file or link before you submit.',
  },
  'task.withdrawn': {
    zh: '所属方案或措施已不再执行，这项任务已撤回，不能办理。方案重新审定后，任务会自动恢复。',
    en: 'Its plan or measure is no longer in force, so this task is withdrawn. It comes back once the plan is approved again.',
  },
  'task.covered': {
    zh: '这项任务由另一项创建工作的同一任务代替，请在那项任务里办理；如需分开办理，请先取消共用。',
    en: 'Another campaign’s task counts in place of this one. Work on that task, or end the sharing first.',
  },
  'task.share-own-campaign': {
    zh: '两项任务属于同一项创建工作，不能互相代替。请选择另一项创建工作的任务。',
    en: 'Both tasks belong to the same campaign. Choose a task of another campaign.',
  },
  'task.share-known': {
    zh: '这项任务在那项创建工作里已经代替了另一项任务，一项创建工作只能代替一项。请先取消原来的共用。',
    en: 'In that campaign this task already counts for another one; end that sharing first.',
  },
  'task.share-shares': {
    zh: '所选任务自己也用于其他创建工作，不能再由别的任务代替。请先取消它的共用。',
    en: 'The chosen task itself counts for other campaigns; end that sharing first.',
  },
  'task.share-begun': {
    zh: '所选任务已经开始办理，不能由别的任务代替。请反过来，用已开始的任务代替尚未开始的任务。',
    en: 'Work on the chosen task has begun. Let the task that has begun count for the one that has not.',
  },
  'task.checks-unmet': {
    zh: '还不能报送，以下要求没有达到：{missing}。',
    en: 'It can’t be submitted yet; this is missing: {missing}.',
  },
  'task.own-checks': {
    status: 403,
    zh: '报送前的检查由下达任务的单位设定、修改和免去，承办科室和承办人不能自己改。请联系审核人。',
    en: 'What is checked before submission is set, changed and waived by the organisation whose task it is, not by the section or person that carries it out. Please ask the reviewer.',
  },
  'task.checks-from-above': {
    status: 403,
    zh: '这项任务报送前的检查是本单位机关设定的，下属科室、单位不能修改或免去。请联系机关的承办人或审核人。',
    en: 'What is checked before this task is submitted was set by the head office, and a unit below can’t change or waive it. Please ask the reviewer there.',
  },
  'task.check-not-asked': {
    zh: '所选检查不在这项任务的要求里，无需免去。请从任务的检查项中选择。',
    en: 'This check is not asked for by the task. Choose among its checks.',
  },
  'task.evidence-classified': {
    zh: '文件标有密级（{mark}），不能上传，也没有保存。涉密材料请按保密规定另行报送。',
    en: 'The file is marked as classified ({mark}). It can’t be uploaded, and nothing of it was kept.',
  },
  'task.evidence-known': {
    zh: '这份材料已经在本任务里，不必重复上传。',
    en: 'This task has this very proof already; there is no need to attach it again.',
  },
  'task.link-not-web': {
    status: 400,
    zh: '链接应以 http:// 或 https:// 开头，且不含用户名和密码。请复制网页地址栏里的完整地址。',
    en: 'A link must begin with http:// or https:// and hold no user name or password.',
  },
  'task.file-type': {
    status: 415,
    zh: '这种文件不能作为佐证材料，或扩展名与内容不符。可以上传 PDF、OFD、Word、WPS、Excel、PPT、图片、音视频、txt、csv、zip。',
    en: 'This kind of file can’t be evidence, or its name does not fit its content. Use PDF, OFD, office files, pictures, audio, video, txt, csv or zip.',
  },
  'task.file-empty': {
    status: 400,
    zh: '文件是空的，请检查后重新选择。',
    en: 'The file is empty. Please check it and choose again.',
  },
  'task.unit-unknown': {
    zh: '所选科室或单位今天不在本单位的机构树上。请重新读取后再选择。',
    en: 'One of the units is not part of your organisation today. Please read them again and choose anew.',
  },
  'task.person-unknown': {
    zh: '所选人员今天在本单位没有任职。请重新读取后再选择。',
    en: 'One of the people holds no post in your organisation today. Please read them again and choose anew.',
  },
};
