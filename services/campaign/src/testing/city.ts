import { noticeText } from './notice';
import type { Stage } from './stage';

type Item = {
  itemId: string;
  above: string | null;
  number: string | null;
  title: string;
  mark: string;
  situation: string;
  itemRevision: number;
  returnReason: string | null;
  dropReason: string | null;
  deadline: string | null;
  responsible: string | null;
  lineage: { planId: string; tenant: string; organisationId: string; did: string }[];
  alsoFrom: { organisationId: string }[][];
};
export type PlanPage = {
  planId: string;
  situation: string;
  revision: number;
  version: number | null;
  submission: number;
  organisationName: string | null;
  parent: { planId: string } | null;
  way: string;
  purpose: string | null;
  inForce: number | null;
  parentChanged: number | null;
  items: Item[];
  handedTo: { planId: string; organisationId: string; name: string | null }[];
  phases: { phaseId: string; name: string }[];
};

/** The invented city: an office, a district office under it, agencies under each, units under those, and their clerks. */
export async function cityOn(stage: Stage) {
  await stage.tenant('office-tz', '桐泽市文明办', 'office');
  await stage.tenant('office-qj', '桐泽市清江区文明办', 'office', ['office-tz']);
  await stage.tenant('housing', '清江区住房和城乡建设局', 'agency', ['office-qj', 'office-tz']);
  await stage.tenant('transport', '桐泽市交通运输局', 'agency', ['office-tz']);
  await stage.tenant('foreign', '别市某单位', 'agency', ['office-elsewhere']);
  await stage.organisation('housing', 'property', '物业管理所', 'housing-root');
  await stage.organisation('housing', 'property-east', '物业管理所东片管理站', 'property');
  await stage.organisation('transport', 'bus', '公交客运中心', 'transport-root');
  await stage.organisation('transport', 'taxi', '出租汽车服务中心', 'transport-root');
  return {
    city: stage.person('office-tz', 'p-lin', 'office-tz-root'),
    district: stage.person('office-qj', 'p-he', 'office-qj-root'),
    housing: stage.person('housing', 'p-deng', 'housing-root'),
    property: stage.person('housing', 'p-tian', 'property'),
    east: stage.person('housing', 'p-shao', 'property-east'),
    transport: stage.person('transport', 'p-zhou', 'transport-root'),
    bus: stage.person('transport', 'p-xu', 'bus'),
    taxi: stage.person('transport', 'p-mei', 'taxi'),
    foreign: stage.person('foreign', 'p-fang', 'foreign-root'),
  };
}
export type City = Awaited<ReturnType<typeof cityOn>>;
export type Person = City['city'];

export const answerOf = <T>({ body }: { body: Record<string, unknown> }): T => body['answer'] as T;
export const dataOf = <T>({ body }: { body: Record<string, unknown> }): T => body['data'] as T;

/** Everything a command that must succeed answers. */
export async function done<T = null>(reply: Promise<{ status: number; body: Record<string, unknown> }>) {
  const { status, body } = await reply;
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { answer: body['answer'] as T, token: body['token'] as string, version: body['version'] as number };
}

/** A notice becomes a campaign with its root plan. */
export async function campaignFrom(clerk: Person, text = noticeText) {
  const notice = await done<{ id: string }>(clerk.post('/notices', { text, again: true }));
  const campaign = await done<{ id: string; planId: string }>(
    clerk.post('/campaigns', {
      noticeId: notice.answer.id,
      honour: '省级文明城市',
      level: 'province',
      term: '2024—2026',
    }),
  );
  return { noticeId: notice.answer.id, campaignId: campaign.answer.id, planId: campaign.answer.planId };
}

/** The plan as this person sees it, once it is there and as wanted. */
export async function planOf(person: Person, planId: string, wanted: (plan: PlanPage) => boolean = () => true) {
  const reply = await person.until(
    `/plans/${planId}`,
    ({ status, body }) => status === 200 && wanted(body.data as PlanPage),
  );
  if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.data as PlanPage;
}

export const itemTitled = (plan: PlanPage, title: string): Item => {
  const found = plan.items.find((item) => item.title === title);
  if (!found) throw new Error(`no item “${title}” in ${plan.items.map((item) => item.title).join('、')}`);
  return found;
};

/** Hands a plan to one place below; the id of the plan that it gets there. */
export async function handDown(person: Person, planId: string, to: { organisations?: string[]; tenants?: string[] }) {
  const { answer } = await done<{ to: { planId: string }[] }>(person.post(`/plans/${planId}/hand-down`, to));
  return answer.to.map((each) => each.planId);
}
