import { docNumber, docNumberStart } from '../lines/glue-head';
import { part, trim } from '../source/mapped';
import { claim, type Sheet } from './furniture';
import { ending, type Titles } from './title-lines';

const redHead = new RegExp(`^([\u4e00-\u9fff ()]{3,60}?) ?文 ?件$`);
/** A document within the document brings its own number; its line is no text of the item above it. */
export function innerDocuments(sheet: Sheet): void {
  sheet.list.forEach((line, i) => {
    if (sheet.claimed[i] || line.text.length > 40) return;
    if (docNumber.exec(line.fold)?.[0].length !== line.text.length) return;
    claim(sheet, i);
    sheet.breaks.add(i);
  });
}

export function readRedHead(sheet: Sheet, to: number, out: Titles): void {
  for (let i = 0; i < Math.min(to, 6); i++) {
    const found = redHead.exec(sheet.list[i]!.fold);
    if (!found || ending.test(sheet.list[i]!.fold)) continue;
    out.redHead = trim(part(sheet.list[i]!, 0, found[1]!.length));
    claim(sheet, i);
    return;
  }
}

export function readNumber(sheet: Sheet, to: number, out: Titles): void {
  for (let i = 0; i < to; i++) {
    const line = sheet.list[i]!;
    if (line.text.length > 60) continue;
    const found = docNumber.exec(line.fold);
    if (!found) continue;
    const at = found.index + docNumberStart(found[1]!);
    const rest = line.fold.slice(0, at).trim() + line.fold.slice(found.index + found[0].length).trim();
    // Alone on its line, but for "签发人" and the like beside it; never out of a sentence or a quoted title.
    if (/[《》,。;]/.test(rest) || (rest.length > 14 && !/签发人|文号|字号|编号/.test(rest))) continue;
    out.number = part(line, at, found.index + found[0].length);
    claim(sheet, i);
    return;
  }
}
