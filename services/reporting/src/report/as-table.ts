import { numbered, type Column, type SheetOut } from '@chuangwen/documents';
import type { Answer } from '@chuangwen/platform';
import type { ReportAnswer } from '../queries/shapes';

export const HEADS = { unit: '单位', phase: '阶段', measure: '工作措施' } as const;
const UNNAMED = { unit: '（名称未知）', phase: '（未划入阶段）', measure: '（名称未知）' } as const;

const number = (title: string): Column => ({ title, kind: 'number' });

/** The figures of a row, with their units. */
export const FIGURE_COLUMNS: readonly Column[] = [
  ...['任务数', '已分派', '已报送', '已通过'].map((title) => number(`${title}（项）`)),
  number('完成率（%）'),
  ...['应到期', '按时报送', '逾期报送', '逾期未报'].map((title) => number(`${title}（项）`)),
  number('及时率（%）'),
  number('无时限任务（项）'),
];

const percent = (ratio: number | null): number | null => (ratio === null ? null : Math.round(ratio * 10_000) / 100);

/** In the order of FIGURE_COLUMNS. */
export const figureCells = (f: ReportAnswer['totals']): readonly (number | null)[] => [
  ...[f.tasks, f.assigned, f.submitted, f.accepted, percent(f.completeness)],
  ...[f.due, f.onTime, f.late, f.overdue, percent(f.timeliness), f.undated],
];

export const periodText = (period: ReportAnswer['period']): string =>
  period ? `${period.from ?? '不限'} 至 ${period.to ?? '不限'}` : '全部';

/** The report as a table, and a sheet that says what it is of and what it misses. */
export function reportTables({ data, freshness }: Answer<ReportAnswer>): readonly [table: SheetOut, notes: SheetOut] {
  const { by, period, asOf, campaign, missing, unread } = data;
  const units = by === 'unit';
  const rows = data.rows.map((row) => [
    numbered(row.number, row.name ?? UNNAMED[by]),
    ...(units ? [row.depth + 1] : []),
    ...figureCells(row.figures),
  ]);
  const notes = [
    ['创建工作', campaign.title ?? campaign.id],
    ['时限范围', periodText(period)],
    ['截至', asOf],
  ];
  const say = (text: string) => notes.push(['说明', text]);
  for (const { name, tenant, streams } of unread)
    say(`${name ?? tenant}有 ${streams} 项内容未能读取，合计数未包含，请告知系统管理员`);
  if (missing > 0) say(`方案中有 ${missing} 项措施尚未形成任务，合计数未包含；如稍后仍是这样，请告知系统管理员`);
  if (!freshness.caughtUp) say('最新的办理情况尚未全部计入，请稍后再看');
  if (data.levels !== null) say(`只列出前 ${data.levels} 级单位，各级数字已包含其下属单位`);
  const table: SheetOut = {
    name: `按${HEADS[by]}`,
    title: `${campaign.title ?? campaign.id}完成情况（按${HEADS[by]}，截至 ${asOf}）`,
    columns: [{ title: HEADS[by], width: 36 }, ...(units ? [number('层级')] : []), ...FIGURE_COLUMNS],
    rows: [...rows, ['合计', ...(units ? [null] : []), ...figureCells(data.totals)]],
  };
  return [table, { name: '说明', columns: [{ title: '项目' }, { title: '内容', width: 60 }], rows: notes }];
}

/** One table for a format that knows no second sheet: the notes stand below. */
export const inOne = ([table, notes]: readonly [table: SheetOut, notes: SheetOut]): SheetOut => ({
  ...table,
  rows: [...table.rows, [], ...notes.rows],
});
