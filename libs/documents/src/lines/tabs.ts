import { edit, type Edit, type Mapped } from '../source/mapped';
import { organEnd } from './lexicon';
import { columnOf } from '../parts/table-columns';

/**
 * Rows divided by tabs, as a spreadsheet is pasted, get bars. Only below a heading of column names: a tab may also be a
 * blank. A line end within a cell leaves a row short; the line below that fills it belongs to it.
 */
export function withBars(doc: Mapped): Mapped {
  if (!doc.text.includes('\t')) return doc;
  const edits: Edit[] = [];
  let columns = 0;
  for (let from = 0; from < doc.text.length;) {
    let to = lineEnd(doc.text, from);
    const line = to - from < 5000 ? doc.text.slice(from, to) : '';
    const heading = isHeading(line);
    // An empty line ends no table.
    if (!line.includes('\t') || !(columns > 0 || heading)) {
      if (line.trim() !== '') columns = 0;
    } else {
      if (heading) columns = tabs(line);
      to = wholeRow(doc.text, from, to, columns);
      edits.push({ from, to: from, put: '|' });
      for (let at = from; at < to; at++)
        if (doc.text[at] === '\t') edits.push({ from: at, to: at + 1, put: '|' });
        else if (doc.text[at] === '\n')
          edits.push({ from: at, to: at + 1, ...(betweenNames(doc.text, at) ? { put: '、' } : {}) });
      edits.push({ from: to, to, put: '|' });
    }
    from = to + 1;
  }
  return edit(doc, edits);
}

function lineEnd(text: string, from: number): number {
  const to = text.indexOf('\n', from);
  return to < 0 ? text.length : to;
}

const unit = new RegExp(`^[\u4e00-\u9fff]{1,10}${organEnd}$`);

/** Two units, one a line, in a cell. */
const betweenNames = (text: string, at: number): boolean =>
  unit.test(/[^\t\n]{0,20}$/.exec(text.slice(Math.max(0, at - 20), at))![0]) &&
  unit.test(/^[^\t\n]{0,20}/.exec(text.slice(at + 1, at + 21))![0]);

const tabs = (line: string): number => line.split('\t').length - 1;

/** The end of a row that begins here: of up to four more lines when they bring exactly the tabs that are missing. */
function wholeRow(text: string, from: number, to: number, columns: number): number {
  let count = tabs(text.slice(from, to));
  for (let end = to, more = 0; count < columns && more < 4 && end < text.length; more++) {
    const next = lineEnd(text, end + 1);
    const line = text.slice(end + 1, Math.min(next, end + 2000));
    // A line that begins like a row of its own is one.
    if (line.trim() === '' || /^\s{0,4}\d{1,3}\s{0,2}\t/.test(line)) return to;
    count += tabs(line);
    end = next;
    if (count === columns) return end;
  }
  return to;
}

function isHeading(line: string): boolean {
  const cells = line.split('\t').map((cell) => cell.replace(/[ \u3000]/g, ''));
  const kinds = cells.filter((cell) => cell.length > 0 && cell.length <= 12).map(columnOf);
  if (cells.length >= 2 && cells.includes('姓名') && cells.some((cell) => /^职务|职责$/.test(cell))) return true;
  return (
    cells.length >= 3 &&
    kinds.filter((kind) => kind !== 'other').length >= 2 &&
    (kinds.includes('task') || (kinds.includes('topic') && kinds.includes('responsible')))
  );
}
