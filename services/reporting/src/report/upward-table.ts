import { numbered, type SheetOut } from '@chuangwen/documents';
import type { UpwardPage } from '../queries/upward-shapes';
import { TOTAL } from '../upward/state';
import { FIGURE_COLUMNS, figureCells, HEADS, periodText } from './as-table';
import type { Sums } from './figures';
import { figures } from './report';

const SITUATION = {
  drafting: '起草中',
  submitted: '已报送',
  returned: '已退回',
  withdrawn: '已撤回',
  accepted: '已审定',
  locked: '已锁定',
} as const;
const WHY = {
  none: '没有报送',
  submitted: '已报送，尚未审定',
  returned: '已退回，尚未重报',
  withdrawn: '已撤回',
  other: '报送的分项口径不同',
} as const;

/** What was sent, as a table; of a draft that was never sent the heading alone. */
export function upwardTables(page: UpwardPage): readonly [table: SheetOut, notes: SheetOut] {
  const { by, frozen, name, asOf, period, situation, submission, sha256 } = page;
  const remarks = new Map(page.remarks.map(({ item, text }) => [item, text]));
  const cells = (sums: Sums) => figureCells(figures(sums));
  const rows = (frozen?.rows ?? []).map((row) => [
    numbered(row.number, row.name ?? (row.key === '-' ? '（未划入）' : '（名称未知）')),
    ...cells(row.figures),
    row.asOf,
    remarks.get(row.key) ?? null,
  ]);
  const total = frozen ? [['合计', ...cells(frozen.totals), null, remarks.get(TOTAL) ?? null]] : [];
  const notes = [
    ['报送单位', name ?? page.organisationId],
    ['时限范围', periodText(period)],
    ['截至', asOf],
    ['状态', SITUATION[situation]],
    ['第几次报送', String(submission)],
    ...(sha256 ? [['原件校验值（SHA-256）', sha256]] : []),
    ...(frozen?.missing.tasks ? [['说明', `方案中有 ${frozen.missing.tasks} 项措施尚未形成任务，合计数未包含`]] : []),
    ...(frozen?.missing.unread ?? []).map(({ streams }) => [
      '说明',
      `有 ${streams} 项内容报送时未能读取，合计数未包含`,
    ]),
    ...(frozen?.missing.reports ?? []).map((one) => ['未计入', `${one.name ?? one.organisationId}：${WHY[one.why]}`]),
  ];
  const table: SheetOut = {
    name: `按${HEADS[by]}`,
    title: `${name ?? ''}上报情况（按${HEADS[by]}，截至 ${asOf}）`,
    columns: [
      { title: HEADS[by], width: 36 },
      ...FIGURE_COLUMNS,
      { title: '截至', kind: 'day' },
      { title: '说明', width: 40 },
    ],
    rows: [...rows, ...total],
  };
  return [table, { name: '说明', columns: [{ title: '项目' }, { title: '内容', width: 60 }], rows: notes }];
}
