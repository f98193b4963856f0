import type { StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import { checkAppend, EventStore, requireTenant, type Append, type Appended, type Snapshot } from '@chuangwen/ports';
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
    const { tenant, actor, commandId } = append.receipt!;
    return { outcome: 'known-command', receipt: { tenant, actor, commandId, ...answer.known } };
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
