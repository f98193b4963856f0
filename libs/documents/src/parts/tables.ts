import type { Item, Task, Understood, Warning } from '../notice';
import type { Era } from '../dates/years';
import { organEnd } from '../lines/lexicon';
import { markerOf, rank, type Marker } from '../lines/numbering';
import { organisations } from '../source/lists';
import { part, trim, type Span } from '../source/mapped';
import { inferred, literal, oneLine } from '../source/understood';
import { deadlineOf, leadAndJoint } from './annotations';
import { withRows } from './bars-alone';
import { garbledIn } from './items';
import { columnOf, ditto, type Column } from './table-columns';
import type { Cell, Row } from './table-cells';

export type TableRead = { tasks: Task[]; measures: Item[]; warnings: Warning[] };

/** Tasks of a decomposition table. Empty when its heading does not say which column is the work. */
export function readTable(found: readonly Row[], era: Era): TableRead {
  const rows = withRows(found);
  const out: TableRead = { tasks: [], measures: [], warnings: [] };
  const at = rows.findIndex((row) => isHeading(row));
  if (at < 0) return out;
  const names = rows[at]!.cells.map((cell) => oneLine(cell.fold).replace(/ /g, ''));
  const heads = columnsOf(names);
  const work = workColumn(heads, rows.slice(at + 1));
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

/** The heading, repeated at the head of a page. */
const isAgain = ({ cells }: Row, names: readonly string[]): boolean =>
  cells.length > 1 &&
  cells.length <= names.length &&
  cells.every(({ fold }) => names.includes(oneLine(fold).replace(/ /g, '')));

/** Units, of which at least the first is whole. */
const wholeName = new RegExp(`${organEnd}(?:$|、)`);

/** "| 一、农贸市场 | | | |": all of the row is one heading. */
function loneCell({ cells }: Row, heads: readonly Column[]): Cell | null {
  const filled = cells.filter(({ text }) => text.length > 0);
  const [only] = filled;
  const lone = filled.length === 1 && cells.length <= heads.length && heads.length > 2;
  return lone && only && /^cn/.test(markerOf(only.fold)?.style ?? '') ? only : null;
}

/** "一 | 环境卫生类 | | |" among rows that count 1, 2, 3. */
const isTopicRow = (cells: readonly (Cell | undefined)[], heads: readonly Column[], work: number): boolean =>
  heads[0] === 'number' &&
  /^[一二三四五六七八九十]{1,3}、?$/.test(cells[0]?.fold ?? '') &&
  cells.length === heads.length &&
  cells.every((cell, i) => i === 0 || i === work || (cell?.text ?? '') === '');

const isBare = (cells: readonly (Cell | undefined)[], heads: readonly Column[]): boolean =>
  heads.every((kind, i) => !/^(?:responsible|deadline)$/.test(kind) || !cells[i]?.text);

/** "1、宣传氛围" above 1.1, "(1)" above ①; above ④ where nobody answers for it and the numbers go on. */
const opensList = (numbered: Marker, below: Marker | null, bare: boolean): boolean =>
  below !== null &&
  (below.style.startsWith('dotted')
    ? !numbered.style.startsWith('dotted')
    : (below.n === 1 || bare) && rank[below.style] > rank[numbered.style]);

/** Of several columns that name somebody one is responsible; other units join in, other persons stand for the unit. */
function columnsOf(names: readonly string[]): Column[] {
  const heads = names.map(columnOf);
  const said = heads.flatMap((head, i) => (head === 'responsible' ? [i] : []));
  const { lead, joint } = leadAndJoint(said.map((i) => names[i]!.replace(/\([^()]*\)$/, '')));
  if (lead < 0) return heads;
  said.forEach((i, k) => (heads[i] = k === lead ? 'responsible' : joint.includes(k) ? 'joint' : 'other'));
  return heads;
}

function isHeading(row: Row): boolean {
  const heads = row.cells.map((cell) => oneLine(cell.fold).replace(/ /g, ''));
  if (heads.length < 2 || heads.some((head) => head.length > 14)) return false;
  const kinds = heads.map(columnOf);
  return (
    kinds.filter((kind) => kind !== 'other').length >= 2 &&
    (kinds.includes('responsible') || kinds.includes('deadline') || kinds.includes('task'))
  );
}

/**
 * Of "任务, 措施" the first is the work, unless it is merged over several rows, or is a name for what the second tells at
 * length: then it is their topic.
 */
function workColumn(heads: Column[], rows: readonly Row[]): number {
  const [first = -1, second] = heads.flatMap((head, i) => (head === 'task' ? [i] : []));
  if (first < 0) return heads.includes('topic') ? heads.indexOf('topic') : longestColumn(heads, rows);
  const merged = (row: Row) =>
    row.cells.length === heads.length && /^〃?$/.test(row.cells[first]!.fold) && row.cells[second!]!.text !== '';
  const mean = (column: number) =>
    rows.reduce((sum, { cells }) => sum + (cells[column]?.text.length ?? 0), 0) / Math.max(1, rows.length);
  if (second === undefined) return first;
  const named = mean(first) <= 8 && mean(second) >= 10 && rows.every(({ cells }) => cells.length === heads.length);
  if (!named && !rows.some(merged)) return first;
  heads[first] = 'topic';
  return second;
}

/** Whatever its name: the work is what the most is written about. -1 where no column has sentences. */
function longestColumn(heads: readonly Column[], rows: readonly Row[]): number {
  const whole = rows.filter(({ cells }) => cells.length === heads.length).slice(0, 20);
  const mean = heads.map((head, i) =>
    head === 'other' && whole.length > 0
      ? whole.reduce((sum, { cells }) => sum + cells[i]!.text.length, 0) / whole.length
      : 0,
  );
  const most = Math.max(...mean);
  return most >= 8 ? mean.indexOf(most) : -1;
}

/**
 * Empty cells are merged with those above where the row is short of cells, or its topic is empty as well, or the table has
 * no topics. Beside a topic of its own an empty cell is just empty.
 */
function belongsAbove(row: Row, cells: readonly (Cell | undefined)[], heads: readonly Column[]): boolean {
  const topic = heads.indexOf('topic');
  return topic < 0 || row.cells.length < heads.length || (cells[topic]?.text ?? '') === '' || heads.indexOf('task') < 0;
}

/** Cells that a merged column leaves out are missing at the left: a row short of cells begins further right, if its first cell is no number. */
function aligned(row: Row, heads: readonly Column[]): (Cell | undefined)[] {
  const cells = row.cells.map((cell) => (cell.fold === ditto ? part(cell, 0, 0) : cell));
  const missing = heads.length - cells.length;
  if (missing <= 0 || cells.length === 1) return cells;
  const numberFirst = heads[0] === 'number' && /^\d{1,3}[.、]?$/.test(cells[0]!.fold);
  const topics = heads.filter((kind) => kind === 'topic').length;
  if (!numberFirst && missing <= topics + (heads[0] === 'number' ? 1 : 0))
    return [...Array<undefined>(missing).fill(undefined), ...cells];
  return cells;
}

function topic(cell: Cell, marker: number, number?: Cell): Item {
  const title = trim(part(cell, marker), '。;:');
  return {
    number: (number?.text ?? cell.text.slice(0, marker)).replace(/[ \u3000]/g, ''),
    title: literal(title, garbledIn(title)),
    text: null,
    responsible: null,
    joint: [],
    deadline: null,
    phase: null,
    children: [],
  };
}

function taskOf(
  cells: readonly (Cell | undefined)[],
  heads: readonly Column[],
  work: number,
  above: readonly (Cell | undefined)[],
  era: Era,
  truncated: boolean,
): Task {
  const at = (kind: Column) => heads.indexOf(kind);
  const cell = cells[work]!;
  const marker = markerOf(cell.fold);
  const own = trim(part(cell, marker?.length ?? 0), '。;,');
  const numberCell = at('number') >= 0 ? (cells[at('number')] ?? null) : null;
  const who = inherited(cells, above, at('responsible'));
  const when = inherited(cells, above, at('deadline'));
  const due = when ? deadlineOf(when.cell, era) : { deadline: null, rawDeadline: null };
  return {
    number: marker ? cell.text.slice(0, marker.length).replace(/[ \u3000]/g, '') : numberCell?.text.trim() || null,
    text: literal(own, [...(truncated ? [{ code: 'text.truncated' }] : []), ...garbledIn(own)], lines(own)),
    responsible: who && said(who, list(who.cell)),
    joint: heads.flatMap((head, i) => (head === 'joint' ? partners(cells[i]) : [])),
    deadline:
      when && due.deadline
        ? when.merged
          ? { ...due.deadline, inferred: true, warnings: [...due.deadline.warnings, merged] }
          : due.deadline
        : null,
    rawDeadline: due.rawDeadline,
    phase: null,
  };
}

const merged: Warning = { code: 'table.merged' };
type Found = { cell: Cell; merged: boolean };

function inherited(
  cells: readonly (Cell | undefined)[],
  above: readonly (Cell | undefined)[],
  column: number,
): Found | null {
  if (column < 0) return null;
  const own = cells[column];
  if (own && own.text.length > 0) return /^[-/无]+$/.test(own.fold) ? null : { cell: own, merged: false };
  const from = above[column];
  return from && from.text.length > 0 && !/^[-/无]+$/.test(from.fold) ? { cell: from, merged: true } : null;
}

/** Partners are those of this very row: an empty cell names nobody. */
const partners = (cell: Cell | undefined): Understood<string>[] =>
  cell && !/^[-/无]*$/.test(cell.fold)
    ? cell.fold
        .split('\n')
        .flatMap((line, i, all) => {
          const from = all.slice(0, i).reduce((sum, { length }) => sum + length + 1, 0);
          return organisations(part(cell, from, from + line.length));
        })
        .map((one) => literal(one))
    : [];

const said = ({ cell, merged: below }: Found, value: string): Understood<string> =>
  below ? inferred(value, cell, [merged]) : literal(cell, [], value);

/** Names one a line are a list: 党委宣传部⏎社科部 → 党委宣传部、社科部. */
const list = (cell: Cell): string =>
  cell.text
    .split('\n')
    .map((line) => line.replace(/^[ \u3000|]+|[ \u3000、,，;；]+$/g, ''))
    .filter((line) => line !== '')
    .join('、');

/** A wrapped sentence is one line; a list below it keeps its lines. */
function lines(span: Span): string {
  const all = span.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first, ...rest] = all;
  if (first === undefined) return '';
  const listed =
    rest.length >= 2 &&
    rest.every((line) => line.length <= 16 && !/[，。；,;]/.test(line)) &&
    Math.max(...rest.map((l) => l.length)) < first.length;
  return listed ? all.join('\n') : all.join('');
}
