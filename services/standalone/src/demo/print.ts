import { numbered, toPage, type Notice } from '@chuangwen/documents';
import { caughtUp, type Followed } from './caught-up';
import type { Visitor } from './client';

type Figures = Readonly<{
  tasks: number;
  accepted: number;
  submitted: number;
  overdue: number;
  completeness: number | null;
  timeliness: number | null;
}>;
type Row = Readonly<{ key: string; number: string | null; name: string | null; depth: number; figures: Figures }>;
type Report = Readonly<{ totals: Figures; rows: readonly Row[] }>;

/** What the platform understood of the notice, as its clerk sees it. */
export async function printUnderstood(clerk: Visitor, noticeId: string): Promise<void> {
  const { content } = await clerk.get<{ content: Omit<Notice, 'text'> }>(`/api/campaign/notices/${noticeId}`);
  const { text } = await clerk.get<{ text: string }>(`/api/campaign/notices/${noticeId}/text`);
  console.log(`\n${toPage({ ...content, text })}`);
}

type Explained = Readonly<{
  count: number;
  tasks: readonly {
    title: string;
    unit: { name: string | null };
    events: readonly { type: string; recordedAt: string }[];
  }[];
}>;

/** More rows than this are only counted. */
const ROWS = { unit: 100, phase: 20, measure: 16 } as const;

const DEEDS: Readonly<Record<string, string>> = {
  'task.opened': '建立',
  'task.assigned': '分派',
  'task.deadline-set': '定时限',
  'task.progress-reported': '填报进展',
  'task.submitted': '报送',
  'task.returned': '退回',
  'task.accepted': '通过',
};

/**
 * Completeness and timeliness by agency and unit, phase, measure; and what one figure is made of. The reader's own tokens say
 * nothing of what other desks did last, so it waits until the platform has caught up: else two tables may disagree.
 */
export async function printReport(reader: Visitor, campaignId: string, platform: Followed): Promise<void> {
  await caughtUp(platform, () => undefined);
  const path = `/api/reporting/campaigns/${campaignId}/report`;
  const units = await reader.get<Report>(`${path}?by=unit`);
  table('报表：按单位', units, ROWS.unit);
  table('报表：按阶段', await reader.get<Report>(`${path}?by=phase`), ROWS.phase);
  table('报表：按工作措施', await reader.get<Report>(`${path}?by=measure`), ROWS.measure);
  const first = units.rows.find(({ figures }) => figures.accepted > 0);
  if (!first) return;
  const { count, tasks } = await reader.get<Explained>(
    `${path}/explanation?by=unit&key=${encodeURIComponent(first.key)}&figure=accepted`,
  );
  console.log(`\n${first.name} 已通过 ${first.figures.accepted} 项，由来：`);
  for (const { title, unit, events } of tasks.slice(0, 3))
    console.log(
      `  · ${unit.name ?? ''}“${title.slice(0, 24)}”：${events.map(({ type }) => DEEDS[type] ?? type).join(' → ')}`,
    );
  if (count > 3) console.log(`  · ……共 ${count} 项`);
}

function table(title: string, { totals, rows }: Report, most: number): void {
  console.log(`\n${title}\n${line('', '任务数', '已报送', '已通过', '逾期未报', '完成率', '及时率')}`);
  for (const row of rows.slice(0, most))
    console.log(figures(`${'  '.repeat(row.depth)}${numbered(row.number, row.name ?? '（未划入阶段）')}`, row.figures));
  if (rows.length > most) console.log(`……另有 ${rows.length - most} 行`);
  console.log(figures('合计', totals));
}

const figures = (label: string, f: Figures) =>
  line(
    label,
    `${f.tasks}`,
    `${f.submitted}`,
    `${f.accepted}`,
    `${f.overdue}`,
    percent(f.completeness),
    percent(f.timeliness),
  );

const percent = (ratio: number | null) => (ratio === null ? '—' : `${(ratio * 100).toFixed(1)}%`);

const line = (label: string, ...cells: string[]) =>
  pad(label, 44) + cells.map((cell) => ' '.repeat(Math.max(1, 9 - width(cell))) + cell).join('');

/** Columns on the terminal: a Chinese character takes two. */
const width = (text: string) => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f || c === '…' ? 2 : 1), 0);

function pad(text: string, to: number): string {
  let cut = text;
  while (width(cut) > to) cut = `${cut.replace('…', '').slice(0, -1)}…`;
  return cut + ' '.repeat(to - width(cut));
}
