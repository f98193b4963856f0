import { markerOf, rank, type Marker } from '../lines/numbering';
import { oneLine } from '../source/understood';
import { part } from '../source/mapped';
import { ditto, type Column } from './table-columns';
import type { Cell, Row } from './table-cells';

/** The heading, repeated at the head of a page. */
export const isAgain = ({ cells }: Row, names: readonly string[]): boolean =>
  cells.length > 1 &&
  cells.length <= names.length &&
  cells.every(({ fold }) => names.includes(oneLine(fold).replace(/ /g, '')));

/** "| 一、农贸市场 | | | |": all of the row is one heading. */
export function loneCell({ cells }: Row, heads: readonly Column[]): Cell | null {
  const filled = cells.filter(({ text }) => text.length > 0);
  const [only] = filled;
  const lone = filled.length === 1 && cells.length <= heads.length && heads.length > 2;
  return lone && only && /^cn/.test(markerOf(only.fold)?.style ?? '') ? only : null;
}

/** "一 | 环境卫生类 | | |" among rows that count 1, 2, 3. */
export const isTopicRow = (cells: readonly (Cell | undefined)[], heads: readonly Column[], work: number): boolean =>
  heads[0] === 'number' &&
  /^[一二三四五六七八九十]{1,3}、?$/.test(cells[0]?.fold ?? '') &&
  cells.length === heads.length &&
  cells.every((cell, i) => i === 0 || i === work || (cell?.text ?? '') === '');

/** Nobody is named in the row, and no day. */
export const isBare = (cells: readonly (Cell | undefined)[], heads: readonly Column[]): boolean =>
  heads.every((kind, i) => !/^(?:responsible|deadline)$/.test(kind) || !cells[i]?.text);

/** "1、宣传氛围" above 1.1, "(1)" above ①; above ④ where nobody answers for it and the numbers go on. */
export const opensList = (numbered: Marker, below: Marker | null, bare: boolean): boolean =>
  below !== null &&
  (below.style.startsWith('dotted')
    ? !numbered.style.startsWith('dotted')
    : (below.n === 1 || bare) && rank[below.style] > rank[numbered.style]);

/**
 * Empty cells are merged with those above where the row is short of cells, or its topic is empty as well, or the table has
 * no topics. Beside a topic of its own an empty cell is just empty.
 */
export function belongsAbove(row: Row, cells: readonly (Cell | undefined)[], heads: readonly Column[]): boolean {
  const topic = heads.indexOf('topic');
  return topic < 0 || row.cells.length < heads.length || (cells[topic]?.text ?? '') === '' || heads.indexOf('task') < 0;
}

/** Cells that a merged column leaves out are missing at the left: a row short of cells begins further right, if its first cell is no number. */
export function aligned(row: Row, heads: readonly Column[]): (Cell | undefined)[] {
  const cells = row.cells.map((cell) => (cell.fold === ditto ? part(cell, 0, 0) : cell));
  const missing = heads.length - cells.length;
  if (missing <= 0 || cells.length === 1) return cells;
  const numberFirst = heads[0] === 'number' && /^\d{1,3}[.、]?$/.test(cells[0]!.fold);
  const topics = heads.filter((kind) => kind === 'topic').length;
  if (!numberFirst && missing <= topics + (heads[0] === 'number' ? 1 : 0))
    return [...Array<undefined>(missing).fill(undefined), ...cells];
  return cells;
}
