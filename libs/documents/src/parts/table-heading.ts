import { oneLine } from '../source/understood';
import { leadAndJoint } from './annotations';
import { columnOf, type Column } from './table-columns';
import type { Row } from './table-cells';
import { saysWork } from './table-headless';
import { givesWork, isRegister, isRegistered, isShopping } from './table-register';

export function isHeading(row: Row): boolean {
  const heads = row.cells.map((cell) => oneLine(cell.fold).replace(/ /g, ''));
  if (heads.length < 2 || heads.some((head) => head.length > 14)) return false;
  const kinds = heads.map(columnOf);
  return (
    kinds.filter((kind) => kind !== 'other').length >= 2 &&
    (kinds.includes('responsible') || kinds.includes('deadline') || kinds.includes('task'))
  );
}

/** Of several columns that name somebody one is responsible; other units join in, other persons stand for the unit. */
export function columnsOf(names: readonly string[]): Column[] {
  const heads = names.map(columnOf);
  const said = heads.flatMap((head, i) => (head === 'responsible' ? [i] : []));
  const { lead, joint } = leadAndJoint(said.map((i) => names[i]!.replace(/\([^()]*\)$/, '')));
  if (lead < 0) return heads;
  said.forEach((i, k) => (heads[i] = k === lead ? 'responsible' : joint.includes(k) ? 'joint' : 'other'));
  return heads;
}

/**
 * Of "任务, 措施" the first is the work, unless it is merged over several rows, or is a name for what the second tells at
 * length: then it is their topic.
 */
export function workColumn(heads: Column[], rows: readonly Row[], names: readonly string[]): number {
  const [first = -1, second] = heads.flatMap((head, i) => (head === 'task' ? [i] : []));
  if (isShopping(names) || (first < 0 && isRegister(names))) return -1;
  if (first < 0) return heads.includes('topic') ? heads.indexOf('topic') : longestColumn(heads, rows, names);
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

/**
 * Whatever its name: the work is what the most is written about. -1 where the heading gives nobody any, or no column has
 * sentences.
 */
function longestColumn(heads: readonly Column[], rows: readonly Row[], names: readonly string[]): number {
  if (!givesWork(names)) return -1;
  const whole = rows.filter(({ cells }) => cells.length === heads.length).slice(0, 20);
  const works = (i: number) => {
    const words = whole.map(({ cells }) => cells[i]!.fold).filter((one) => one !== '');
    return words.length > 0 && words.filter(saysWork).length * 5 >= words.length * 4;
  };
  const mean = heads.map((head, i) =>
    head === 'other' && !isRegistered(names[i]!) && works(i)
      ? whole.reduce((sum, { cells }) => sum + cells[i]!.text.length, 0) / whole.length
      : 0,
  );
  const most = Math.max(...mean);
  return most >= 8 ? mean.indexOf(most) : -1;
}
