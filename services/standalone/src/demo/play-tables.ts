import { readTables, writeWorkbook } from '@chuangwen/documents';
import type { LoadedTenant } from './load';
import type { Say } from './play-tasks';

type Tasks = Readonly<{ tasks: readonly Readonly<{ taskId: string; title: string; proofs: number }>[] }>;
type Proof = Readonly<{ proofId: string; name: string; kind: string; uses: readonly unknown[] }>;

const EXTRA = '经费（万元）';

/** A decomposition table leaves as a workbook, is edited as in a spreadsheet, previewed, and brought back. */
export async function playTable({ name, clerk: { visitor } }: LoadedTenant, campaignId: string, say: Say) {
  const path = `/api/task/campaigns/${campaignId}/table`;
  const out = await visitor.bytes(`${path}?format=xlsx`);
  const [table] = await readTables(out, '任务分解表.xlsx');
  const heading = table?.rows.find((row) => row.includes('任务') && row.includes('备注'));
  if (!table || !heading) throw new Error('the table has no heading');
  const rows = table.rows.slice(table.rows.indexOf(heading) + 1).map((row) => [...row]);
  const open = rows.filter((row) => row[heading.indexOf('状态')] === '待分派').slice(0, 2);
  for (const row of open) row[heading.indexOf('备注')] = '每月调度一次';
  const back = await writeWorkbook([
    {
      name: table.name,
      columns: [...heading, EXTRA].map((title) => ({ title })),
      rows: rows.map((row) => [...row, open.includes(row) ? '3.5' : '']),
    },
  ]);
  const shown = (await visitor.show(`${path}/preview`, '改好.xlsx', back)) as { data: { fileHash: string } };
  const { changed, unchanged } = await visitor.upload<{ changed: readonly string[]; unchanged: number }>(
    `${path}/imports?fileHash=${shown.data.fileHash}`,
    '改好.xlsx',
    back,
  );
  say(
    `${name}：任务分解表导出 ${rows.length} 行，添“${EXTRA}”一列，预览后导回：改动 ${changed.length} 行，未变 ${unchanged} 行`,
  );
}

/** A proof that the agency has already serves another task: nothing is uploaded or stored again. */
export async function playProof({ name, clerk }: LoadedTenant, campaignId: string, say: Say) {
  const { visitor, organisationId } = clerk;
  const { proofs } = await visitor.get<{ proofs: readonly Proof[] }>(`/api/task/evidence?campaign=${campaignId}`);
  const proof = proofs.find(({ kind }) => kind === 'file');
  const where = `campaign=${campaignId}&organisation=${organisationId}&situation=in-progress`;
  const task = (await visitor.get<Tasks>(`/api/task/tasks?${where}`)).tasks.find((one) => one.proofs === 0);
  if (!proof || !task) return;
  await visitor.post(`/api/task/tasks/${task.taskId}/evidence/existing`, { proofId: proof.proofId });
  const { uses } = await visitor.get<Proof>(`/api/task/evidence/${proof.proofId}`);
  say(`${name}：已有材料“${proof.name}”又用于“${task.title.slice(0, 24)}”，共用于 ${uses.length} 项任务，只存一份`);
}
