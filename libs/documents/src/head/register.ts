import { part, trim } from '../source/mapped';
import { claim, type Sheet } from './furniture';
import type { Titles } from './title-lines';

const registerWord =
  /^\|? ?(?:索 ?引 ?号|信息分类|主题分类|公开[^|:]{0,6}|发布机构|发文机关|发文单位|发文字号|发文日期|成文日期|生成日期|发布日期|效力[^|:]{0,4}|有 ?效 ?性|名 {0,4}称|标 {0,4}题|文 {0,4}号|主题词|关键词|组配分类|体裁)[^|:]{0,4} ?[:|]/;

const registerLine = /^(?:索[取引]号|发布机构|发文机关|信息分类|名 {0,4}称|文 {0,4}号|发文日期|成文日期) +[^ ,。;]{4,}/;
const registeredName = /^\|? ?(?:名 {0,4}称|标 {0,4}题|文件名称) ?[:|] ?(?=.{6})/;
/** The box in which a government's page registers a document: its rows are no table of tasks, nor do they end the head. */
export function claimRegister(sheet: Sheet): void {
  for (let i = 0; i < Math.min(sheet.list.length, 12); i++) {
    const line = sheet.list[i]!.fold;
    if (line.length < 300 && registerWord.test(line)) claim(sheet, i);
  }
  // Without colons or bars: one such line is a sentence, several are the box.
  const plain = sheet.list.slice(0, 12).flatMap((line, i) => (registerLine.test(line.fold.slice(0, 200)) ? [i] : []));
  if (plain.length > 1) for (const i of plain) claim(sheet, i);
}

/** Where the page has no title of its own, the register's will do. */
export function registered(sheet: Sheet, out: Titles): boolean {
  const at = sheet.list.slice(0, 12).findIndex((line, i) => sheet.claimed[i] && registeredName.test(line.fold));
  if (at < 0) return false;
  const line = sheet.list[at]!;
  const end = line.fold.indexOf('|', 1 + line.fold.search(/[:|] ?(?=.{6})/));
  out.title = trim(part(line, registeredName.exec(line.fold)![0].length, end > 0 ? end : line.text.length), '|');
  out.bodyAt = at + 1;
  return true;
}
