/** What a person reads for a code, in both languages; `{name}` is filled from the params. */
export type Words = { zh: string; en: string };

/** Words of `Warning.code`. Codes are stable and public. */
export const noticeWarnings: Readonly<Record<string, Words>> = {
  'date.year-inferred': {
    zh: '原文没有写年份，按本文推定为 {year} 年，请核对',
    en: 'The source gives no year; {year} was concluded from the document. Please check',
  },
  'date.year-unknown': {
    zh: '原文没有写年份，本文也看不出年份',
    en: 'No year is given, and none can be told from the document',
  },
  'date.web-time': {
    zh: '网页发布时间是 {date}，与成文日期不同，未采用',
    en: 'The web page is dated {date}, unlike the document; the date of the page was not used',
  },
  'number.incomplete': {
    zh: '文号只有年份，没有顺序号，请核对原件',
    en: 'The document number has its year but no number; look at the original',
  },
  'issuer.from-print-line': {
    zh: '没有署名，发文单位取自印发机关一行，请核对',
    en: 'There is no signature; the issuer was taken from the line of the printing office. Please check',
  },
  'title.guessed': { zh: '标题没有文种字样，取开头第一行', en: 'No line looks like a title; the first one was taken' },
  'numbering.repeated': {
    zh: '序号“{number}”重复，两条都保留',
    en: 'Number {number} occurs twice; both items are kept',
  },
  'numbering.gap': {
    zh: '序号不连续：“{number}”前面只到第 {after} 项',
    en: 'Numbers have a gap: {number} follows item {after}',
  },
  'numbering.lost': {
    zh: '序号丢失，按顺序应为第 {expected} 项',
    en: 'The number is lost; in order it would be item {expected}',
  },
  'numbering.slip': {
    zh: '序号“{number}”写法与同级不同，按上下文归入同级',
    en: 'Number {number} is written unlike its siblings; placed by its context',
  },
  'numbering.mixed': {
    zh: '“{section}”的各条序号写法不一，按并列处理',
    en: 'Items of “{section}” are numbered in different ways; read as one list',
  },
  'group.post-without-name': {
    zh: '“{post}”只有职务或集体名称，没有姓名',
    en: '“{post}” is a post or a group, no name is given',
  },
  'table.merged': {
    zh: '单元格为空，按合并单元格取上一行的内容',
    en: 'The cell is empty; taken from the merged cell above',
  },
  'text.garbled': { zh: '有乱码，原样保留：“{text}”', en: 'Garbled text was kept as it is: “{text}”' },
  'text.truncated': {
    zh: '文字在结尾处中断，后面可能还有内容',
    en: 'The text breaks off at its end; something may be missing',
  },
  'text.noise-removed': {
    zh: '去掉了网页导航、广告或页码：{lines} 行、文中 {phrases} 处',
    en: 'Navigation, advertisements or page numbers were left out: {lines} lines, {phrases} places within the text',
  },
  'text.lines-joined': {
    zh: '有 {count} 处句子被换行或换页断开，已接上',
    en: 'Sentences broken by line or page ends were joined in {count} places',
  },
  'mark.internal': {
    zh: '文件标有“内部”字样，请确认可以录入',
    en: 'The document is marked as internal; please make sure that it may be entered',
  },
  'file.encoding-damaged': {
    zh: '文件编码有 {count} 处无法识别',
    en: '{count} characters of the file could not be decoded',
  },
};

/** Words of the RuleViolations that readNotice and readNoticeFile throw. */
export const noticeRefusals: Readonly<Record<string, Words>> = {
  'notice.file-type': {
    zh: '不能读取“{file}”：这是{kind}。请改用 txt、docx 或网页（html）文件，或者把文字复制后粘贴进来',
    en: 'Cannot read “{file}”: it is {kind}. Please use a txt, docx or html file, or copy the text and paste it',
  },
  'notice.file-empty': {
    zh: '文件里没有文字。请检查选的文件是否正确',
    en: 'There is no text in the file. Please check that it is the right one',
  },
  'notice.nothing-recognised': {
    zh: '没有认出通知或方案的任何部分（标题、文号、任务、要求等）。请确认文件内容，或改为手工录入',
    en: 'No part of a notice or plan was recognised (title, number, tasks, requirements…). Please check the file, or enter it by hand',
  },
  'notice.classified': {
    zh: '文件标有“{mark}”密级，不得录入本平台，内容没有保存。请按保密规定处理',
    en: 'The document is marked {mark} (classified). It must not be entered here, and nothing of it was kept',
  },
  'notice.too-large': {
    zh: '文件太大（上限 {limit}）。请只保留通知正文后再导入',
    en: 'The file is too large (limit {limit}). Please keep only the notice itself and try again',
  },
  'notice.too-slow': {
    zh: '读取超过 {seconds} 秒，已停止。请另存为纯文本（txt）后再试',
    en: 'Reading took more than {seconds} seconds and was stopped. Please save it as plain text (txt) and try again',
  },
  'notice.busy': {
    zh: '正在读取的文件太多，请过一会儿再试',
    en: 'Too many files are being read. Please try again in a moment',
  },
  'notice.broken-file': {
    zh: '文件“{file}”已损坏，打不开。请用 WPS 或 Word 重新另存为 docx 后再试',
    en: 'The file “{file}” is damaged and cannot be opened. Please save it again as docx and retry',
  },
};

/** Fills `{name}` from params; a name without a value stays as it is. */
export function fill(words: string, params: Readonly<Record<string, string | number>> = {}): string {
  return words.replace(/\{([a-z]{1,20})\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
