import type { SheetOut } from '@chuangwen/documents';
import type { ExplanationAnswer } from '../queries/shapes';
import { periodText } from './as-table';
import type { Figure } from './figures';

export const FIGURE_WORDS: Readonly<Record<Figure, string>> = {
  tasks: '任务数',
  assigned: '已分派',
  submitted: '已报送',
  accepted: '已通过',
  due: '应到期',
  onTime: '按时报送',
  late: '逾期报送',
  overdue: '逾期未报',
  undated: '无时限任务',
};
const SITUATION: Readonly<Record<ExplanationAnswer['tasks'][number]['situation'], string>> = {
  unassigned: '待分派',
  assigned: '已分派',
  'in-progress': '办理中',
  submitted: '已报送',
  returned: '已退回',
  accepted: '已通过',
};

/** The tasks behind a figure, one a row. */
export function explanationTables(data: ExplanationAnswer): readonly [table: SheetOut, notes: SheetOut] {
  const { figure, period, asOf, campaign, count, tasks, next } = data;
  const rows = tasks.map((task) => [
    task.number,
    task.title,
    task.unit.name ?? task.unit.id,
    task.measure,
    task.phase,
    task.deadline,
    SITUATION[task.situation],
    task.submittedOn,
  ]);
  const notes = [
    ['创建工作', campaign.title ?? campaign.id],
    ['数字', `${FIGURE_WORDS[figure]}：${count} 项`],
    ['时限范围', periodText(period)],
    ['截至', asOf],
    ...(next === null ? [] : [['说明', `只列出前 ${tasks.length} 项，请缩小范围后再导出其余各项`]]),
    ...(next === null && tasks.length < count ? [['说明', `另有 ${count - tasks.length} 项不在您的查看范围内`]] : []),
  ];
  const table: SheetOut = {
    name: FIGURE_WORDS[figure],
    title: `${campaign.title ?? campaign.id}：${FIGURE_WORDS[figure]}（截至 ${asOf}）`,
    columns: [
      { title: '序号' },
      { title: '任务', width: 40 },
      { title: '单位', width: 30 },
      { title: '工作措施', width: 30 },
      { title: '阶段', width: 20 },
      { title: '完成时限', kind: 'day' },
      { title: '状态' },
      { title: '报送日期', kind: 'day' },
    ],
    rows,
  };
  return [table, { name: '说明', columns: [{ title: '项目' }, { title: '内容', width: 60 }], rows: notes }];
}
