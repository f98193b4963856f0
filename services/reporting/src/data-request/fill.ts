import type { AnswerRow, CellValue, RequestColumn } from '@chuangwen/contracts';
import { titleKey } from './words';

export type Source = NonNullable<AnswerRow['sources'][number]>;
export type Filled = Readonly<{ value: CellValue; source: Source | null }>;

/** What the platform holds of an organisation; null: it does not. */
export type Facts = Readonly<
  Record<'name' | 'shortName' | 'code' | 'category' | 'level' | 'contact' | 'telephone', string | null>
>;
/** Of the request's campaign, as of the day. */
export type TaskCounts = Readonly<{ tasks: number; submitted: number; accepted: number; onTime: number }>;
/** The organisation's last submitted answer with a column of that title. */
export type Earlier = Readonly<{
  columns: readonly Readonly<{ title: string }>[];
  rows: readonly (readonly CellValue[])[];
}>;

const facts: readonly (readonly [keyof Facts, RegExp])[] = [
  ['name', /^(填报|报送|责任|参创)?(单位|单位名称|单位全称)$|^名称$/],
  ['shortName', /简称$/],
  ['code', /^(统一社会)?信用代码$|^(统一社会信用|单位|机构)(代码|编码)$/],
  ['category', /^单位(类别|性质|类型)$/],
  ['level', /^(单位)?(级别|层级)$/],
  ['contact', /^(联系人|联络员|填报人|经办人)(姓名)?$/],
  ['telephone', /^(联系|联系人|联络员|填报人|办公)?电话$|^手机(号码?)?$|^联系方式$/],
];
const counts: readonly (readonly [keyof TaskCounts, RegExp])[] = [
  ['onTime', /按(时|期)(完成|报送|办结)(任务)?(数|数量|项数)?$/],
  ['submitted', /^(已)?(报送|上报)(任务)?(数|数量|项数)$/],
  ['accepted', /^(已)?(完成|办结|通过)(任务)?(数|数量|项数)$|^任务(完成|办结)(数|项数)$/],
  ['tasks', /^(承担)?任务(总)?(数|数量|项数)$/],
];

/** The rows as the platform would fill them: at least one. Pure; who answers looks at each of them. */
export function filledRows(
  columns: readonly RequestColumn[],
  held: Readonly<{ facts: Facts; counts: TaskCounts | null; earlier: readonly Earlier[]; rows: 'one' | 'many' }>,
): Filled[][] {
  const earlier = held.earlier.find((one) => columns.some(({ title }) => at(one, title) >= 0)) ?? null;
  const known = earlier?.rows ?? [];
  const rows: readonly (readonly CellValue[])[] =
    known.length === 0 ? [[]] : held.rows === 'one' ? known.slice(0, 1) : known;
  return rows.map((before) => columns.map((column) => cellOf(column, held, earlier, before)));
}

function cellOf(
  { title, kind }: RequestColumn,
  held: Readonly<{ facts: Facts; counts: TaskCounts | null }>,
  earlier: Earlier | null,
  before: readonly CellValue[],
): Filled {
  const key = titleKey(title);
  const fact = kind === 'text' ? facts.find(([, words]) => words.test(key))?.[0] : undefined;
  if (fact && held.facts[fact] !== null)
    return { value: held.facts[fact], source: fact === 'contact' || fact === 'telephone' ? 'contact' : 'organisation' };
  const count = kind === 'number' ? counts.find(([, words]) => words.test(key))?.[0] : undefined;
  if (count && held.counts) return { value: held.counts[count], source: 'counter' };
  const value = earlier ? (before[at(earlier, title)] ?? null) : null;
  return value === null ? { value, source: null } : { value, source: 'earlier' };
}

const at = ({ columns }: Earlier, title: string): number =>
  columns.findIndex((column) => titleKey(column.title) === titleKey(title));

/** Where each cell came from: a cell that was changed comes from whoever answers. */
export const sourcesOf = (
  cells: readonly CellValue[],
  filled: readonly (readonly Filled[])[],
  columns: number,
): (Source | null)[] =>
  Array.from({ length: columns }, (_, i) => {
    const value = cells[i] ?? null;
    const same = value === null ? undefined : filled.find((row) => row[i]?.source && row[i].value === value);
    return same?.[i]?.source ?? null;
  });
