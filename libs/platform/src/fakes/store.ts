import { hashOf, NO_HASH, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import {
  EventStore,
  KeyVault,
  StreamDiffers,
  type Append,
  type Appended,
  type Receipt,
  type Snapshot,
} from '@chuangwen/ports';

const keyOf = (...parts: readonly string[]) => parts.join('\0');

/** Streams of one service in memory; `log` is their common order. `before` may throw, wait, or let somebody else in. */
export class MemoryStore extends EventStore {
  readonly log: StoredEvent[] = [];
  readonly kept = new Map<string, Receipt>();
  readonly snapshots = new Map<string, Snapshot>();
  override shared = false;
  before: (what: 'read' | 'append' | 'appended') => Promise<void> | void = () => undefined;

  override async read(ref: StreamRef, after = 0) {
    const events = this.of(ref);
    const slice = { events: events.slice(after), version: events.length };
    await this.before('read');
    return slice;
  }

  override async append(ref: StreamRef, { expectedVersion, events, receipt }: Append): Promise<Appended> {
    await this.before('append');
    const known = receipt && (await this.receipt(receipt.tenant, receipt.actor, receipt.commandId));
    if (known) return { outcome: 'known-command', receipt: known };
    const stream = this.of(ref);
    if (stream.length !== expectedVersion) throw new ConcurrencyConflict(ref.stream, expectedVersion, stream.length);
    let previousHash = stream.at(-1)?.hash ?? NO_HASH;
    let version = stream.length;
    for (const event of events) {
      const stored = { ...event, ...ref, version: (version += 1), previousHash };
      previousHash = hashOf(stored);
      this.log.push({ ...stored, hash: previousHash });
    }
    if (receipt) this.kept.set(keyOf(receipt.tenant, receipt.actor, receipt.commandId), receipt);
    await this.before('appended');
    return { outcome: 'appended', version };
  }

  override async receipt(tenant: string, actor: string, commandId: string) {
    return this.kept.get(keyOf(tenant, actor, commandId)) ?? null;
  }

  override async loadSnapshot(ref: StreamRef, kind: string) {
    const found = this.snapshots.get(keyOf(ref.tenant, ref.stream));
    return found?.kind === kind ? found : null;
  }

  override async saveSnapshot(ref: StreamRef, snapshot: Snapshot) {
    this.snapshots.set(keyOf(ref.tenant, ref.stream), snapshot);
  }

  override async *receipts() {
    yield* this.kept.values();
  }

  override async adopt(ref: StreamRef, events: readonly StoredEvent[]) {
    for (const event of events) {
      const known = this.of(ref)[event.version - 1];
      if (known && Buffer.compare(known.hash, event.hash) !== 0) throw new StreamDiffers(ref, event.version);
      if (!known) this.log.push({ ...event, adopted: true });
    }
    return this.of(ref).length;
  }

  override async adoptReceipts(receipts: readonly Receipt[]) {
    for (const receipt of receipts) this.kept.set(keyOf(receipt.tenant, receipt.actor, receipt.commandId), receipt);
  }

  override async *streams() {
    yield* new Map(this.log.map(({ tenant, stream }) => [keyOf(tenant, stream), { tenant, stream }])).values();
  }

  private of({ tenant, stream }: StreamRef): StoredEvent[] {
    return this.log.filter((event) => event.tenant === tenant && event.stream === stream);
  }
}

/** Keys in memory. */
export class MemoryKeys extends KeyVault {
  private readonly keys = new Map<string, Uint8Array | null>();
  private readonly listeners: ((tenant: string) => void)[] = [];

  override async obtain(tenant: string, subject: string) {
    const key = keyOf(tenant, subject);
    if (!this.keys.has(key)) this.keys.set(key, crypto.getRandomValues(new Uint8Array(32)));
    return this.keys.get(key) ?? null;
  }

  override async find(tenant: string, subject: string) {
    return this.keys.get(keyOf(tenant, subject)) ?? null;
  }

  override async knows(tenant: string, subject: string) {
    return this.keys.has(keyOf(tenant, subject));
  }

  override async destroy(tenant: string, subject: string) {
    this.keys.set(keyOf(tenant, subject), null);
    for (const listener of this.listeners) listener(tenant);
  }

  override async *list(tenant: string) {
    for (const [name, key] of this.keys) {
      const [of, subject = ''] = name.split('\0');
      if (of === tenant) yield { subject, key };
    }
  }

  override async adopt(tenant: string, subject: string, candidate: Uint8Array) {
    const key = keyOf(tenant, subject);
    if (!this.keys.has(key)) this.keys.set(key, candidate);
    return this.keys.get(key) ?? null;
  }

  override onDestroyed(listener: (tenant: string) => void) {
    this.listeners.push(listener);
  }
}
