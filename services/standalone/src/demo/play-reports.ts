import { dayFromNow } from './days';
import type { LoadedTenant } from './load';
import type { Say } from './play-tasks';

type Column = Readonly<{ title: string; kind: string; choices: readonly string[]; required: boolean }>;
type Page = Readonly<{
  columns: readonly { title: string }[];
  sums: readonly (number | null)[];
  counts: Readonly<Record<'owing' | 'answered' | 'prefilled', number>>;
  table: readonly Readonly<{ rowId: string; answerId: string; cells: readonly unknown[] }>[];
}>;
type Sheet = Readonly<{ rows: readonly Readonly<{ rowId: string | null; cells: readonly (string | null)[] }>[] }>;
type Owed = Readonly<{ answers: readonly Readonly<{ answerId: string }>[] }>;

const TABLE = '志愿服务活动统计表\n序号,单位,活动场次（场）,参加人数（人）,备注\n合计,,,,\n';

/** The office asks a table of three; each finds it pre-filled, one has a row returned, all is summed at once. */
export async function playRequest({ clerk: { visitor }, below }: LoadedTenant, say: Say) {
  const asked = below.slice(0, 3);
  const path = '/api/reporting/requests';
  const read = (await visitor.send('POST', `${path}/columns`, { text: TABLE })) as { data: { columns: Column[] } };
  const { columns } = read.data;
  const { id } = await visitor.post(path, {
    title: '志愿服务活动统计',
    basis: '桐泽市文明办工作安排',
    columns,
    deadline: dayFromNow(3),
    owing: { tenants: asked.map(({ tenantId }) => tenantId) },
  });
  for (const [i, { clerk }] of asked.entries()) {
    const { answers } = await clerk.visitor.get<Owed>(`/api/reporting/owed?request=${id}`, visitor);
    const { answerId } = answers[0]!;
    await answer(clerk.visitor, answerId, [`${12 + i}`, `${240 + 30 * i}`]);
  }
  const after = asked.map(({ clerk }) => clerk.visitor);
  const page = await visitor.get<Page>(`${path}/${id}`, ...after);
  const row = page.table[0]!;
  const reason = '人数与简报不符，请核对。';
  await visitor.post(`${path}/${id}/answers/${row.answerId}/returns`, { rows: [{ rowId: row.rowId, reason }] });
  const owner = asked.find(({ name }) => row.cells[0] === name)!.clerk.visitor;
  await owner.get(`/api/reporting/answers/${row.answerId}`, visitor);
  await answer(owner, row.answerId, ['12', '236']);
  await visitor.get<Page>(`${path}/${id}`, owner);
  for (const { answerId } of page.table) await visitor.post(`${path}/${id}/answers/${answerId}/acceptance`);
  const done = await visitor.get<Page>(`${path}/${id}`, owner);
  const sums = done.columns.flatMap(({ title }, i) => (done.sums[i] == null ? [] : [`${title} ${done.sums[i]}`]));
  const { owing, answered, prefilled } = done.counts;
  say(
    `报送事项：应报 ${owing}，已报 ${answered}，平台预填 ${prefilled} 格，退回 1 行单独改报；合计 ${sums.join('、')}`,
  );
}

/** Fills in what the platform could not, in the row that is open. */
async function answer(visitor: LoadedTenant['clerk']['visitor'], answerId: string, figures: readonly string[]) {
  const path = `/api/reporting/answers/${answerId}`;
  const [row] = (await visitor.get<Sheet>(path)).rows;
  const cells = [row?.cells[0] ?? '', ...figures, ''];
  const rowId = row?.rowId ? { rowId: row.rowId } : {};
  await visitor.post(`${path}/submission`, { rows: [{ ...rowId, cells }], confirmed: true });
}

type Sent = Readonly<{ submission: number; sha256: string }>;

/** An agency's report goes up frozen; one item comes back and goes up again alone; it is accepted and locked. */
export async function playReport({ clerk }: LoadedTenant, agency: LoadedTenant, campaignId: string, say: Say) {
  const [office, own] = [clerk.visitor, agency.clerk.visitor];
  const { id } = await own.post('/api/reporting/upward-reports', { campaignId, by: 'measure' });
  const path = `/api/reporting/upward-reports/${id}`;
  const { rows } = await own.get<{ rows: readonly { key: string; name: string }[] }>(`${path}/preview`);
  const item = rows[0]?.key ?? 'total';
  await own.post(`${path}/remarks`, { item, text: '按计划推进。' });
  await own.post<Sent>(`${path}/submission`);
  await office.get(path, own);
  await office.post(`${path}/receipts`, { submission: 1 });
  await office.post(`${path}/returns`, { items: [{ item, reason: '请写明完成数量。' }], submission: 1 });
  await own.get(path, office);
  await own.post(`${path}/remarks`, { item, text: '按计划推进，已完成 12 处。' });
  const { submission, sha256 } = await own.post<Sent>(`${path}/submission`);
  await office.get(path, own);
  await office.post(`${path}/acceptance`, { submission });
  await office.post(`${path}/lock`);
  const { intact } = await office.get<{ intact: boolean }>(`${path}/verification`);
  say(
    `${agency.name}：报表报送，退回 1 项，第 ${submission} 次报送后审定并锁定；原件 ${sha256.slice(0, 12)}…${intact ? '，核对无误' : '，已被改动'}`,
  );
}
