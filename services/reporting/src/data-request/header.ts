import type { RequestColumn } from '@chuangwen/contracts';
import type { Table } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { dayIn, numberIn } from './cells';
import { titleKey } from './words';

export type ReadHeader = Readonly<{
  sheet: string;
  /** The table's own title above the header, if there is one. */
  title: string | null;
  /** Rows as the spreadsheet counts them. */
  header: number;
  columns: readonly Omit<RequestColumn, 'columnId'>[];
  /** Rows below that are no data: totals, remarks; how the platform takes them. */
  passedOver: readonly Readonly<{ row: number; why: 'total' | 'remark' }>[];
  /** Columns left out: numbering, which the platform does itself. */
  leftOut: readonly string[];
}>;

const WITHIN = 15;
export const MOST_COLUMNS = 60;
export const TOTAL = /^(合计|总计|小计|共计|总和)$/u;
const REMARK = /^(注|备注|说明|填表说明|填报说明|填表人|填报人|审核人|制表|联系人)[:：]|^注\s?\d/u;

/** Where the header of a table stands: the widest of the first rows above any that holds numbers; of two lines the lower one. */
export function headerAt(rows: readonly (readonly string[])[]): number {
  let [best, found] = [1, -1];
  for (const [at, cells] of rows.slice(0, WITHIN).entries()) {
    const filled = filledOf(cells);
    const different = new Set(filled).size;
    if (isPlain(filled) && different > best) [best, found] = [different, at];
    else if (!isPlain(filled) && filled.length > 1 && found >= 0) break;
  }
  // A table of one column: its first filled row.
  if (found < 0) return rows.findIndex((cells) => filledOf(cells).length > 0);
  const below = rows[found + 1] ?? [];
  const grouped = rows[found]!.some(
    (cell, i, all) => cell.trim() !== '' && i > 0 && cell === all[i - 1] && below[i] !== cell,
  );
  return grouped && isPlain(filledOf(below)) ? found + 1 : found;
}

const filledOf = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
const isPlain = (filled: readonly string[]): boolean =>
  filled.length > 0 && filled.every((cell) => numberIn(cell) === null && dayIn(cell) === null);

/** Columns from a spreadsheet's header, their kinds from the examples below it. Throws RuleViolation `request.no-header`, `.too-many-columns`. */
export function readHeader(tables: readonly Table[]): ReadHeader {
  const table = [...tables].sort((a, b) => width(b) - width(a))[0];
  const at = table ? headerAt(table.rows) : -1;
  if (!table || at < 0) throw new RuleViolation('request.no-header');
  const titles = table.rows[at]!.map((cell, i) => titleOf(table, at, cell, i));
  const seen = new Set<string>();
  const passedOver: { row: number; why: 'total' | 'remark' }[] = [];
  const examples = table.rows.slice(at + 1).filter((cells, i) => {
    const why = whyNoData(cells);
    if (why) passedOver.push({ row: at + i + 2, why });
    return !why;
  });
  const leftOut: string[] = [];
  const columns = titles.flatMap((title, i): Omit<RequestColumn, 'columnId'>[] => {
    const key = titleKey(title);
    if (title === '' || seen.has(key)) return [];
    seen.add(key);
    if (/^(序号|编号|序)$/.test(key)) {
      leftOut.push(title);
      return [];
    }
    const values = examples.map((cells) => (cells[i] ?? '').trim()).filter((cell) => cell !== '');
    return [{ title: title.slice(0, 100), ...kindOf(key, values), required: false }];
  });
  if (columns.length === 0) throw new RuleViolation('request.no-header');
  if (columns.length > MOST_COLUMNS) throw new RuleViolation('request.too-many-columns', { limit: MOST_COLUMNS });
  const above = table.rows
    .slice(0, at)
    .flat()
    .find((cell) => cell.trim() !== '');
  return {
    sheet: table.name,
    title: above?.trim().slice(0, 200) ?? null,
    header: at + 1,
    columns,
    passedOver,
    leftOut,
  };
}

const width = ({ rows }: Table): number =>
  Math.max(0, ...rows.slice(0, WITHIN).map((cells) => new Set(cells.filter((cell) => cell.trim() !== '')).size));

/** Two header lines (a merged group above): both, unless they say the same. */
function titleOf({ rows }: Table, at: number, cell: string, i: number): string {
  const own = cell.replace(/\s+/gu, ' ').trim();
  const row = rows[at - 1] ?? [];
  const above = (row[i] ?? '').replace(/\s+/gu, ' ').trim();
  const groups = new Set(row.map((one) => one.trim()).filter((one) => one !== '')).size > 1;
  return groups && above !== '' && above !== own && own !== '' ? `${above}${own}` : own;
}

/** null: it is data. */
export function whyNoData(cells: readonly string[]): 'total' | 'remark' | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const [first = ''] = filled;
  if (filled.length === 0) return null;
  if (filled.slice(0, 2).some((cell) => TOTAL.test(cell.replace(/\s/gu, '')))) return 'total';
  const merged = filled.length > 1 && new Set(filled).size === 1 && filled.length === cells.length;
  return REMARK.test(first) || (merged && first.length > 10) ? 'remark' : null;
}

/** From the examples first, then from the words of the title. */
function kindOf(key: string, values: readonly string[]): Pick<RequestColumn, 'kind' | 'choices'> {
  const different = [...new Set(values)];
  if (values.length > 0 && values.every((value) => dayIn(value) !== null)) return { kind: 'day', choices: [] };
  if (
    values.length > 0 &&
    values.every((value) => numberIn(value) !== null) &&
    !/(电话|手机|代码|编号|号码|证号)/.test(key)
  )
    return { kind: 'number', choices: [] };
  if (/^是否|^有无/.test(key)) return { kind: 'choice', choices: key.startsWith('有无') ? ['有', '无'] : ['是', '否'] };
  const slashed = different.length === 1 ? different[0]!.split(/[/、|]/u).map((one) => one.trim()) : [];
  if (slashed.length > 1 && slashed.length <= 8 && slashed.every((one) => one !== '' && one.length <= 8))
    return { kind: 'choice', choices: slashed };
  if (values.length > 0) return { kind: 'text', choices: [] };
  if (/(日期|时间|年月日)$/.test(key)) return { kind: 'day', choices: [] };
  if (/(数|数量|人数|次数|场次|金额|面积|合计|总额|人次|件数|家数|率)$/.test(key))
    return { kind: 'number', choices: [] };
  return { kind: 'text', choices: [] };
}
