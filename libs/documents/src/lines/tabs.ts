import { edit, type Edit, type Mapped } from '../source/mapped';
import { columnOf } from '../parts/table-columns';

/** Rows divided by tabs, as a spreadsheet is pasted, get bars. Only below a heading of column names: a tab may also be a blank. */
export function withBars(doc: Mapped): Mapped {
  if (!doc.text.includes('\t')) return doc;
  const edits: Edit[] = [];
  let inTable = false;
  for (let from = 0; from < doc.text.length;) {
    let to = doc.text.indexOf('\n', from);
    if (to < 0) to = doc.text.length;
    const line = to - from < 5000 ? doc.text.slice(from, to) : '';
    inTable = line.includes('\t') && (inTable || isHeading(line));
    if (inTable) {
      edits.push({ from, to: from, put: '|' });
      for (let at = line.indexOf('\t'); at >= 0; at = line.indexOf('\t', at + 1))
        edits.push({ from: from + at, to: from + at + 1, put: '|' });
      edits.push({ from: to, to, put: '|' });
    }
    from = to + 1;
  }
  return edit(doc, edits);
}

function isHeading(line: string): boolean {
  const cells = line.split('\t').map((cell) => cell.replace(/[ \u3000]/g, ''));
  const kinds = cells.filter((cell) => cell.length > 0 && cell.length <= 12).map(columnOf);
  return cells.length >= 3 && kinds.filter((kind) => kind !== 'other').length >= 2 && kinds.includes('task');
}
