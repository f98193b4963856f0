import { openFolder } from '@chuangwen/runtime';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { agencyOf, dayAt, fillCity, moveOne, reportOf, tasksOf, UNITS, TASKS, type City, type Figures } from '../city';
import { begin, driveSync, result, withFacts } from '../drive';
import type { Job, Side } from '../measure';

/**
 * A city's roll-up, by agency: how many tasks there are, how many are assigned, sent in, accepted, in time, late. Both sides hold
 * the same tasks, done on days spread over four months.
 */
const cityOf = ({ sizes }: Job): City => ({ agencies: sizes.tenants, days: 120 });

const NAMES = ['tasks', 'assigned', 'submitted', 'accepted', 'onTime', 'late'] as const;
/** Agencies whose work goes on between two answers. */
const MOVING = 20;

/** Every task counted, one by one. */
function counted(city: City): Map<string, Figures> {
  const found = new Map<string, Figures>();
  for (let agency = 0; agency < city.agencies; agency += 1) {
    const sum = { tasks: 0, assigned: 0, submitted: 0, accepted: 0, onTime: 0, late: 0 };
    for (const { measure, assigned, submitted, accepted } of tasksOf(agency, city)) {
      sum.tasks += 1;
      if (assigned !== null) sum.assigned += 1;
      if (submitted !== null) sum.submitted += 1;
      if (accepted !== null) sum.accepted += 1;
      if (submitted !== null) sum[dayAt(submitted) <= measure.due ? 'onTime' : 'late'] += 1;
    }
    found.set(agencyOf(agency), sum);
  }
  return found;
}

function mustEqual(of: (agency: string) => Figures | undefined, city: City): void {
  for (const [agency, sum] of counted(city))
    for (const name of NAMES)
      if (of(agency)?.[name] !== sum[name])
        throw new Error(`${agency}: ${name} is ${of(agency)?.[name]}, counted one by one ${sum[name]}`);
}

/** The office's report over the service's own HTTP layer, while counters move. */
export const oursRollUp: Side = {
  async seed(job) {
    const storage = await openFolder({ folder: job.dir });
    await fillCity(storage.ports('reporting').views, cityOf(job));
    await storage.close();
  },
  tasks: {
    async 'roll-up'(job) {
      const city = cityOf(job);
      const storage = await openFolder({ folder: job.dir });
      const ports = storage.ports('reporting');
      const report = await reportOf(ports, city);
      const { rows } = (await report.read('levels=2')).data;
      mustEqual((agency) => rows.find(({ key }) => key === `${agency}-org`)?.figures, city);
      let moved = 0;
      const times: number[] = [];
      const mark = begin();
      for (let i = -job.warmup; i < job.count; i += 1) {
        for (let n = 0; n < Math.min(MOVING, city.agencies); n += 1)
          await moveOne(ports.views, (moved += 1) % city.agencies, moved, city);
        const began = performance.now();
        await report.ask('levels=2');
        if (i >= 0) times.push(performance.now() - began);
      }
      const measured = result(job.count, mark, times);
      await report.close();
      await storage.close();
      const perSecond = (times.length * 1000) / times.reduce((sum, one) => sum + one, 0);
      const equal = 'to a count of every task, before counters moved';
      return withFacts({ ...measured, perSecond }, { moving: `${MOVING} agencies between two answers`, equal });
    },
  },
};

const COLUMNS = 'tenant, due, assigned, submitted, accepted';
const SUM = `SELECT tenant, count(*) AS tasks, count(assigned) AS assigned, count(submitted) AS submitted, count(accepted) AS accepted,
  sum(submitted <= due) AS onTime, sum(submitted > due) AS late FROM tasks`;
const BY = 'GROUP BY tenant ORDER BY tenant';
type Row = Figures & Readonly<{ tenant: string }>;

/** The same out of one table of tasks, by an index that holds all that is asked for. */
export const rawRollUp: Side = {
  async seed(job) {
    const city = cityOf(job);
    const db = new DatabaseSync(join(job.dir, 'raw.db'));
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE tasks (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, unit TEXT NOT NULL, due TEXT NOT NULL,
        assigned TEXT, submitted TEXT, accepted TEXT, body TEXT NOT NULL) STRICT; BEGIN`);
    const insert = db.prepare('INSERT INTO tasks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
    const day = (n: number | null) => (n === null ? null : dayAt(n));
    for (let agency = 0; agency < city.agencies; agency += 1)
      for (const { unit, measure, assigned, submitted, accepted } of tasksOf(agency, city)) {
        const days = [day(assigned), day(submitted), day(accepted)] as const;
        insert.run(agencyOf(agency), unit, measure.due, ...days, '措施的内容，长短如常。'.repeat(20));
      }
    db.exec(`COMMIT; CREATE INDEX covering ON tasks (${COLUMNS}); ANALYZE`);
    db.close();
  },
  tasks: {
    async 'roll-up'(job) {
      const db = new DatabaseSync(join(job.dir, 'raw.db'), { readOnly: true });
      const scan = db.prepare(`${SUM} INDEXED BY covering ${BY}`);
      const rows = new Map((scan.all() as Row[]).map((row) => [row.tenant, row]));
      mustEqual((agency) => rows.get(agency), cityOf(job));
      const measured = driveSync(job, () => void scan.all());
      return withFacts(measured, { tasks: job.sizes.tenants * UNITS * TASKS, equal: 'to a count of every task' });
    },
  },
};
