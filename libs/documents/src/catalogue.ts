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
  'date.impossible': {
    zh: '“{text}”不是日历上有的日子，没有采用，请核对原件',
    en: '“{text}” is no day of the calendar and was not used. Please look at the original',
  },
  'phase.end-before-start': {
    zh: '阶段的结束 {end} 早于开始 {start}，照原文保留，请核对',
    en: 'The phase ends on {end}, before it starts on {start}; kept as written. Please check',
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
  'group.two-leaders': {
    zh: '写了两位组长，按原文一并列出',
    en: 'Two leaders are named; both are listed as written',
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
  'text.beginning-only': {
    zh: '文字太长（{of} 万字），只读了前面 {read} 万字，后面的没有读',
    en: 'The text is too long ({of} × 10,000 characters); only the first {read} × 10,000 were read',
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
  'mark.not-of-state': {
    zh: '文件标有“{mark}”。这不是国家秘密的密级，但要按规定管理，请确认可以录入本平台',
    en: 'The document is marked “{mark}”. That is no state secret, but has rules of its own; please make sure that it may be entered',
  },
  'text.hidden-left-out': {
    zh: '有 {count} 个隐藏的字没有读入（如隐藏文字、隐藏的行、列或工作表）。需要的话，请在原文件中取消隐藏后重新导入',
    en: '{count} hidden characters were left out (hidden text, rows, columns or sheets). If they are wanted, please show them in the file and import it again',
  },
  'annex.missing': {
    zh: '附件清单里的附件{number}“{title}”没有收到文件，请补充',
    en: 'No file was given for annex {number} “{title}” of the list; please add it',
  },
  'annex.unmatched': {
    zh: '“{file}”与附件清单对不上，没有读入。请核对文件名或清单',
    en: '“{file}” matches none of the listed annexes and was not read in. Please check its name or the list',
  },
  'annex.unreadable': {
    zh: '“{file}”打不开或不能读取，没有读入，也没有检查是否标有密级。请换成 docx、xlsx 或带文字的 PDF 后再导入',
    en: '“{file}” cannot be read: it was left out, and nobody looked whether it is marked as classified. Please give it as docx, xlsx or a PDF with text',
  },
  'annex.not-listed': {
    zh: '“{file}”写着附件{number}，正文的附件清单里没有，已读入，请核对',
    en: '“{file}” says that it is annex {number}, which the list does not have; it was read in. Please check',
  },
  'annex.number-differs': {
    zh: '“{file}”写着附件{number}，按标题对应清单里的附件{expected}“{title}”，请核对',
    en: '“{file}” says that it is annex {number}; by its title it was matched to annex {expected} “{title}”. Please check',
  },
  'file.pages-without-text': {
    zh: '第 {pages} 页没有文字，可能是扫描页或图片，内容没有读入，请对照原件补录',
    en: 'Pages {pages} have no text; they may be scans or pictures and were not read. Please compare with the original',
  },
  'file.encoding-damaged': {
    zh: '文件编码有 {count} 处无法识别',
    en: '{count} characters of the file could not be decoded',
  },
};

/** Words of the RuleViolations that readNotice and readNoticeFile throw. */
export const noticeRefusals: Readonly<Record<string, Words>> = {
  'notice.file-type': {
    zh: '不能读取“{file}”：这是{kind}。请改用 docx、doc、wps、带文字的 PDF、txt、网页（html）或表格（xlsx、xls、et、csv），压缩包请先解压再选里面的文件，或者把文字复制后粘贴进来',
    en: 'Cannot read “{file}”: it is {kindEn}. Please use docx, doc, wps, a PDF with text, txt, html or a spreadsheet (xlsx, xls, et, csv), unpack an archive and choose the files in it, or copy the text and paste it',
  },
  'notice.file-empty': {
    zh: '“{file}”里没有文字。请检查选的文件是否正确',
    en: 'There is no text in “{file}”. Please check that it is the right one',
  },
  'notice.nothing-recognised': {
    zh: '“{file}”里没有认出通知或方案的任何部分（标题、文号、任务、要求等）。请确认文件内容，或改为手工录入',
    en: 'No part of a notice or plan was recognised in “{file}” (title, number, tasks, requirements…). Please check it, or enter it by hand',
  },
  'notice.classified': {
    zh: '“{file}”标有“{mark}”密级，不得录入本平台，内容没有保存。请按保密规定处理',
    en: '“{file}” is marked {mark} (classified). It must not be entered here, and nothing of it was kept',
  },
  'notice.too-large': {
    zh: '“{file}”太大（上限 {limit}）。请只保留通知正文后再导入',
    en: '“{file}” is too large (limit {limit}). Please keep only the notice itself and try again',
  },
  'notice.all-too-large': {
    zh: '这些文件合起来太大（上限 {limit}）。请只上传通知正文和它的附件',
    en: 'These files are too large together (limit {limit}). Please upload only the notice and its annexes',
  },
  'notice.too-slow': {
    zh: '读取超过 {seconds} 秒，已停止。请另存为纯文本（txt）后再试',
    en: 'Reading took more than {seconds} seconds and was stopped. Please save it as plain text (txt) and try again',
  },
  'notice.scan': {
    zh: '“{file}”是扫描件或图片，里面没有可以读取的文字。请向发文单位要 Word、WPS 或带文字的 PDF 文件；没有的话，用 WPS、手机或扫描仪的“文字识别（OCR）”转成 Word，核对后再导入，或把文字粘贴进来',
    en: '“{file}” is a scan or a picture and has no text that could be read. Please ask the issuer for the Word, WPS or text PDF file; or turn it into Word by text recognition (OCR), check it and import that, or paste the text',
  },
  'notice.no-letters': {
    zh: '“{file}”里的字体没有说明每个字是什么，读出来是乱码。请向发文单位要 Word 或 WPS 文件，或用“文字识别（OCR）”转成 Word，核对后再导入',
    en: 'The fonts of “{file}” do not say which letters they show, so it reads as nonsense. Please ask the issuer for the Word or WPS file, or turn it into Word by text recognition (OCR), check it and import that',
  },
  'notice.ofd': {
    zh: '“{file}”是 OFD 版式文件，还不能直接读取。请用 WPS 或 OFD 阅读器打开，另存（导出）为 PDF 或 Word 后再导入，或把文字复制后粘贴进来',
    en: '“{file}” is an OFD document, which cannot be read yet. Please open it in WPS or an OFD reader, export it as PDF or Word and import that, or copy the text and paste it',
  },
  'notice.password': {
    zh: '“{file}”设有密码，打不开。请去掉密码、另存后再导入',
    en: '“{file}” is protected by a password. Please save it without one and try again',
  },
  'notice.office-missing': {
    zh: '读取“{file}”需要 LibreOffice，这台服务器没有安装。请用 WPS 或 Word 另存为 docx 后再导入，或请管理员安装 LibreOffice',
    en: 'Reading “{file}” takes LibreOffice, which is not installed on this server. Please save it as docx with WPS or Word and import that, or ask the administrator to install LibreOffice',
  },
  'notice.office-failed': {
    zh: '“{file}”没有转换成功。请用 WPS 或 Word 另存为 docx 后再导入',
    en: '“{file}” could not be converted. Please save it as docx with WPS or Word and import that',
  },
  'notice.busy': {
    zh: '正在读取的文件太多，这一份没有读。请等前面的文件读完再试',
    en: 'Too many files are being read, and this one was not. Please wait until those before it are done, then try again',
  },
  'notice.broken-file': {
    zh: '文件“{file}”已损坏，打不开。请用 WPS 或 Word 重新另存为 docx 后再试',
    en: 'The file “{file}” is damaged and cannot be opened. Please save it again as docx and retry',
  },
};

/** Fills `{name}` from params; a name without a value stays as it is. */
export function fill(words: string, params: Readonly<Record<string, string | number>> = {}): string {
  return words.replace(/\{([a-zA-Z]{1,20})\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
