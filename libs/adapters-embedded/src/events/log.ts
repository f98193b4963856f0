import type { StreamRef } from '@chuangwen/contracts';
import type { Receipt, Snapshot, StreamSlice } from '@chuangwen/ports';
import { receiptCheck, snapshotCheck } from '../checks/row-check';
import { attempt, DataDamaged, openReader } from '../sqlite';
import { ReadWords } from '../words';
import { Pages, type Page } from './pages';
import { commandBytes, commandOf, lookupOf } from './row';
import { StoredRow, type Row } from './stored-row';

type Delivered = Pick<Page, 'events' | 'next'>;
type ReceiptRow = Readonly<{
  command: Uint8Array;
  tenant: string;
  actor: string;
  body: Uint8Array;
  answer: string;
  crc: number;
}>;
type FeedRow = [...Row, position: number, tenant: string, stream: string];

const COLUMNS = 'e.version, e.kind, e.audience, e.actor, e.recorded_at, e.effective_on, e.odd_ids, e.body';

/** Events in a delivery at most: bounds memory, and how long reading them keeps the thread (2–3 ms). */
export const PAGE = 1000;

/** Positions looked through at most in one go when only one tenant's events are wanted. */
const WINDOW = 10_000;

/** One service's events, read without ever waiting for the writer. */
export class EventLog {
  private readonly db;
  private readonly words;
  private readonly sql;
  private readonly pages = new Pages();

  constructor(private readonly path: string) {
    const db = (this.db = openReader(path));
    this.words = new ReadWords(db);
    this.sql = attempt(path, () => ({
      stream: rows(
        db.prepare(
          `SELECT ${COLUMNS} FROM events e WHERE e.stream = (SELECT id FROM streams WHERE tenant = ? AND name = ?) AND e.version > ? ORDER BY e.version`,
        ),
      ),
      version: db.prepare(
        'SELECT max(version) AS version FROM events WHERE stream = (SELECT id FROM streams WHERE tenant = ? AND name = ?)',
      ),
      feed: rows(
        db.prepare(
          `SELECT ${COLUMNS}, e.position, s.tenant, s.name FROM events e JOIN streams s ON s.id = e.stream
           WHERE e.position > ? ORDER BY e.position LIMIT ?`,
        ),
      ),
      feedOfTenant: rows(
        db.prepare(
          `SELECT ${COLUMNS}, e.position, s.tenant, s.name FROM events e JOIN streams s ON s.id = e.stream
           WHERE e.position > ? AND e.position <= ? AND s.tenant = ? ORDER BY e.position LIMIT ?`,
        ),
      ),
      end: db.prepare('SELECT max(position) AS position FROM events'),
      receipt: db.prepare(
        `SELECT body_hash AS body, answer, crc FROM receipts
         WHERE "lookup" = ? AND command = ? AND tenant = (SELECT id FROM words WHERE word = ?) AND actor = (SELECT id FROM words WHERE word = ?)`,
      ),
      receipts: db.prepare(
        `SELECT r.id, r.command, t.word AS tenant, a.word AS actor, r.body_hash AS body, r.answer, r.crc
         FROM receipts r JOIN words t ON t.id = r.tenant JOIN words a ON a.id = r.actor
         WHERE r.id > ? AND (? IS NULL OR t.word = ?) ORDER BY r.id LIMIT ?`,
      ),
      snapshot: db.prepare(
        'SELECT stream, version, state, crc FROM snapshots WHERE stream = (SELECT id FROM streams WHERE tenant = ? AND name = ?) AND kind = ?',
      ),
      streams: db.prepare(
        'SELECT tenant, name AS stream FROM streams WHERE (tenant, name) > (?, ?) ORDER BY tenant, name LIMIT ?',
      ),
      streamsOfTenant: db.prepare(
        'SELECT tenant, name AS stream FROM streams WHERE tenant = ? AND name > ? ORDER BY name LIMIT ?',
      ),
    }));
  }

  read({ tenant, stream }: StreamRef, after: number): StreamSlice {
    return attempt(this.path, () => {
      const found = this.sql.stream.all(tenant, stream, after) as unknown as Row[];
      const events = found.map((row) => new StoredRow(tenant, stream, row, this.words));
      const last = events.at(-1)?.version ?? (after > 0 ? this.version(tenant, stream) : 0);
      return { events, version: last };
    });
  }

