import type { Item, Task, Warning } from '../notice';
import type { Era } from '../dates/years';
import { organEnd } from '../lines/lexicon';
import { markerOf } from '../lines/numbering';
import { part, trim } from '../source/mapped';
import { oneLine } from '../source/understood';
import { withRows } from './bars-alone';
import type { Cell, Row } from './table-cells';
import { columnsByContent } from './table-headless';
import { columnsOf, isHeading, workColumn } from './table-heading';
import { aligned, belongsAbove, isAgain, isBare, isTopicRow, loneCell, opensList } from './table-rows';
import { taskOf, topic } from './table-tasks';

export type TableRead = { tasks: Task[]; measures: Item[]; warnings: Warning[] };

/** Tasks of a decomposition table. Empty when its heading does not say which column is the work. */
export function readTable(found: readonly Row[], era: Era): TableRead {
  const rows = withRows(found);
  const out: TableRead = { tasks: [], measures: [], warnings: [] };
  const at = rows.findIndex((row) => isHeading(row));
  const names = at < 0 ? [] : rows[at]!.cells.map((cell) => oneLine(cell.fold).replace(/ /g, ''));
  const heads = at < 0 ? columnsByContent(rows) : columnsOf(names);
  if (!heads) return out;
  const work = workColumn(heads, rows.slice(at + 1), names);
  if (work < 0) return out;
  let above: (Cell | undefined)[] = [];
  // Of a table in which no cell was merged the last row, short of cells, was cut off.
  let merges = false;
  const below = rows.slice(at + 1).filter((row) => !isAgain(row, names));
  below.forEach((row, i, all) => {
    const cells = aligned(row, heads);
    const only = loneCell(row, heads);
    if (only && i < all.length - 1) {
      out.measures.push(topic(only, markerOf(only.fold)!.length));
      above = [];
      return;
    }
    const text = cells[work];
    // Nothing but a number, or a mark: no work is written there.
    if (!text || trim(part(text, markerOf(text.fold)?.length ?? 0), '。;,').text.length === 0) return;
    const truncated = i === all.length - 1 && !row.closed;
    // Where the text breaks off, what stands in the last cell may be half of it.
    if (truncated && cells.length - 1 > work && !wholeName.test(cells.at(-1)?.fold ?? '')) cells.pop();
    const numbered = markerOf(text.fold);
    // "1、宣传氛围" above 1.1, 1.2 is the topic of the rows below, its cells are merged with theirs.
    const next = all[i + 1]?.cells;
    const under = next && aligned({ cells: next, closed: true }, heads)[work];
    if (isTopicRow(cells, heads, work)) {
      out.measures.push(topic(text, numbered?.length ?? 0, cells[heads.indexOf('number')]));
      above = [];
      return;
    }
    const group = row.cells.length === 1 && heads.length > 2 && /^cn/.test(numbered?.style ?? '');
    if (numbered && group && i < all.length - 1) {
      out.measures.push(topic(text, numbered.length));
      return;
    }
    if (numbered && under && opensList(numbered, markerOf(under.fold), isBare(cells, heads))) {
      out.measures.push(topic(text, numbered.length));
      above = cells;
      return;
    }
    const broken = truncated || (i === all.length - 1 && i > 1 && !merges);
    out.tasks.push(taskOf(cells, heads, work, broken || !belongsAbove(row, cells, heads) ? [] : above, era, truncated));
    merges ||= i > 0 && heads.some((kind, k) => /^(?:responsible|deadline)$/.test(kind) && !cells[k]?.text);
    above = cells.map((cell, k) => (cell && cell.text.length > 0 ? cell : above[k]));
  });
  return out;
}

/** Units, of which at least the first is whole. */
const wholeName = new RegExp(`${organEnd}(?:$|、)`);
