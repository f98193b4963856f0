import { openEmbedded } from '@chuangwen/adapters-embedded';
import {
  Arrivals,
  defineView,
  EventCodec,
  newId,
  Projector,
  SystemClock,
  type Contribution,
} from '@chuangwen/platform';
import type { NewEvent } from '@chuangwen/contracts';
import type { ReadModels } from '@chuangwen/ports';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { drive, driveSync, inFlight, withFacts } from '../drive';
import type { Job, Side } from '../measure';
import { randomFrom } from '../stats';
import { reported, reportOf, taskOf, type Reported } from '../workload';

/**
 * A city's roll-up: so many tenants × 20 units × 50 tasks; of each unit how many tasks there are, how many are done and how
 * far they are together. Both sides hold the same tasks, and answer the same rows.
 */
const UNITS = 20;
const TASKS = 50;

type Standing = Readonly<{ tenant: string; unit: string; task: string; percent: number }>;

function* city({ sizes }: Job): Generator<Standing> {
  const random = randomFrom(20_261_122);
  for (let t = 0; t < sizes.tenants; t += 1)
    for (let n = 0; n < UNITS * TASKS; n += 1)
      yield {
        ...{ tenant: tenantOf(t), unit: `unit-${n % UNITS}`, task: taskOf(t * UNITS * TASKS + n) },
        percent: random() < 0.4 ? 100 : Math.floor(random() * 100),
      };
}
const tenantOf = (n: number) => `tenant-${String(n).padStart(3, '0')}`;
const tenantsOf = ({ sizes }: Job) => Array.from({ length: sizes.tenants }, (_, n) => tenantOf(n));

/** One line of an answer. */
type Sum = Readonly<{ tenant: string; unit: string; tasks: number; done: number; percent: number }>;

type Row = Readonly<{ unit: string; percent: number }>;
const view = defineView<Row, Reported>({
  name: 'bench-roll-up',
  topics: ['task'],
  readableByOverseers: true,
  route: { 'task.reported': ({ data }) => data.task },
  evolve: (_row, { data: { unit, percent } }) => ({ unit, percent }),
  contributions: ({ unit, percent }): Contribution[] => [
    { group: 'unit', key: unit, values: { tasks: 1, done: percent === 100 ? 1 : 0, percent } },
  ],
});

const clock = new SystemClock();

async function open(dir: string) {
  const storage = await openEmbedded(dir);
  const ports = storage.ports('task');
  const codec = new EventCodec([reported], ports.keys);
  const projector = new Projector(view, ports.views, ports.feed, codec, new Arrivals(), clock, 'bench');
  return { storage, ports, codec, projector };
}

async function sums(views: ReadModels, ref: Projector['ref'], tenants: readonly string[]): Promise<Sum[]> {
  const rows = await views.sum(ref, tenants, 'unit', {});
  return rows.map(({ tenant, key, values: { tasks = 0, done = 0, percent = 0 } }) => ({
    ...{ tenant, unit: key, tasks, done, percent },
  }));
}

/** Every document counted, one by one. */
async function counted(views: ReadModels, ref: Projector['ref'], tenants: readonly string[]): Promise<Sum[]> {
  const found = new Map<string, { tenant: string; unit: string; tasks: number; done: number; percent: number }>();
  for (const tenant of tenants)
    for (const { body } of await views.find(ref, tenant, { limit: UNITS * TASKS + 1 })) {
      const { unit, percent } = body as Row;
      const sum = found.get(`${tenant} ${unit}`) ?? { tenant, unit, tasks: 0, done: 0, percent: 0 };
      sum.tasks += 1;
      sum.done += percent === 100 ? 1 : 0;
      sum.percent += percent;
      found.set(`${tenant} ${unit}`, sum);
    }
  return [...found.values()];
}

/** What the projection keeps from event to event. */
export const oursRollUp: Side = {
  async seed(job) {
    const { storage, ports, codec, projector } = await open(job.dir);
    const all = [...city(job)];
    await inFlight(256, 0, all.length, async (at) => {
      const { tenant, unit, task, percent } = all[at]!;
      const id = newId();
      const encoded = await codec.encode(tenant, id, {
        type: 'task.reported',
        data: { ...reportOf(task, 1), unit, percent },
      });
      const event: NewEvent = {
        ...{ id, ...encoded, audience: [], recordedAt: clock.now().toISOString(), effectiveOn: null },
        ...{
          actor: { kind: 'system', id: 'bench' },
          commandId: id,
          correlationId: id,
          causationId: id,
          origin: 'import',
        },
      };
      const ref = { tenant, stream: task };
      await ports.events.append(ref, { expectedVersion: 0, events: [event], receipt: null });
    });
    await projector.rebuild();
    await storage.close();
  },
  tasks: {
    async 'roll-up'(job) {
      const { storage, ports, projector } = await open(job.dir);
      const ref = { view: projector.view.name, generation: await ports.views.live(projector.view.name) };
      const tenants = tenantsOf(job);
      mustEqual(await sums(ports.views, ref, tenants), await counted(ports.views, ref, tenants), job);
      const measured = await drive(job, () => ports.views.sum(ref, tenants, 'unit', {}));
      await storage.close();
      return withFacts(measured, { rows: tenants.length * UNITS, equal: 'to a count of every document' });
    },
  },
};

const SUM = 'SELECT tenant, unit, count(*) AS tasks, sum(percent = 100) AS done, sum(percent) AS percent FROM tasks';
const BY = 'GROUP BY tenant, unit ORDER BY tenant, unit';

/** The same out of one table of tasks, by an index that holds all that is asked for. */
export const rawRollUp: Side = {
  async seed(job) {
    const db = new DatabaseSync(join(job.dir, 'raw.db'));
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE tasks (tenant TEXT NOT NULL, task TEXT NOT NULL, unit TEXT NOT NULL, percent INTEGER NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (tenant, task)) STRICT, WITHOUT ROWID; BEGIN`);
    const insert = db.prepare('INSERT INTO tasks VALUES (?, ?, ?, ?, ?)');
    for (const { tenant, unit, task, percent } of city(job))
      insert.run(tenant, task, unit, percent, JSON.stringify(reportOf(task, 1)));
    db.exec('COMMIT; CREATE INDEX covering ON tasks (tenant, unit, percent); ANALYZE');
    db.close();
  },
  tasks: {
    async 'roll-up'(job) {
      const db = new DatabaseSync(join(job.dir, 'raw.db'), { readOnly: true });
      const scan = db.prepare(`${SUM} INDEXED BY covering ${BY}`);
      mustEqual(scan.all() as Sum[], db.prepare(`${SUM} NOT INDEXED ${BY}`).all() as Sum[], job);
      const measured = driveSync(job, () => void scan.all());
      return withFacts(measured, { rows: job.sizes.tenants * UNITS, equal: 'to a scan of the table' });
    },
  },
};

function mustEqual(a: readonly Sum[], b: readonly Sum[], { sizes }: Job): void {
  const text = (rows: readonly Sum[]) =>
    rows
      .map(({ tenant, unit, tasks, done, percent }) => `${tenant} ${unit} ${tasks} ${done} ${percent}`)
      .sort()
      .join('\n');
  if (a.length !== sizes.tenants * UNITS || text(a) !== text(b))
    throw new Error('the roll-up differs from a full scan');
}
