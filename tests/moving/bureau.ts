import { Visitor } from '@chuangwen/standalone';
import { noticeText, until } from '../journeys/city';

export const BUREAU = '桐泽市交通运输局';
export const HEAD = { name: '魏明远', login: 'weimingyuan', password: 'tongze-2026-秋天' };
export const LEAD = { name: '陆知远', login: 'luzhiyuan', password: '渡口石阶 2026' };
/** Of a person of the bureau: nobody else may come to see it. */
export const TELEPHONE = '0539-5550121';
export const PHOTOGRAPH = Buffer.from('工作照片的字节');

export type Task = { taskId: string; title: string; situation: string; version: number; progress: number | null };
export type Worker = { head: Visitor; lead: Visitor };
export type Me = { principal: { tenant: string; root: string } };

/** Its two people, wherever it is. */
export const signedIn = async (url: string): Promise<Worker> => ({
  head: await Visitor.signIn(url, HEAD.login, HEAD.password),
  lead: await Visitor.signIn(url, LEAD.login, LEAD.password),
});

/** The bureau of an installation that was just set up by its head: a section with its lead, a campaign of its own, a task in work, with a photograph. */
export async function atWork(url: string): Promise<Worker & { tenant: string; campaignId: string }> {
  const head = await Visitor.signIn(url, HEAD.login, HEAD.password);
  const { principal } = await head.get<Me>('/api/identity/me');
  const section = { name: '运输安全科', kind: 'section', parent: principal.root };
  const { id: leadUnit } = await head.post('/api/identity/organisations', section);
  await head.post('/api/identity/people', {
    name: LEAD.name,
    telephone: TELEPHONE,
    appointments: [{ organisation: leadUnit, post: 'section-head' }],
    account: { login: LEAD.login, password: LEAD.password },
  });
  const worker = await signedIn(url);
  const { id: noticeId } = await head.post('/api/campaign/notices', { text: noticeText() });
  const { id: campaignId } = await head.post('/api/campaign/campaigns', { noticeId });
  const [plan] = await until(
    () => head.get<{ planId: string }[]>('/api/campaign/plans'),
    (rows) => rows.length === 1,
  );
  await head.post(`/api/campaign/plans/${plan!.planId}/approval`);
  const [task] = await until(
    () => tasksOf(head, campaignId),
    (rows) => rows.length > 5,
  );
  await head.post(`/api/task/tasks/${task!.taskId}/assignment`, { leadUnit });
  await worker.lead.upload(`/api/task/tasks/${task!.taskId}/evidence`, '照片.txt', PHOTOGRAPH);
  return { ...worker, tenant: principal.tenant, campaignId };
}

export const tasksOf = async (visitor: Visitor, campaignId: string): Promise<Task[]> =>
  (await visitor.get<{ tasks: Task[] }>(`/api/task/tasks?campaign=${campaignId}&limit=200`)).tasks;

/** Everything that its people look at. */
export async function seenBy({ head, lead }: Worker, campaignId: string) {
  const tasks = await tasksOf(lead, campaignId);
  const path = `/api/task/tasks/${tasks[0]!.taskId}`;
  const { evidence } = await lead.get<{ evidence: { evidenceId: string }[] }>(path);
  return {
    tenants: await head.get('/api/identity/tenants'),
    organisations: await head.get('/api/identity/organisations'),
    people: await head.get('/api/identity/people'),
    notices: await head.get('/api/campaign/notices'),
    plans: await head.get('/api/campaign/plans'),
    tasks,
    proof: await lead.text(`${path}/evidence/${evidence[0]!.evidenceId}/content`),
  };
}

/** The office opens a campaign, hands it to the bureau, which takes it over whole; resolves with the campaign and the bureau's own tasks of it. */
export async function handedDown(office: Visitor, { head }: Worker) {
  const [known] = await office.get<{ noticeId: string }[]>('/api/campaign/notices');
  const noticeId = known?.noticeId ?? (await office.post('/api/campaign/notices', { text: noticeText() })).id;
  const { id: campaignId } = await office.post('/api/campaign/campaigns', { noticeId });
  const plan = async (visitor: Visitor) => {
    const found = await until(
      () => visitor.get<{ planId: string }[]>(`/api/campaign/plans?campaign=${campaignId}`),
      (rows) => rows.length > 0,
    );
    return found[0]!.planId;
  };
  await office.post(`/api/campaign/plans/${await plan(office)}/approval`);
  await office.post(`/api/campaign/campaigns/${campaignId}/issue`, { all: true });
  const planId = await plan(head);
  await head.post(`/api/campaign/plans/${planId}/take-over`, { way: 'whole' });
  const tasks = await until(
    async () => (await head.get<{ tasks: Task[] }>(`/api/task/tasks?plan=${planId}&limit=200`)).tasks,
    (found) => found.length > 5,
  );
  return { campaignId, tasks };
}
