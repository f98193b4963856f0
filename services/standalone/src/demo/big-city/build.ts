import type { EventCodec } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Visitor } from '../client';
import { DEMO_PASSWORD } from '../load';
import { inParallel } from '../parallel';
import type { Say } from '../play-tasks';
import { writeHistory, type Agency, type Measure } from './history';
import { agencyName, unitName } from './names';
import { DAYS, noticeOf } from './notice';
import type { CitySize } from './size';
import { dayFromNow } from '../days';

/** `clerks`: of the few agencies whose people have accounts. */
export type BigCity = Readonly<{ clerk: Visitor; clerks: readonly Visitor[]; campaignId: string }>;

type Runtime = Readonly<{ ports: ServicePorts; codec: EventCodec }>;

/** A platform that nobody has set up: how it is asked, and what two of its services store in. */
export type Ground = Readonly<{
  url: string;
  /** Of the link by which the first office is set up; null where that was done. */
  setupToken: string | null;
  identity: Runtime;
  task: Runtime;
}>;
/** `events`: of its history; `seconds`: that took. */
export type Built = Readonly<{ campaignId: string; tasks: number; events: number; seconds: number }>;

/** Rows of an address book that are entered at once. */
const BOOK = 4000;
const LOGIN = 'wenmingban';
/** Agencies whose clerk has an account: a password costs more than all else of an agency. */
const ACCOUNTS = 4;

/**
 * A city of so many agencies with so many units each, over the HTTP API: the office is set up, the address book entered, a
 * notice imported, opened and issued to all, before the first day of its history. What the units did since is written as an
 * imported history; views follow.
 */
export async function buildBigCity(ground: Ground, size: CitySize, say: Say): Promise<Built> {
  const { url } = ground;
  const { admin, clerk } = await setUp(ground);
  const names = Array.from({ length: size.agencies }, (_, n) => agencyName(n));
  const units = Array.from({ length: size.units }, (_, n) => unitName(n));
  await inParallel(2, names.slice(0, ACCOUNTS), (name, n) => withAccounts(url, admin, name, n));
  await enter(
    admin,
    names.slice(ACCOUNTS).map((name) => [name, '']),
    say,
  );
  await enter(
    admin,
    names.flatMap((name) => units.map((unit) => [unit, name])),
    say,
  );
  const notice = Buffer.from(noticeOf(size.tasks));
  const { id: noticeId } = await clerk.upload('/api/campaign/notices', '全域推进方案.txt', notice);
  const { id: campaignId } = await clerk.post('/api/campaign/campaigns', { noticeId });
  const planIds = await issue(clerk, campaignId, say);
  const agencies = await agenciesOf(ground.identity, planIds);
  const measures = await measuresOf(clerk, campaignId);
  const began = performance.now();
  const events = await writeHistory(ground.task, campaignId, agencies, measures, size.seed, (done, written) => {
    if (done % Math.ceil(agencies.length / 10) === 0)
      say(`历史 history：${done}/${agencies.length} 个单位，${written} 个事件，${rate(written, began)}`);
  });
  const tasks = agencies.reduce((sum, { units: own }) => sum + own.length * measures.length, 0);
  return { campaignId, tasks, events, seconds: (performance.now() - began) / 1000 };
}

/** Whoever has an account there, signed in. */
export async function peopleOf(url: string, campaignId: string): Promise<BigCity> {
  const clerks: Visitor[] = [];
  for (let n = 0; n < ACCOUNTS; n += 1) clerks.push(await Visitor.signIn(url, loginOf(n), DEMO_PASSWORD));
  return { clerk: await Visitor.signIn(url, LOGIN, DEMO_PASSWORD), clerks, campaignId };
}

async function setUp({ url, setupToken: token }: Ground): Promise<{ admin: Visitor; clerk: Visitor }> {
  if (!token) throw new Error('the data folder is in use for something else already');
  const administrator = { name: '沈怀川', login: `${LOGIN}-admin`, password: DEMO_PASSWORD };
  const office = { name: '桐泽市文明办', level: 'city' };
  await new Visitor(url).setUp({ token, office, administrator });
  const admin = await Visitor.signIn(url, administrator.login, DEMO_PASSWORD);
  return { admin, clerk: await clerkOf(url, admin, '江晚晴', LOGIN) };
}

const loginOf = (n: number) => `danwei-${n + 1}`;

/** An agency that signs in. */
async function withAccounts(url: string, office: Visitor, name: string, n: number): Promise<void> {
  const login = loginOf(n);
  const administrator = { name: '陆知秋', login: `${login}-admin`, password: DEMO_PASSWORD };
  const validFrom = dayFromNow(-DAYS - 10);
  const { id } = await office.post('/api/identity/tenants', { name, kind: 'agency', administrator, validFrom });
  await office.post(`/api/identity/tenants/${id}/verification`);
  await clerkOf(url, await Visitor.signIn(url, administrator.login, DEMO_PASSWORD), '孟书瑶', login);
}

