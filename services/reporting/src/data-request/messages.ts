import type { Catalogue } from '@chuangwen/platform';

/** Refusals of data requests (报送事项) and their answers. */
export const dataRequestMessages: Catalogue = {
  'request.no-header': {
    zh: '没有找到表头。请确认表格里有一行写着各列的名称。',
    en: 'No header was found. Please make sure that a row of the table names its columns.',
  },
  'request.too-many-columns': {
    zh: '一张表最多 {limit} 列。请删去不需要的列。',
    en: 'A table has at most {limit} columns. Please leave out those that are not needed.',
  },
  'request.nobody-owes': {
    zh: '没有选到要报送的单位。请选择参创单位或本单位的科室、局属单位。',
    en: 'Nobody is asked. Please choose agencies or own units.',
  },
  'request.unverified': {
    zh: '“{name}”还没有核实，不能向它下发。请先在单位名录里核实。',
    en: '“{name}” is not verified yet, so nothing can be asked of it. Please verify it first.',
  },
  'request.deadline-past': {
    zh: '报送时限早于今天（{today}），请改为今天或以后的日期。',
    en: 'The deadline is before today ({today}). Please choose today or later.',
  },
  'request.column-twice': {
    zh: '“{column}”这一列出现了两次。请改名或删去一个。',
    en: 'Column “{column}” occurs twice. Please rename one or leave it out.',
  },
  'request.no-choices': {
    zh: '“{column}”是选择列，请写明可选的内容。',
    en: 'Column “{column}” is a choice; please name what can be chosen.',
  },
  'request.asked-already': {
    zh: '“{columns}”已在 {day} 的《{title}》中向同样的单位要过，请先到那里查看汇总。确需再次报送的，请填写理由（reason）。',
    en: '“{columns}” was asked of the same organisations in “{title}” on {day}; look at its table first. If it must be asked again, please give a reason.',
  },
  'request.withdrawn': {
    zh: '这件报送事项已撤回，不用再报。',
    en: 'This request was withdrawn; nothing is owed any more.',
  },
  'request.not-yet-issued': {
    status: 422,
    zh: '{day} 时这件报送事项还没有印发（{since} 才印发），没有可看的情况。请选 {since} 或以后的一天。',
    en: 'On {day} this request was not issued yet (it was on {since}); there is nothing to see. Please choose {since} or a later day.',
  },
  'request.after-unknown': {
    status: 400,
    zh: '翻页位置（after）不是这件报送事项里的填报。请用上一页答复中的 next，或去掉 after 从第一页看起。',
    en: 'The place to go on from (after) is no answer of this request. Please use `next` of the page before, or leave it out to begin with the first page.',
  },
  'request.all-answered': {
    zh: '所有单位都已报送，不用催报。',
    en: 'Everybody has answered; nobody needs reminding.',
  },
  'request.deadline-not-later': {
    zh: '延期后的时限须晚于现在的时限（{day}）。',
    en: 'The new deadline must be later than the present one ({day}).',
  },
  'answer.not-submitted': { zh: '这个单位还没有报送。', en: 'This organisation has not answered yet.' },
  'answer.accepted-already': {
    zh: '这份报送已经通过，不能再改。确需更正的，请下发单位另行要求。',
    en: 'This answer was accepted and can’t be changed any more.',
  },
  'answer.rows-open': {
    zh: '还有 {count} 行退回后没有重新报送，暂不能通过。',
    en: '{count} returned row(s) were not submitted again yet; it can’t be accepted now.',
  },
  'answer.empty': { zh: '表里没有内容，请至少填写一行。', en: 'The table is empty; please fill in at least one row.' },
  'answer.one-row': {
    zh: '这件事项每个单位只报一行，请合并为一行。',
    en: 'Each organisation answers with one row; please make it one.',
  },
  'answer.row-twice': {
    zh: '同一行出现了两次，请重新读取后重试。',
    en: 'A row occurs twice; please read it again and try once more.',
  },
  'answer.unchanged': {
    zh: '退回的行没有改动。请按退回理由修改后再报送。',
    en: 'The returned rows were not changed. Please correct them and submit again.',
  },
  'answer.submitted-already': {
    zh: '已经报送，等待对方审核；被退回的行才能修改。需要更正的，请联系下发单位退回。',
    en: 'It was submitted already. Only rows that are returned can be changed; please ask for their return.',
  },
  'answer.row-closed': {
    zh: '第 {row} 行没有被退回，不能修改、增加或删除。请只改退回的行。',
    en: 'Row {row} was not returned and can’t be changed, added or removed. Please change only what was returned.',
  },
  'answer.no-draft': {
    zh: '没有暂存的内容。请填写后再报送。',
    en: 'No draft is saved. Please fill in the table first.',
  },
  'answer.not-a-number': {
    zh: '第 {row} 行“{column}”应填数字（不带单位和百分号）。',
    en: 'Row {row}, “{column}”: please give a number, without unit or per cent sign.',
  },
  'answer.number-out-of-range': {
    zh: '第 {row} 行“{column}”的数字超出范围：整数部分最多 15 位，小数最多 10 位。请核对；编号、代码类内容请下发单位改为文字列。',
    en: 'Row {row}, “{column}”: a number has at most 15 digits and 10 decimals. Please check it; numbers that name something belong in a text column, which the office can ask for.',
  },
  'answer.not-a-day': {
    zh: '第 {row} 行“{column}”应填日期，例如 2026-04-10。',
    en: 'Row {row}, “{column}”: please give a date such as 2026-04-10.',
  },
  'answer.not-a-choice': {
    zh: '第 {row} 行“{column}”不在可选内容里，请重新选择。',
    en: 'Row {row}, “{column}”: please choose one of the values offered.',
  },
  'answer.required': { zh: '第 {row} 行“{column}”必须填写。', en: 'Row {row}, “{column}” must be filled in.' },
  'answer.too-long': {
    zh: '第 {row} 行“{column}”太长，最多 2000 字。',
    en: 'Row {row}, “{column}” is too long; at most 2000 characters.',
  },
  'answer.other-table': {
    zh: '这张表的列与报送事项对不上。请下载填报表填写后再上传。',
    en: 'The columns of this table are not those asked for. Please download the sheet, fill it in and upload it.',
  },
  'answer.title-twice': {
    zh: '表头里“{column}”出现了不止一次（合并的表头也算），不知道该取哪一列。请只保留一列后再上传。',
    en: 'The title “{column}” occurs more than once in the heading (merged titles count too). Please keep one such column and upload again.',
  },
  'answer.too-many-cells': {
    zh: '这张表有 {cells} 格，超过上限 {limit} 格。请核对是否选错了文件；确有这么多，请下发单位分几件事项要。',
    en: 'This table has {cells} cells; the limit is {limit}. Please check the file; if there are so many, ask the office to split the request.',
  },
  'answer.too-many-rows': {
    zh: '一份报送最多 {limit} 行。请核对是否选错了文件。',
    en: 'An answer has at most {limit} rows. Please check the file.',
  },
};
