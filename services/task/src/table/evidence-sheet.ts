import type { SheetOut } from '@chuangwen/documents';
import { dayOf } from '@chuangwen/platform';
import type { ProofShape } from '../queries/evidence-shapes';

const KINDS: Readonly<Record<ProofShape['looks'], string>> = {
  document: '文档',
  picture: '图片',
  audio: '音频',
  video: '视频',
  table: '表格',
  link: '链接',
  other: '其他文件',
};

/** The ledger as offices keep it: a row for each use of a proof. */
export const evidenceSheet = (proofs: readonly ProofShape[]): SheetOut => ({
  name: '材料台账',
  title: '佐证材料台账',
  columns: [
    { title: '序号', kind: 'number', width: 6 },
    { title: '材料名称', width: 36 },
    { title: '种类', width: 8 },
    { title: '文号', width: 20 },
    { title: '材料日期', kind: 'day', width: 12 },
    { title: '用于任务', width: 36 },
    { title: '上传人', width: 12 },
    { title: '上传日期', kind: 'day', width: 12 },
    { title: '撤下原因', width: 20 },
    { title: '链接', width: 30 },
  ],
  rows: proofs.flatMap(({ uses, looks, docNumber, date, url }, i) =>
    uses.map(({ name, title, attachedBy, attachedAt, removed }) => [
      i + 1,
      name,
      KINDS[looks],
      docNumber,
      date,
      title,
      attachedBy.name,
      dayOf(attachedAt),
      removed?.reason ?? null,
      url,
    ]),
  ),
});
