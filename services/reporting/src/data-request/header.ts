import type { RequestColumn } from '@chuangwen/contracts';
import { dayIn, headingIn, isSpanned, repeatsHeading, type Table, type Title } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { numberIn } from './cells';
import { titleKey } from './words';

export type ReadHeader = Readonly<{
  sheet: string;
  /** The table's own title above the header, if there is one. */
  title: string | null;
  /** Rows as the spreadsheet counts them. */
  header: number;
  columns: readonly Omit<RequestColumn, 'columnId'>[];
  /** Rows below that are no data: the heading over again, totals, remarks; how the platform takes them. */
  passedOver: readonly Readonly<{ row: number; why: NoData }>[];
  /** Columns left out: numbering, which the platform does itself, and whose title is there already. */
  leftOut: readonly string[];
}>;

export type NoData = 'heading' | 'total' | 'remark';

const WITHIN = 15;
export const MOST_COLUMNS = 60;
export const TOTAL = /^(合计|总计|小计|共计|总和)$/u;
const REMARK = /^(注|备注|说明|填表说明|填报说明|填表人|填报人|审核人|制表|联系人)[:：]|^注\s?\d/u;

/** A column's title as the request has it: of two lines both (活动场次). */
export const joined = (title: Title): string => title.join('').replace(/\s+/gu, ' ');

/** Above any row that holds numbers the line with most different titles. */
function wide(titles: readonly Title[]): number {
  const different = new Set(titles.map(joined).filter((title) => title !== '')).size;
  return different > 1 && isPlain(titles.flat()) ? different : 0;
}

/** The heading of a table that nobody knows yet; of one column its first filled row. null: nothing is in it. */
function headingOf({
  rows,
}: Table): { titles: readonly string[]; parts: readonly Title[]; at: number; below: number } | null {
  const found = headingIn(rows, wide, (cells) => filledOf(cells).length > 1 && !isPlain(filledOf(cells)));
  if (found) return { ...found, titles: found.titles.map(joined), parts: found.titles };
  const at = rows.findIndex((cells) => filledOf(cells).length > 0);
  if (at < 0) return null;
  const titles = rows[at]!.map((cell) => joined([cell.trim()]));
  return { titles, parts: titles.map((title) => (title === '' ? [] : [title])), at, below: at + 1 };
}

const filledOf = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
const isPlain = (filled: readonly string[]): boolean =>
  filled.length > 0 && filled.every((cell) => numberIn(cell) === null && dayIn(cell) === null);

/** Columns from a spreadsheet's header, their kinds from the examples below it. Throws RuleViolation `request.no-header`, `.too-many-columns`. */
export function readHeader(tables: readonly Table[]): ReadHeader {
  const table = [...tables].sort((a, b) => width(b) - width(a))[0];
  const heading = table ? headingOf(table) : null;
  if (!table || !heading) throw new RuleViolation('request.no-header');
  const { titles, parts, at, below } = heading;
  const seen = new Set<string>();
  const passedOver: { row: number; why: NoData }[] = [];
  const examples = table.rows.slice(below).filter((cells, i) => {
    const why = whyNoData(cells, parts);
    if (why) passedOver.push({ row: below + i + 1, why });
    return !why;
  });
  const leftOut: string[] = [];
  const columns = titles.flatMap((title, i): Omit<RequestColumn, 'columnId'>[] => {
    const key = titleKey(title);
    if (title === '') return [];
    if (seen.has(key) || /^(序号|编号|序)$/.test(key)) {
      leftOut.push(title);
      return [];
    }
    seen.add(key);
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
    header: below,
    columns,
    passedOver,
    leftOut,
  };
}

const width = ({ rows }: Table): number =>
  Math.max(0, ...rows.slice(0, WITHIN).map((cells) => new Set(cells.filter((cell) => cell.trim() !== '')).size));

/** null: it is data. `titles`: of its table. */
export function whyNoData(cells: readonly string[], titles: readonly Title[]): NoData | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const [first = ''] = filled;
  if (filled.length === 0) return null;
  if (repeatsHeading(cells, titles)) return 'heading';
  if (filled.slice(0, 2).some((cell) => TOTAL.test(cell.replace(/\s/gu, '')))) return 'total';
  return REMARK.test(first) || (isSpanned(cells) && first.length > 10) ? 'remark' : null;
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
