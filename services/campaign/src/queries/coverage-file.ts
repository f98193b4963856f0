import type { SheetOut } from '@chuangwen/documents';
import type { CoveragePage } from './coverage-page';

const SITUATIONS: Readonly<Record<CoveragePage['children'][number]['situation'], string>> = {
  handed: '已下发',
  drafting: '起草中',
  submitted: '已报送',
  returned: '已退回',
  approved: '已生效',
  withdrawn: '已撤回',
};
const WAYS = { own: '自行制定', whole: '整体沿用', 'without-paper': '不另行制发' } as const;

/** Coverage as people hand it around: a sheet by plan below, a sheet by measure. */
export function coverageSheets({ asOf, children, measures }: CoveragePage): [byPlan: SheetOut, byMeasure: SheetOut] {
  const when = asOf ? `（截至 ${asOf}）` : '';
  return [
    {
      name: '各单位',
      title: `方案落实情况${when}`,
      columns: [
        { title: '单位', width: 28 },
        { title: '状态' },
        { title: '落实方式' },
        ...['依据版本', '最新版本', '沿用', '修改', '删减', '新增'].map((title) => ({
          title,
          kind: 'number' as const,
        })),
      ],
      rows: children.map((child) => [
        child.name ?? child.organisationId,
        SITUATIONS[child.situation],
        child.covered ? WAYS[child.covered] : '',
        child.revision,
        child.given,
        child.kept,
        child.changed,
        child.dropped,
        child.added.length,
      ]),
    },
    {
      name: '各措施',
      title: `措施落实情况${when}`,
      columns: [
        { title: '序号' },
        { title: '措施', width: 40 },
        ...['沿用', '修改', '删减', '未报送'].map((title) => ({ title, kind: 'number' as const })),
        { title: '删减单位及理由', width: 60 },
      ],
      rows: measures.map((measure) => [
        measure.number,
        measure.title,
        measure.kept,
        measure.changed.length,
        measure.dropped.length,
        measure.waiting,
        measure.dropped.map(({ name, planId, reason }) => `${name ?? planId}：${reason}`).join('；'),
      ]),
    },
  ];
}
