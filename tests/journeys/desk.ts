import type { LoadedTenant, Player } from '@chuangwen/standalone';
import { until } from './city';

type PlanRow = { planId: string };
export type TaskRow = {
  taskId: string;
  version: number;
  title: string;
  number: string | null;
  situation: string;
  measure: { title: string };
  person: { id: string; name: string | null } | null;
  leader: { id: string; name: string | null } | null;
  leadUnit: { id: string; name: string | null } | null;
  jointUnits: { id: string; name: string | null }[];
  deadline: string | null;
  details: { remark: string | null; indicator: string | null; extra: { title: string; value: string }[] };
  shares: { campaignId: string; until: string | null }[];
};

/** A notice with these measures, its campaign, and its plan in force at the agency itself; the tasks that follow. */
export async function ownCampaign(agency: LoadedTenant, title: string, measures: readonly string[]) {
  const { visitor } = agency.clerk;
  const lines = measures.map((measure, i) => `（${'一二三四五六七八九'[i]}）${measure}。落实到科室，责任到人。`);
  const text = `${agency.name}关于${title}的通知\n局属各单位：\n一、工作措施\n${lines.join('\n')}\n${agency.name}\n2026年4月2日\n`;
  const { id: noticeId } = await visitor.post('/api/campaign/notices', { text });
  const { id: campaignId } = await visitor.post('/api/campaign/campaigns', { noticeId });
  const planId = await planOf(agency.clerk, campaignId);
  await visitor.post(`/api/campaign/plans/${planId}/approval`);
  const tasks = await tasksOf(agency.clerk, campaignId, measures.length);
  return { campaignId, planId, tasks };
}

export async function planOf({ visitor, organisationId }: Player, campaignId: string): Promise<string> {
  const path = `/api/campaign/plans?campaign=${campaignId}&organisation=${organisationId}`;
  return (
    await until(
      () => visitor.get<PlanRow[]>(path),
      (plans) => plans.length === 1,
    )
  )[0]!.planId;
}

export async function tasksOf({ visitor }: Player, campaignId: string, count: number): Promise<TaskRow[]> {
  const path = `/api/task/tasks?campaign=${campaignId}&limit=200`;
  return (
    await until(
      () => visitor.get<{ tasks: TaskRow[] }>(path),
      ({ tasks }) => tasks.length === count,
    )
  ).tasks;
}

/** Words that only programs use, in the cells of a CSV and in the name under which it is saved: `in-progress`. */
export function codesIn({ bytes, headers }: { bytes: Buffer; headers: Headers }): string[] {
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/.exec(headers.get('content-disposition') ?? '') ?? [];
  const saved = decodeURIComponent(name).replace(/\.\w+$/, '');
  const cells = bytes
    .toString('utf8')
    .replace('\ufeff', '')
    .split(/[,\r\n"]+/);
  return [...cells, ...saved.split('-')].filter((cell) => /^[a-z]{3,}(?:[-A-Z][A-Za-z]*)*$/.test(cell));
}

/** What a browser does with files and downloads, which the visitor of the demo does not. */
export class Browser {
  private constructor(
    private readonly url: string,
    private readonly session: string,
  ) {}

  static async signIn(url: string, login: string, password: string): Promise<Browser> {
    const body = JSON.stringify({ login, password });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/identity/sessions`, { method: 'POST', body, headers });
    return new Browser(url, ((await response.json()) as { session: string }).session);
  }

  /** The answer as it is, with its status. */
  async send<T>(path: string, name: string, content: Uint8Array, key?: string): Promise<{ status: number; body: T }> {
    const form = new FormData();
    form.append('file', new File([new Uint8Array(content)], name));
    const headers = { authorization: `Bearer ${this.session}`, ...(key ? { 'idempotency-key': key } : {}) };
    const response = await fetch(`${this.url}${path}`, { method: 'POST', body: form, headers });
    return { status: response.status, body: (await response.json()) as T };
  }

  async download(path: string): Promise<{ bytes: Buffer; headers: Headers; status: number }> {
    const response = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.session}` } });
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers, status: response.status };
  }
}
