import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Clock, httpApplication, PRINCIPAL_HEADER, PrincipalTickets, type Principal } from '@chuangwen/platform';
import type { CounterChange, DocumentChange, ReadModels } from '@chuangwen/ports';
import { ReportingModule } from '@chuangwen/reporting';
import { openStorage } from '@chuangwen/runtime';

/**
 * How long the office's report of a whole city takes: a view store is filled with the counters of so many agencies, units and
 * tasks, whose events are spread over a year's days, and the real service is asked over its HTTP layer, while counters move.
 * `node -C @chuangwen/source -r @swc-node/register tests/bench/city-report.ts [--agencies 1000] [--days 120] [--dir .data-bench]`
 */
const { values } = parseArgs({
  options: {
    agencies: { type: 'string', default: '1000' },
    days: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '60' },
    dir: { type: 'string', default: '.data-bench' },
  },
});
const AGENCIES = Number(values.agencies);
const DAYS = Number(values.days);
const ROUNDS = Number(values.rounds);
const UNITS = 20;
const TASKS = 50;
const START = Date.UTC(2026, 2, 1);

/** The same every time (mulberry32). */
let seed = 7;
function chance(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const dayAt = (n: number) => new Date(START + n * 86_400_000).toISOString().slice(0, 10);
const MEASURES = Array.from({ length: TASKS }, (_, i) => ({
  id: `m${i}`,
  phase: `p${i % 4}`,
  due: dayAt(20 + (i % 12) * 8),
}));

class SetClock extends Clock {
  override now(): Date {
    return new Date(START + DAYS * 86_400_000);
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
function countersOf(tenant: string): CounterChange[] {
  const sums = new Map<string, CounterChange & { add: Record<string, number> }>();
  const count = (group: string, key: string, day: string, add: Record<string, number>) => {
    const at = `${group} ${key} ${day}`;
    const row = sums.get(at) ?? { tenant, group, key, day, add: {} };
    for (const [name, by] of Object.entries(add)) row.add[name] = (row.add[name] ?? 0) + by;
    sums.set(at, row);
  };
  for (let u = 0; u < UNITS; u += 1)
    for (const { id, phase, due } of MEASURES) {
      const step = () => Math.floor(chance() * (DAYS / 4));
      const assigned = 1 + step();
      const submitted = assigned + step();
      const accepted = submitted + 1 + step();
      const told: [number, Record<string, number>][] = [
        [0, { tasks: 1 }],
        [assigned, { assigned: 1 }],
        [submitted, { submitted: 1, [dayAt(submitted) <= due ? 'onTime' : 'late']: 1 }],
        [accepted, { accepted: 1 }],
      ];
      for (const [n, add] of told) {
        if (n > DAYS) continue;
        const day = dayAt(n);
        count('unit', `c1|${tenant}-u${u}|${due}`, day, add);
        count('phase', `c1|${phase}|${due}`, day, add);
        count('measure', `c1|${id}|${due}`, day, add);
        count('all', `c1|-|${due}`, day, n === 0 ? { ...add, planned: 1 } : add);
      }
    }
  return [...sums.values()];
}

const ref = (view: string) => ({ view, generation: 1 });
const nothing = { documents: [], counters: [], positions: [], seen: [] };
async function fill(views: ReadModels): Promise<number> {
  const tenants = Array.from({ length: AGENCIES }, (_, i) => `agency-${i}`);
  let rows = 0;
  const office = [
    organisation('office', 'office-org', '桐泽市文明办', null),
    registered('office', 'office', '桐泽市文明办', []),
  ];
  const all = tenants.map((tenant) => registered('office', tenant, `桐泽市第${tenant}单位`, ['office']));
  await views.commit(ref('organisations'), { ...nothing, documents: [...office, ...all] });
  await views.commit(ref('labels'), { ...nothing, documents: [labels('office')] });
  for (const tenant of tenants) {
    const root = `${tenant}-org`;
    const units = Array.from({ length: UNITS }, (_, u) => organisation(tenant, `${tenant}-u${u}`, `第${u}科`, root));
    const documents = [
      organisation(tenant, root, tenant, null),
      registered(tenant, tenant, tenant, ['office']),
      ...units,
    ];
    const counters = countersOf(tenant);
    rows += counters.reduce((sum, { add }) => sum + Object.keys(add).length, 0);
    await views.commit(ref('organisations'), { ...nothing, documents });
    await views.commit(ref('labels'), { ...nothing, documents: [labels(tenant)] });
    await views.commit(ref('progress@2'), { ...nothing, counters });
    const expected = { tenant, group: 'expected', key: 'c1|', day: dayAt(0), add: { tasks: UNITS * TASKS } };
    await views.commit(ref('expected@2'), { ...nothing, counters: [expected] });
  }
  return rows;
}

const at = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
const ms = (n: number) => n.toFixed(1).padStart(8);

async function main(): Promise<void> {
  const dir = mkdtempSync(join(resolve(values.dir), 'city-'));
  const storage = await openStorage({ mode: 'embedded', folder: dir });
  try {
    const { views } = storage.ports('reporting');
    const began = performance.now();
    const rows = await fill(views);
    console.log(`${AGENCIES} agencies, ${rows} rows of counters, filled in ${ms(performance.now() - began)} ms`);
    const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
    const clock = new SetClock();
    const app = await httpApplication('reporting', ReportingModule.on(storage.ports('reporting'), clock), tickets);
    const principal: Principal = {
      ...{ account: 'a', person: 'p', tenant: 'office', office: true, root: 'office-org' },
      posts: [{ post: 'clerk', organisation: 'office-org' }],
    };
    const headers = { [PRINCIPAL_HEADER]: tickets.issue(principal, clock.now()) };
    let moved = 0;
    const ask = async (query: string) => {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      const response = await app.inject({ url: `/api/reporting/campaigns/c1/report?${query}`, headers });
      const { user, system } = process.cpuUsage(cpu);
      if (response.statusCode !== 200) throw new Error(response.body);
      return { took: performance.now() - start, cpu: (user + system) / 1000, size: response.rawPayload.length };
    };
    /** Some agencies' work goes on: 20 of them between two requests. */
    const move = async () => {
      const counters = Array.from({ length: Math.min(20, AGENCIES) }, (): CounterChange => {
        const tenant = `agency-${(moved += 1) % AGENCIES}`;
        return {
          tenant,
          group: 'all',
          key: `c1|-|${MEASURES[moved % TASKS]!.due}`,
          day: dayAt(DAYS),
          add: { accepted: 1 },
        };
      });
      await views.commit(ref('progress@2'), { ...nothing, counters });
    };
    const measure = async (name: string, query: (i: number) => string, rounds = ROUNDS) => {
      const first = await ask(query(0));
      const all = [];
      for (let i = 1; i <= rounds; i += 1) {
        await move();
        all.push(await ask(query(i)));
      }
      const took = all.map((one) => one.took).sort((a, b) => a - b);
      const cpu = all.map((one) => one.cpu).sort((a, b) => a - b);
      console.log(
        `${name.padEnd(34)} first ${ms(first.took)} ms (cpu ${ms(first.cpu)}), then p50 ${ms(at(took, 0.5))} p95 ${ms(at(took, 0.95))} ms, cpu p50 ${ms(at(cpu, 0.5))} p95 ${ms(at(cpu, 0.95))}, ${(first.size / 1024).toFixed(0)} KB`,
      );
    };
    await measure('today, by unit', () => '', ROUNDS * 4);
    await measure('as of any day, by unit', () => `asOf=${dayAt(Math.floor(chance() * DAYS))}`);
    await measure('one agency’s units', (i) => `under=agency-${i % AGENCIES}-org`);
    await measure('one agency’s units, any day', (i) => `under=agency-${i % AGENCIES}-org&asOf=${dayAt(i % DAYS)}`);
    await measure('by phase, today', () => 'by=phase', 10);
    await measure('by measure, today', () => 'by=measure', 10);
    await measure('by measure, any day', (i) => `by=measure&asOf=${dayAt((i * 7) % DAYS)}`, 10);
    await measure('the whole tree, all units', () => 'levels=9', 3);
    console.log(`memory ${(process.memoryUsage().rss / 1024 / 1024).toFixed(0)} MB`);
    await app.close();
  } finally {
    await storage.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

void main();
