import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { begin, chosenStreams, driveSync, result, withFacts } from '../drive';
import type { Job, Measured, Side } from '../measure';
import { spread } from '../stats';
import { longTaskOf, reportOf, taskOf, TENANT, type Report } from '../workload';

/**
 * What SQLite alone can do: one table with one unique index, prepared statements, values made before the clock starts. No
 * receipt, no hash, no decision.
 */
export const raw: Side = {
  async seed({ dir, sizes }) {
    const db = open(dir);
    db.exec(`CREATE TABLE events (
      position INTEGER PRIMARY KEY, tenant TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, recorded_at TEXT NOT NULL, correlation TEXT NOT NULL, causation TEXT NOT NULL, data TEXT NOT NULL,
      UNIQUE (tenant, stream, version)) STRICT`);
    const insert = db.prepare(INSERT);
    const add = (names: readonly string[], events: number, together: number) => {
      for (let from = 1; from <= events; from += together)
        for (const name of names)
          for (let version = from; version < from + together; version += 1) insert.run(...rowOf(name, version));
    };
    db.exec('BEGIN');
    add(
      Array.from({ length: sizes.streams }, (_, i) => taskOf(i)),
      sizes.events,
      1,
    );
    db.exec('COMMIT; BEGIN');
    add(
      Array.from({ length: sizes.longStreams }, (_, i) => longTaskOf(i)),
      sizes.longEvents,
      10,
    );
    db.exec('COMMIT');
    db.close();
  },
  tasks: {
    async commands(job) {
      const { db, rows } = prepared(job);
      const insert = db.prepare(INSERT);
      return withFacts(
        driveSync(job, (i) => void insert.run(...rows[i]!)),
        factsOf(db),
      );
    },
    async bulk(job) {
      const { db, rows } = prepared(job);
      const insert = db.prepare(INSERT);
      const batches: Job = { ...job, count: Math.floor(job.count / BATCH), warmup: Math.floor(job.warmup / BATCH) };
      const measured = driveSync(batches, (batch) => {
        db.exec('BEGIN');
        for (const row of rows.slice(batch * BATCH, (batch + 1) * BATCH)) insert.run(...row);
        db.exec('COMMIT');
      });
      return withFacts(
        { ...measured, perSecond: measured.perSecond * BATCH, cpuUs: measured.cpuUs / BATCH },
        factsOf(db),
      );
    },
    async replay(job) {
      const db = open(job.dir);
      const scan = arrays(
        db.prepare('SELECT stream, version, type, data FROM events WHERE position <= ? ORDER BY position'),
      );
      const end = job.sizes.streams * job.sizes.events;
      const times: number[] = [];
      const pass = () => {
        const start = performance.now();
        let sum = 0;
        for (const [, version, , data] of scan.iterate(end)) sum += version + (JSON.parse(data) as Report).percent;
        if (sum === 0) throw new Error('nothing was scanned');
        times.push(performance.now() - start);
      };
      for (let i = 0; i < job.warmup; i += 1) pass();
      times.length = 0;
      const mark = begin();
      for (let i = 0; i < job.count; i += 1) pass();
      const whole = result(end * job.count, mark, []);
      return withFacts({ ...whole, perSecond: (end * 1000) / spread(times).median }, factsOf(db));
    },
    async load(job) {
      const db = open(job.dir);
      const select = arrays(
        db.prepare('SELECT stream, version, type, data FROM events WHERE tenant = ? AND stream = ? ORDER BY version'),
      );
      const measured = driveSync(job, (i) => {
        const rows = select.all(TENANT, longTaskOf(i % job.sizes.longStreams));
        const events = rows.map(([, version, type, data]) => ({ version, type, data: JSON.parse(data) as Report }));
        if (events.length !== job.sizes.longEvents) throw new Error(`${events.length} events in a long stream`);
      });
      return withFacts(measured, factsOf(db));
    },
  },
};

const BATCH = 1000;
const INSERT = 'INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
type Row = [string, string, number, string, string, string, string, string, string];

function rowOf(name: string, version: number): Row {
  const at = new Date(Date.UTC(2026, 3, 28, 1, 0, 0, version)).toISOString();
  const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
  return [TENANT, name, version, ids[0], 'task.reported', at, ids[1], ids[2], JSON.stringify(reportOf(name, version))];
}

function prepared(job: Job): { db: DatabaseSync; rows: Row[] } {
  const versions = new Map<number, number>();
  const rows = Array.from(chosenStreams(job), (stream) => {
    const version = (versions.get(stream) ?? job.sizes.events) + 1;
    versions.set(stream, version);
    return rowOf(taskOf(stream), version);
  });
  return { db: open(job.dir), rows };
}

function open(dir: string): DatabaseSync {
  const db = new DatabaseSync(join(dir, 'raw.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  return db;
}

type Read = [stream: string, version: number, type: string, data: string];
type Arrays = { all(...values: string[]): Read[]; iterate(...values: number[]): Iterable<Read> };

/** Rows as arrays: the cheapest form node:sqlite has. */
function arrays(statement: StatementSync): Arrays {
  statement.setReturnArrays(true);
  return statement as unknown as Arrays;
}

function factsOf(db: DatabaseSync): Measured['facts'] {
  const ask = (pragma: string) => String(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  return { journal: ask('journal_mode'), synchronous: ask('synchronous') };
}
