import { Clock, httpApplication, PRINCIPAL_HEADER, PrincipalTickets, type Principal } from '@chuangwen/platform';
import type { CounterChange, DocumentChange, ReadModels, ServicePorts } from '@chuangwen/ports';
import { ReportingModule } from '@chuangwen/reporting';
import { randomFrom } from './stats';

/** So many agencies of 20 units with 50 tasks each; what was done with them is spread over so many days. */
export type City = Readonly<{ agencies: number; days: number }>;

export const UNITS = 20;
export const TASKS = 50;
const START = Date.UTC(2026, 2, 1);

export const dayAt = (n: number) => new Date(START + n * 86_400_000).toISOString().slice(0, 10);
export const agencyOf = (n: number) => `agency-${n}`;
export const MEASURES = Array.from({ length: TASKS }, (_, i) => ({
  id: `m${i}`,
  phase: `p${i % 4}`,
  due: dayAt(20 + (i % 12) * 8),
}));

/** A task and the days, counted from the first, on which it was assigned, sent in and accepted; null: not within the city's days. */
export type CityTask = Readonly<{
  unit: string;
  measure: (typeof MEASURES)[number];
  assigned: number | null;
  submitted: number | null;
  accepted: number | null;
}>;

/** The same for the same agency, whoever asks. */
export function* tasksOf(agency: number, { days }: City): Generator<CityTask> {
  const chance = randomFrom(7 + agency);
  const within = (day: number) => (day <= days ? day : null);
  for (let u = 0; u < UNITS; u += 1)
    for (const measure of MEASURES) {
      const step = () => Math.floor(chance() * (days / 4));
      const assigned = 1 + step();
      const submitted = assigned + step();
      const accepted = submitted + 1 + step();
      const unit = `${agencyOf(agency)}-u${u}`;
      yield { unit, measure, assigned: within(assigned), submitted: within(submitted), accepted: within(accepted) };
    }
}

/** On the day after the city's last. */
class SetClock extends Clock {
  constructor(private readonly city: City) {
    super();
  }
  override now(): Date {
    return new Date(START + this.city.days * 86_400_000);
  }
}

const index = (is: string) => ({ is: [is] });
const organisation = (tenant: string, id: string, name: string, parent: string | null): DocumentChange => {
  const dated = { validFrom: '2020-01-01', recordedOn: '2026-02-01' };
  const body = {
    ...{ is: 'organisation', organisationId: id, kind: parent ? 'unit' : 'root', closed: null },
    ...{ names: [{ name, ...dated }], places: [{ tree: 'line', parent, ...dated }] },
  };
  return { tenant, id, body, index: index('organisation') };
};
const registered = (into: string, tenantId: string, name: string, overseers: string[]): DocumentChange => {
  const about = { is: 'tenant', tenantId, organisationId: `${tenantId}-org`, name, kind: 'agency', level: null };
  const body = { ...about, overseers, verified: true, recordedOn: '2026-02-01' };
  return { tenant: into, id: `tenant:${tenantId}`, body, index: index('tenant') };
};
const labels = (tenant: string): DocumentChange => {
  const label = (id: string, at: number) => ({
    ...{ id, number: `${at}.`, name: `措施 ${id} 的名称，长短如常`, at },
    ...{ recordedAt: '2026-02-02T00:00:00.000Z', event: 'e' },
  });
  const phases = ['p0', 'p1', 'p2', 'p3'].map(label);
  const measures = MEASURES.map(({ id }, at) => label(id, at));
  return {
    tenant,
    id: 'c1',
    body: { campaignId: 'c1', title: label('c1', 0), phases, measures },
    index: { campaign: ['c1'] },
  };
};

