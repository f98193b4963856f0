import { hashOf, NO_HASH, type NewEvent, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { instant, Recent, type Append, type Receipt, type Snapshot } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { receiptCheck, snapshotCheck } from '../checks/row-check';
import type { Engine } from '../engine';
import { Words } from '../words';
import { actorWord, commandBytes, DATA, HASH, kindWord, lookupOf, PREVIOUS_HASH, writeIds } from './row';

export type AppendRequest = Readonly<{ ref: StreamRef; append: Append }>;
export type SnapshotRequest = Readonly<{ ref: StreamRef; snapshot: Snapshot }>;
/** Of another installation: a chain. */
export type AdoptRequest = Readonly<{ ref: StreamRef; adopt: readonly StoredEvent[] }>;
export type ReceiptsRequest = Readonly<{ receipts: readonly Receipt[] }>;
export type EventsRequest = AppendRequest | SnapshotRequest | AdoptRequest | ReceiptsRequest;
/**
 * The new version; or the known receipt's answer; or the version that was found instead of the expected one, or where what is to be
 * adopted does not fit.
 */
export type EventsAnswer =
  number | { known: Pick<Receipt, 'bodyHash' | 'answer'> } | { stale: number } | { differs: number };

type ReceiptKey = [lookup: bigint, command: Uint8Array, tenant: number, actor: number];
type Head = { stream: number; version: number; hash: Uint8Array };

/** Heads of streams kept in memory, twice: about 300 bytes each. */
const HEADS = 10_000;

/** Writes events, receipts and snapshots of one service. Version, previous hash and hash are made here, under the version check. */
export class EventsEngine implements Engine<EventsRequest, EventsAnswer> {
  private readonly heads = new Recent<Head>(HEADS);
  private readonly words: Words;
  private readonly sql;

  constructor(db: DatabaseSync) {
    this.words = new Words(db);
    this.sql = {
      head: db.prepare(
        `SELECT s.id AS stream, e.version, substr(e.body, ${HASH + 1}, 32) AS hash FROM streams s JOIN events e ON e.stream = s.id
         WHERE s.tenant = ? AND s.name = ? ORDER BY e.version DESC LIMIT 1`,
      ),
      hash: db.prepare(`SELECT substr(body, ${HASH + 1}, 32) AS hash FROM events WHERE stream = ? AND version = ?`),
      stream: db.prepare('INSERT INTO streams (tenant, name) VALUES (?, ?)'),
      event: db.prepare(
        'INSERT INTO events (stream, version, kind, audience, actor, recorded_at, effective_on, odd_ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      receipt: db.prepare(
        'INSERT INTO receipts ("lookup", command, tenant, actor, body_hash, answer, crc) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      known: db.prepare(
        `SELECT lower(hex(body_hash)) AS bodyHash, answer, crc FROM receipts
         WHERE "lookup" = ? AND command = ? AND tenant = ? AND actor = ?`,
      ),
      snapshot: db.prepare(
        `INSERT INTO snapshots (stream, kind, version, state, crc) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET version = excluded.version, state = excluded.state, crc = excluded.crc WHERE excluded.version >= version`,
      ),
    };
  }

  apply(request: EventsRequest): EventsAnswer {
    if ('append' in request) return this.append(request.ref, request.append);
    if ('adopt' in request) return this.adopt(request);
    return 'receipts' in request ? this.adoptReceipts(request) : this.snapshot(request);
  }

  forget(): void {
    this.heads.clear();
    this.words.forget();
  }

  private append(ref: StreamRef, { events, expectedVersion, receipt }: Append): EventsAnswer {
    const key = receipt && this.receiptKey(receipt);
    if (key) {
      const known = this.sql.known.get(...key) as (Pick<Receipt, 'bodyHash' | 'answer'> & { crc: number }) | undefined;
      if (known) return { known: whole(receipt, known) };
    }
    const head = this.head(ref);
    if (head.version !== expectedVersion) return { stale: head.version };
    if (receipt && key) this.keep(receipt, key);
    for (const event of events) {
      const stored = { ...event, tenant: ref.tenant, stream: ref.stream, version: head.version + 1 };
      this.write(ref, head, event, hashOf({ ...stored, previousHash: head.hash }));
    }
    return head.version;
  }

  /** They are a chain, so the last one that is here already speaks for all before it. */
  private adopt({ ref, adopt: events }: AdoptRequest): EventsAnswer {
    const head = this.head(ref);
    const [first, rest] = [events[0], events.filter(({ version }) => version > head.version)];
    if (!first) return head.version;
    if (first.version > head.version + 1) return { differs: head.version + 1 };
    const known = events[events.length - rest.length - 1];
    if (known && !this.isHere(head.stream, known)) return { differs: this.firstDiffering(head.stream, events) };
    if (rest[0] && !same(rest[0].previousHash, head.hash)) return { differs: rest[0].version };
    for (const event of rest) this.write(ref, head, event, event.hash, true);
    return head.version;
  }

  private isHere(stream: number, { version, hash }: StoredEvent): boolean {
    const found = this.sql.hash.get(stream, version) as { hash: Uint8Array } | undefined;
    return found !== undefined && same(found.hash, hash);
  }

  private firstDiffering(stream: number, events: readonly StoredEvent[]): number {
    return events.find((event) => !this.isHere(stream, event))!.version;
  }

  private adoptReceipts({ receipts }: ReceiptsRequest): EventsAnswer {
    for (const receipt of receipts) {
      const key = this.receiptKey(receipt);
      if (!this.sql.known.get(...key)) this.keep(receipt, key);
    }
    return 0;
  }

  private keep({ tenant, actor, answer, bodyHash }: Receipt, key: ReceiptKey): void {
    const hash = Buffer.from(bodyHash, 'hex');
    this.sql.receipt.run(...key, hash, answer, receiptCheck(key[1], tenant, actor, hash, answer));
  }

  private write(ref: StreamRef, head: Head, event: NewEvent, hash: Uint8Array, adopted = false): void {
    if (head.stream === 0) head.stream = Number(this.sql.stream.run(ref.tenant, ref.stream).lastInsertRowid);
    const version = head.version + 1;
    const body = Buffer.allocUnsafe(DATA + event.data.length);
    const oddIds = writeIds(body, event);
    body.set(head.hash, PREVIOUS_HASH);
    body.set(hash, HASH);
    body.set(event.data, DATA);
    this.sql.event.run(
      head.stream,
      version,
      this.words.id(kindWord(event, adopted)),
      this.words.id(JSON.stringify(event.audience)),
      this.words.id(actorWord(event.actor)),
      instant(event.recordedAt),
      event.effectiveOn,
      oddIds,
      body,
    );
    head.version = version;
    head.hash = hash;
  }

  private snapshot({ ref, snapshot }: SnapshotRequest): EventsAnswer {
    const { stream } = this.head(ref);
    // A snapshot is safe to lose; one of a stream that does not exist is.
    const { kind, version, state } = snapshot;
    if (stream !== 0) this.sql.snapshot.run(stream, kind, version, state, snapshotCheck(stream, kind, version, state));
    return 0;
  }

  /** The stream's last version and hash, from memory or the file. Its fields move on as events are written. */
  private head({ tenant, stream }: StreamRef): Head {
    const key = `${tenant}\n${stream}`;
    const known = this.heads.get(key);
    if (known) return known;
    const row = this.sql.head.get(tenant, stream) as Head | undefined;
    const head = row ? { ...row } : { stream: 0, version: 0, hash: NO_HASH };
    this.heads.set(key, head);
    return head;
  }

  private receiptKey({ commandId, tenant, actor }: Receipt): ReceiptKey {
    const command = commandBytes(commandId);
    return [lookupOf(command), command, this.words.id(tenant), this.words.id(actor)];
  }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Throws when the row is not as it was written. */
function whole(
  { commandId, tenant, actor }: Receipt,
  { bodyHash, answer, crc }: Pick<Receipt, 'bodyHash' | 'answer'> & { crc: number },
) {
  if (receiptCheck(commandBytes(commandId), tenant, actor, Buffer.from(bodyHash, 'hex'), answer) !== crc)
    throw new Error(`The receipt of command ${commandId} is damaged; restore the folder from a backup`);
  return { bodyHash, answer };
}