async function clerkOf(url: string, admin: Visitor, name: string, login: string): Promise<Visitor> {
  const { principal } = await admin.get<{ principal: { root: string } }>('/api/identity/me');
  const appointments = [{ organisation: principal.root, post: 'clerk' }];
  await admin.post('/api/identity/people', { name, appointments, account: { login, password: DEMO_PASSWORD } });
  return Visitor.signIn(url, login, DEMO_PASSWORD);
}

/** Rows of name and parent ('' for the office itself), as an address book that somebody pastes. */
async function enter(admin: Visitor, rows: readonly (readonly string[])[], say: Say): Promise<void> {
  for (let from = 0; from < rows.length; from += BOOK) {
    const part = rows.slice(from, from + BOOK);
    const text = ['单位名称,上级单位', ...part.map((row) => row.join(','))].join('\n');
    const { data } = (await admin.send('POST', '/api/identity/address-book/preview', { text })) as {
      data: { fileHash: string };
    };
    const query = `fileHash=${data.fileHash}&validFrom=${dayFromNow(-DAYS - 10)}`;
    const { id } = await admin.post(`/api/identity/address-book/imports?${query}`, { text });
    const began = performance.now();
    for (let working = true; working;) {
      await new Promise((wake) => setTimeout(wake, 500));
      const { status, done } = await admin.get<{ status: string; done: number }>(
        `/api/identity/address-book/imports/${id}`,
      );
      working = status === 'running';
      if (!working && done < part.length) throw new Error(`of ${part.length} rows ${done} were entered: ${status}`);
    }
    say(`通讯录 address book：${from + part.length}/${rows.length} 行，${rate(part.length, began)}`);
  }
}

type Progress = Readonly<{ given: number; opened: number; done: boolean }>;

/** Issued to everybody; plan ids by organisation. */
async function issue(clerk: Visitor, campaignId: string, say: Say): Promise<ReadonlyMap<string, string>> {
  const began = performance.now();
  const { planId, to } = await clerk.post<{ planId: string; to: { organisationId: string; planId: string }[] }>(
    `/api/campaign/campaigns/${campaignId}/issue`,
    { all: true },
  );
  say(`已受理印发 issuing to ${to.length} accepted：${((performance.now() - began) / 1000).toFixed(2)} 秒`);
  for (let told = 0; ;) {
    const { opened, given, done } = await clerk.get<Progress>(`/api/campaign/plans/${planId}/progress`);
    if (done || opened - told > given / 4) say(`印发 issued：${(told = opened)}/${given}`);
    if (done) break;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  const seconds = (performance.now() - began) / 1000;
  say(`${seconds <= 60 ? '✓' : '✗'} 印发完毕 issuing done：${seconds.toFixed(1)} 秒（目标 goal ≤ 60）`);
  return new Map(to.map((party) => [party.organisationId, party.planId]));
}

/** From the events of identity: each tenant's root and units. */
async function agenciesOf({ ports, codec }: Runtime, planIds: ReadonlyMap<string, string>): Promise<Agency[]> {
  const units = new Map<string, string[]>();
  const roots = new Map<string, string>();
  for await (const { events } of ports.feed.replay(['identity']))
    for (const event of events) {
      if (event.type !== 'organisation.founded') continue;
      const { data } = await codec.decode(event);
      const { organisationId, kind } = data as { organisationId: string; kind: string };
      if (kind === 'root') roots.set(event.tenant, organisationId);
      else units.set(event.tenant, [...(units.get(event.tenant) ?? []), organisationId]);
    }
  return [...roots].flatMap(([tenant, root]) => {
    const planId = planIds.get(root);
    return planId ? [{ tenant, root, planId, units: units.get(tenant) ?? [] }] : [];
  });
}

async function measuresOf(clerk: Visitor, campaignId: string): Promise<Measure[]> {
  const [root] = await clerk.get<{ planId: string }[]>(`/api/campaign/plans?campaign=${campaignId}`);
  type Plan = { items: (Measure['item'] & { mark: string })[]; phases: NonNullable<Measure['phase']>[] };
  const { items, phases } = await clerk.get<Plan>(`/api/campaign/plans/${root!.planId}`);
  return items.map(({ itemId, above, number, title, text, phaseId, deadline, evidenceWanted }) => ({
    item: { itemId, above, number, title, text, phaseId, deadline, evidenceWanted },
    phase: phases.find((phase) => phase.phaseId === phaseId) ?? null,
    deadline,
  }));
}

const rate = (n: number, began: number) => `${Math.round((n * 1000) / (performance.now() - began))}/秒`;