/** What the progress view counts of one agency: opened on the first day, then assigned, sent in and accepted on days of its own. */
function countersOf(agency: number, city: City): CounterChange[] {
  const tenant = agencyOf(agency);
  const sums = new Map<string, CounterChange & { add: Record<string, number> }>();
  const count = (group: string, key: string, day: string, add: Record<string, number>) => {
    const at = `${group} ${key} ${day}`;
    const row = sums.get(at) ?? { tenant, group, key, day, add: {} };
    for (const [name, by] of Object.entries(add)) row.add[name] = (row.add[name] ?? 0) + by;
    sums.set(at, row);
  };
  for (const { unit, measure, assigned, submitted, accepted } of tasksOf(agency, city)) {
    const { id, phase, due } = measure;
    const late = submitted !== null && dayAt(submitted) > due ? { late: 1 } : {};
    const told: [number | null, Record<string, number>][] = [
      [0, { tasks: 1 }],
      [assigned, { assigned: 1 }],
      [submitted, { submitted: 1, ...late }],
      [accepted, { accepted: 1 }],
    ];
    for (const [n, add] of told) {
      if (n === null) continue;
      const day = dayAt(n);
      count('unit', `c1|${unit}|${due}`, day, add);
      count('phase', `c1|${phase}|${due}`, day, add);
      count('measure', `c1|${id}|${due}`, day, add);
    }
  }
  return [...sums.values()];
}

const ref = (view: string) => ({ view, generation: 1 });
const nothing = { documents: [], counters: [], positions: [], seen: [] };

/** Fills the views of the reporting service. Returns how many rows of counters. */
export async function fillCity(views: ReadModels, city: City): Promise<number> {
  const tenants = Array.from({ length: city.agencies }, (_, i) => agencyOf(i));
  let rows = 0;
  const office = [
    organisation('office', 'office-org', '桐泽市文明办', null),
    registered('office', 'office', '桐泽市文明办', []),
  ];
  const all = tenants.map((tenant) => registered('office', tenant, `桐泽市第${tenant}单位`, ['office']));
  await views.commit(ref('organisations'), { ...nothing, documents: [...office, ...all] });
  await views.commit(ref('labels'), { ...nothing, documents: [labels('office')] });
  for (const [n, tenant] of tenants.entries()) {
    const root = `${tenant}-org`;
    const units = Array.from({ length: UNITS }, (_, u) => organisation(tenant, `${tenant}-u${u}`, `第${u}科`, root));
    const documents = [
      organisation(tenant, root, tenant, null),
      registered(tenant, tenant, tenant, ['office']),
      ...units,
    ];
    const counters = countersOf(n, city);
    rows += counters.reduce((sum, { add }) => sum + Object.keys(add).length, 0);
    await views.commit(ref('organisations'), { ...nothing, documents });
    await views.commit(ref('labels'), { ...nothing, documents: [labels(tenant)] });
    await views.commit(ref('progress@3'), { ...nothing, counters });
    const expected = { tenant, group: 'expected', key: 'c1|', day: dayAt(0), add: { tasks: UNITS * TASKS } };
    await views.commit(ref('expected@2'), { ...nothing, counters: [expected] });
  }
  return rows;
}

/** An agency's work goes on: one more of its tasks is accepted today. */
export async function moveOne(views: ReadModels, agency: number, moved: number, { days }: City): Promise<void> {
  const { phase, due } = MEASURES[moved % TASKS]!;
  const change = {
    tenant: agencyOf(agency),
    group: 'phase',
    key: `c1|${phase}|${due}`,
    day: dayAt(days),
    add: { accepted: 1 },
  };
  await views.commit(ref('progress@3'), { ...nothing, counters: [change] });
}

export type Figures = Readonly<Record<'tasks' | 'assigned' | 'submitted' | 'accepted' | 'onTime' | 'late', number>>;
type Report = { data: { rows: { key: string; figures: Figures }[] } };

/** The reporting service as its own HTTP layer gives it, asked by the office's clerk. `query` as in the API. */
export async function reportOf(ports: ServicePorts, city: City) {
  const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
  const clock = new SetClock(city);
  const app = await httpApplication('reporting', ReportingModule.on(ports, clock), tickets);
  const principal: Principal = {
    ...{ account: 'a', person: 'p', tenant: 'office', office: true, root: 'office-org' },
    posts: [{ post: 'clerk', organisation: 'office-org' }],
  };
  const headers = { [PRINCIPAL_HEADER]: tickets.issue(principal, clock.now()) };
  const ask = async (query: string): Promise<Buffer> => {
    const response = await app.inject({ url: `/api/reporting/campaigns/c1/report?${query}`, headers });
    if (response.statusCode !== 200) throw new Error(response.body);
    return response.rawPayload;
  };
  return {
    ask,
    read: async (query: string) => JSON.parse(String(await ask(query))) as Report,
    close: () => app.close(),
  };
}
