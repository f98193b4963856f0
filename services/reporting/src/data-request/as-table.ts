import type { Column, SheetOut } from '@chuangwen/documents';
import type { RequestPage, SheetPage } from '../queries/request-shapes';

const SITUATION = {
  open: '未报',
  submitted: '已报送',
  returned: '已退回',
  accepted: '已通过',
  withdrawn: '已撤回',
} as const;

const columnOf = ({ title, kind }: RequestPage['columns'][number]): Column => ({
  title,
  kind: kind === 'number' || kind === 'day' ? kind : 'text',
});

/** All answers with their sums; who is missing stands on the second sheet. */
export function mergedTables(page: RequestPage): readonly [table: SheetOut, notes: SheetOut] {
  const rows = page.table.map(({ name, cells, situation, returned }) => [
    ...[name, ...page.columns.map((_, i) => cells[i] ?? null)],
    returned === null ? SITUATION[situation] : `已退回：${returned}`,
  ]);
  const sums = ['合计', ...page.sums, `${page.counts.answered}/${page.counts.owing}`];
  const table: SheetOut = {
    name: '汇总',
    title: page.title,
    columns: [{ title: '报送单位', width: 36 }, ...page.columns.map(columnOf), { title: '状态', width: 16 }],
    rows: [...rows, sums],
  };
  const notes: SheetOut = {
    name: '报送情况',
    columns: [
      { title: '单位', width: 36 },
      { title: '状态' },
      { title: '报送时限', kind: 'day' },
      { title: '报送日期', kind: 'day' },
      { title: '催报次数', kind: 'number' },
    ],
    rows: [
      ...page.owing.map(({ name, situation, late, deadline, submittedOn, reminders }) => [
        name,
        `${SITUATION[situation]}${late ? (situation === 'open' ? '（逾期）' : '（逾期报送）') : ''}`,
        deadline,
        submittedOn,
        reminders,
      ]),
      [`依据：${page.basis}`, null, null, null, null],
      [`截至：${page.asOf}`, null, null, null, null],
    ],
  };
  return [table, notes];
}

/** The sheet to be filled in outside and sent back. */
export const sheetToFill = ({ title, columns, rows }: SheetPage): SheetOut => ({
  name: '填报',
  title,
  columns: columns.map(columnOf),
  rows: rows.map(({ cells }) => columns.map((_, i) => cells[i] ?? null)),
});
