import { RuleViolation } from '@chuangwen/kernel';
import type { Warning } from '../notice';
import { refuseMarked, sheetRows } from '../sheets/read-sheets';
import { seen } from '../sheets/seen';
import type { SheetRows } from '../sheets/workbook';
import { decode } from './decode';
import { docToText } from './doc/doc';
import { docxToText } from './docx';
import { flatTable, type FlatCell } from './flat-table';
import { htmlTexts } from './html';
import { kindOfBytes, looksLikeHtml, UNKNOWN, unreadable } from './kind';
import type { Limits } from './limits';
import { hasName } from './doc/ole';
import { nameOfPackage, packageOf } from './package';
import { pdfToText } from './pdf/pdf';
import { entriesOf } from './zip';

/**
 * What a file says, as plain text, tables as rows between bars. `margin` stands in the headers of its pages; `pictures`: it
 * has some, so what little text it has may not be all; `sheet`: a spreadsheet.
 */
export type Contents = {
  text: string;
  margin: string;
  /** What nobody sees who opens the file: no part of the notice, but a mark in it counts. A piece a line. */
  hidden: string;
  pictures: boolean;
  sheet: boolean;
  warnings: Warning[];
};

/**
 * Told apart by content, whatever the name says. Throws RuleViolation: `noticeRefusals`, and `needsOffice` for what only
 * an office program can read.
 */
export async function contentsOf(bytes: Uint8Array, file: string, limits: Limits): Promise<Contents> {
  const known = kindOfBytes(bytes);
  const plain = (text: string, more: Partial<Contents> = {}): Contents => ({
    text,
    margin: '',
    hidden: '',
    pictures: false,
    sheet: false,
    ...more,
    warnings: [...(more.warnings ?? []), ...leftOut(more.hidden ?? '')],
  });
  const rows = await sheetRows(bytes, file, limits);
  if (rows) {
    refuseMarked(rows);
    const { sheets, hidden } = seen(rows);
    const margin = sheets.map((sheet) => sheet.margin).join('\n');
    return { ...plain(sheetText(sheets, file), { sheet: true, margin }), warnings: leftOut(hidden) };
  }
  switch (known.kind) {
    case 'pdf': {
      return plain('', { pictures: true, ...(await pdfToText(bytes, file, limits)) });
    }
    case 'zip': {
      const entries = entriesOf(bytes, file, limits);
      const found = packageOf(entries.map(({ name }) => name));
      if (found === 'ofd') throw new RuleViolation('notice.ofd', { file });
      if (found !== 'word') throw unreadable(file, nameOfPackage(found));
      return plain('', await docxToText(bytes, file, entries, limits));
    }
    case 'ole': {
      if (!hasName(bytes, 'WordDocument')) throw unreadable(file, known.name);
      const found = docToText(bytes, file);
      if (!found) throw new RuleViolation(needsOffice, { file });
      return plain('', found);
    }
    case 'rtf':
      throw new RuleViolation(needsOffice, { file });
    case 'picture':
      throw new RuleViolation('notice.scan', { file });
    case 'other':
      throw unreadable(file, known.name);
    case 'text':
      return decodedText(bytes, file, plain);
  }
}

const leftOut = (hidden: string): Warning[] => {
  const count = hidden.replace(/[\s\p{P}\p{S}\p{C}]/gu, '').length;
  return count > 0 ? [{ code: 'text.hidden-left-out', params: { count } }] : [];
};

/** Never leaves this library: what asks to read the file answers it. */
export const needsOffice = 'notice.needs-office';

function decodedText(
  bytes: Uint8Array,
  file: string,
  plain: (text: string, more?: Partial<Contents>) => Contents,
): Contents {
  const decoded = decode(bytes);
  if (!decoded) throw unreadable(file, UNKNOWN);
  const text = decoded.text.startsWith('\ufeff') ? decoded.text.slice(1) : decoded.text;
  const count = decoded.damaged;
  const page = looksLikeHtml(text) ? htmlTexts(redecoded(bytes, text)) : { text, hidden: '' };
  return plain(page.text, {
    hidden: page.hidden,
    warnings: count > 0 ? [{ code: 'file.encoding-damaged', params: { count } }] : [],
  });
}

/** A page may name its own encoding; it is believed where the bytes left a choice. */
function redecoded(bytes: Uint8Array, text: string): string {
  const named = /<meta[^>]{1,200}charset ?= ?["']?(big5|gbk|gb2312|gb18030)/i.exec(text.slice(0, 4000))?.[1];
  return named?.toLowerCase() === 'big5' ? new TextDecoder('big5').decode(bytes) : text;
}

/** A sheet's name is a line above it, where a person gave it and the sheet has no title of its own. */
function sheetText(sheets: readonly SheetRows[], file: string): string {
  return sheets
    .map(({ name, rows }) => {
      const lines = flatTable(rows.map((row) => row.map(inWords)));
      // Of CSV the name is that of the file, which a person may have given it by chance.
      const named = file.startsWith(`${name}.`) || /^(?:sheet|工作表)\s?\d*$/i.test(name) || !lines[0]?.startsWith('|');
      return (named ? lines : [name, ...lines]).join('\n');
    })
    .join('\n');
}

/** The cell of a day, as a notice writes it. */
const inWords = (cell: FlatCell): FlatCell => {
  const day = typeof cell === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(cell) : null;
  return day ? `${day[1]}年${Number(day[2])}月${Number(day[3])}日` : cell;
};