  /** Some of the events of offsets ≥ `from`, at most `limit`, with the offset after them; none where there are no more. */
  feed(from: number, limit: number): Delivered {
    const known = this.pages.find(from, limit);
    if (known) return known;
    const page = this.readPage(from, Math.min(limit, PAGE));
    this.pages.keep(page);
    return page;
  }

  private readPage(from: number, limit: number): Page {
    return attempt(this.path, () => {
      const found = this.sql.feed.all(from, limit) as unknown as FeedRow[];
      const positions = found.map((row) => row[8]);
      const events = found.map((row) => new StoredRow(row[9], row[10], row as unknown as Row, this.words));
      const bytes = found.reduce((sum, row) => sum + row[7].length, 0);
      return { from, next: positions.at(-1) ?? from, events, positions, bytes };
    });
  }

  /** The same for one tenant; `next` moves on over the events of others, up to `end`. */
  feedOfTenant(tenant: string, from: number, limit: number, end: number): Delivered {
    return attempt(this.path, () => {
      const until = Math.min(from + WINDOW, end);
      const found = this.sql.feedOfTenant.all(from, until, tenant, limit) as unknown as FeedRow[];
      const next = found.length === limit ? found.at(-1)![8] : until;
      return { events: found.map((row) => new StoredRow(row[9], row[10], row as unknown as Row, this.words)), next };
    });
  }

  /** The offset after the last event. */
  end(): number {
    return attempt(this.path, () => (this.sql.end.get() as { position: number | null }).position ?? 0);
  }

  /** Throws DataDamaged when the log ends before what `reader` has read of it: events were lost, and it would wait for ever. */
  mustReach(next: number, reader: string): void {
    const end = this.end();
    if (end >= next) return;
    throw new DataDamaged(this.path, undefined, `it ends at ${end}, ${reader} has read up to ${next}`);
  }

  receipt(tenant: string, actor: string, commandId: string): Receipt | null {
    const command = commandBytes(commandId);
    const found = attempt(this.path, () => this.sql.receipt.get(lookupOf(command), command, tenant, actor));
    return found ? this.proved({ ...(found as unknown as ReceiptRow), command, tenant, actor }) : null;
  }

  /** Those of rows after one, of a tenant or of all; `last`: of the last row, null where there are no more. */
  receiptsAfter(after: number, limit: number, tenant?: string): { receipts: Receipt[]; last: number | null } {
    return attempt(this.path, () => {
      const only = tenant ?? null;
      const found = this.sql.receipts.all(after, only, only, limit) as unknown as (ReceiptRow & { id: number })[];
      return { receipts: found.map((row) => this.proved(row)), last: found.at(-1)?.id ?? null };
    });
  }

  private proved({ command, tenant, actor, body, answer, crc }: ReceiptRow): Receipt {
    const commandId = commandOf(Buffer.from(command));
    if (receiptCheck(command, tenant, actor, body, answer) !== crc)
      throw new DataDamaged(this.path, undefined, `the receipt of command ${commandId}`);
    return { tenant, actor, commandId, bodyHash: Buffer.from(body).toString('hex'), answer };
  }

  /** One that was damaged is as good as none: it only saves time. */
  snapshot(ref: StreamRef, kind: string): Snapshot | null {
    const found = attempt(this.path, () => this.sql.snapshot.get(ref.tenant, ref.stream, kind));
    if (!found) return null;
    const { stream, version, state, crc } = found as Snapshot & { stream: number; crc: number };
    return snapshotCheck(stream, kind, version, state) === crc ? { version, kind, state } : null;
  }

  /** The next streams after one, in order of tenant, stream. */
  streamsAfter({ tenant, stream }: StreamRef, limit: number, onlyTenant: boolean): StreamRef[] {
    return attempt(this.path, () => {
      const found = onlyTenant
        ? this.sql.streamsOfTenant.all(tenant, stream, limit)
        : this.sql.streams.all(tenant, stream, limit);
      return found.map((row) => ({ ...(row as StreamRef) }));
    });
  }

  close(): void {
    this.db.close();
  }

  private version(tenant: string, stream: string): number {
    return (this.sql.version.get(tenant, stream) as { version: number | null }).version ?? 0;
  }
}

/** Rows as arrays: cheaper than objects where there are many. */
function rows<S extends { setReturnArrays(enabled: boolean): void }>(statement: S): S {
  statement.setReturnArrays(true);
  return statement;
}
