import { mustBeChain, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import {
  checkAppend,
  checkReceipt,
  EventStore,
  requireTenant,
  StreamDiffers,
  type Append,
  type Appended,
  type Receipt,
  type Snapshot,
} from '@chuangwen/ports';
import type { WriteQueue } from '../write-queue';
import type { EventsAnswer, EventsRequest } from './engine';
import type { EventLog } from './log';

const PAGE = 1000;

export class SqliteEventStore extends EventStore {
  constructor(
    private readonly log: EventLog,
    private readonly queue: WriteQueue<EventsRequest, EventsAnswer>,
    private readonly wake: () => void,
  ) {
    super();
  }

  override async read(ref: StreamRef, after = 0) {
    requireTenant(ref.tenant);
    return this.log.read(ref, after);
  }

  override async append(ref: StreamRef, append: Append): Promise<Appended> {
    checkAppend(ref, append);
    const answer = await this.queue.submit({ ref, append });
    if (typeof answer === 'number') {
      if (append.events.length > 0) this.wake();
      return { outcome: 'appended', version: answer };
    }
    if ('stale' in answer) throw new ConcurrencyConflict(ref.stream, append.expectedVersion, answer.stale);
    if (!('known' in answer)) throw new Error('not an answer to an append');
    const { tenant, actor, commandId } = append.receipt!;
    return { outcome: 'known-command', receipt: { tenant, actor, commandId, ...answer.known } };
  }

  override async adopt(ref: StreamRef, events: readonly StoredEvent[]): Promise<number> {
    checkAppend(ref, { events, receipt: null });
    mustBeChain(ref, events);
    const answer = await this.queue.submit({ ref, adopt: events });
    if (typeof answer === 'object') throw new StreamDiffers(ref, 'differs' in answer ? answer.differs : 0);
    if (events.length > 0) this.wake();
    return answer;
  }

  override async adoptReceipts(receipts: readonly Receipt[]): Promise<void> {
    receipts.forEach(checkReceipt);
    await this.queue.submit({ receipts });
  }

  override async receipt(tenant: string, actor: string, commandId: string) {
    requireTenant(tenant);
    return this.log.receipt(tenant, actor, commandId);
  }

  override async loadSnapshot(ref: StreamRef, kind: string) {
    requireTenant(ref.tenant);
    return this.log.snapshot(ref, kind);
  }

  override async saveSnapshot(ref: StreamRef, snapshot: Snapshot): Promise<void> {
    requireTenant(ref.tenant);
    await this.queue.submit({ ref, snapshot });
  }

  override async *receipts(tenant?: string): AsyncGenerator<Receipt> {
    if (tenant !== undefined) requireTenant(tenant);
    for (let after = 0; ;) {
      const { receipts, last } = this.log.receiptsAfter(after, PAGE, tenant);
      yield* receipts;
      if (last === null) return;
      after = last;
    }
  }

  override async *streams(tenant?: string): AsyncGenerator<StreamRef> {
    if (tenant !== undefined) requireTenant(tenant);
    let after: StreamRef = { tenant: tenant ?? '', stream: '' };
    for (;;) {
      const page = this.log.streamsAfter(after, PAGE, tenant !== undefined);
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last;
    }
  }
}
