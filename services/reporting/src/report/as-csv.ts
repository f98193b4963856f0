import type { Answer } from '@chuangwen/platform';
import type { ReportAnswer } from '../queries/shapes';
import { csv } from './csv';

const HEADS = { unit: '单位', phase: '阶段', measure: '工作措施' } as const;
const COLUMNS = [
  '任务数',
  '已分派',
  '已报送',
  '已通过',
  '完成率',
  '应到期',
  '按时报送',
  '逾期报送',
  '逾期未报',
  '及时率',
  '无时限任务',
];
const UNNAMED = { unit: '（名称未知）', phase: '（未划入阶段）', measure: '（名称未知）' } as const;

const percent = (ratio: number | null): string | null => (ratio === null ? null : `${(ratio * 100).toFixed(2)}%`);

/** The report as a table that a spreadsheet opens, with what it is of and what it misses below. */
export function reportCsv({ data, freshness }: Answer<ReportAnswer>): string {
  const { by, period, asOf, campaign, missing } = data;
  const line = (name: string, level: number | null, { figures: f }: Pick<ReportAnswer['rows'][number], 'figures'>) => [
    name,
    ...(by === 'unit' ? [level] : []),
    ...[f.tasks, f.assigned, f.submitted, f.accepted, percent(f.completeness)],
    ...[f.due, f.onTime, f.late, f.overdue, percent(f.timeliness), f.undated],
  ];
  const notes: (readonly string[])[] = [
    ['创建工作', campaign.title ?? campaign.id],
    ['时限范围', period ? `${period.from ?? '不限'} 至 ${period.to ?? '不限'}` : '全部'],
    ['截至', asOf],
  ];
  if (freshness.parked > 0)
    notes.push(['说明', `有 ${freshness.parked} 项内容未能读取，合计数未包含，请告知系统管理员`]);
  if (missing > 0)
    notes.push(['说明', `方案中有 ${missing} 项措施尚未形成任务，合计数未包含；如稍后仍是这样，请告知系统管理员`]);
  if (!freshness.caughtUp) notes.push(['说明', '最新的办理情况尚未全部计入，请稍后再看']);
  return csv([
    [HEADS[by], ...(by === 'unit' ? ['层级'] : []), ...COLUMNS],
    ...data.rows.map((row) => line(`${row.number ?? ''}${row.name ?? UNNAMED[by]}`, row.depth + 1, row)),
    line('合计', null, { figures: data.totals }),
    [],
    ...notes,
  ]);
}
