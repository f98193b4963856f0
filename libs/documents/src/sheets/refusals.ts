import type { Words } from '../catalogue';

/** Status and words of the RuleViolations that readTables throws. */
export const documentMessages: Readonly<Record<string, Words & { status: number }>> = {
  'document.file-type': {
    status: 415,
    zh: '“{file}”不是能读取的表格（这是{kind}）。请用 xlsx、xls、et 或 csv 文件',
    en: '“{file}” is no spreadsheet that can be read (it is {kindEn}). Please use xlsx, xls, et or csv',
  },
  'document.file-empty': {
    status: 422,
    zh: '表格里没有内容。请检查选的文件是否正确',
    en: 'There is nothing in the spreadsheet. Please check that it is the right one',
  },
  'document.too-large': {
    status: 413,
    zh: '表格太大（上限 {limit}）。请只保留需要的工作表和行后再导入',
    en: 'The spreadsheet is too large (limit {limit}). Please keep only the sheets and rows that are needed',
  },
  'document.too-slow': {
    status: 422,
    zh: '读取超过 {seconds} 秒，已停止。请把内容复制到新的表格另存为 xlsx 后再试',
    en: 'Reading took more than {seconds} seconds and was stopped. Please copy the contents into a new spreadsheet and try again',
  },
  'document.broken-file': {
    status: 422,
    zh: '表格“{file}”已损坏或设有密码，打不开。请用 WPS 或 Excel 去掉密码、重新另存为 xlsx 后再试',
    en: 'The spreadsheet “{file}” is damaged or has a password and cannot be opened. Please save it again as xlsx without a password and retry',
  },
  'document.classified': {
    status: 422,
    zh: '表格标有“{mark}”密级，不得录入本平台，内容没有保存。请按保密规定处理',
    en: 'The spreadsheet is marked {mark} (classified). It must not be entered here, and nothing of it was kept',
  },
  'document.password': {
    status: 422,
    zh: '表格“{file}”设有密码，打不开。请去掉密码、另存后再导入',
    en: 'The spreadsheet “{file}” is protected by a password. Please save it without one and try again',
  },
  'document.busy': {
    status: 503,
    zh: '正在读取的文件太多，这一份没有读。请等前面的文件读完再试',
    en: 'Too many files are being read, and this one was not. Please wait until those before it are done, then try again',
  },
};
