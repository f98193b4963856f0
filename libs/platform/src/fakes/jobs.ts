import { StorageUnavailable } from '@chuangwen/kernel';
import { JobQueue, type Job } from '@chuangwen/ports';

type Kept = Job & { state: 'waiting' | 'done' | 'failed'; error: string };
const keyOf = ({ queue, tenant, key }: Pick<Job, 'queue' | 'tenant' | 'key'>) => [queue, tenant, key].join('\0');

/** Jobs in memory; the test says when those that are due run, once each: what throws has failed. */
export class MemoryJobQueue extends JobQueue {
  private kept = new Map<string, Kept>();
  private readonly handlers = new Map<string, (job: Job) => Promise<void>>();
  private loss = 0;
  /** Of calls that were answered. */
  readonly calls: string[] = [];
  /** Nobody answers. */
  away = false;
  /** Takes nothing, and knows that it lost nothing. */
  refusing = false;
  /** How often it was asked whether it lost anything. */
  looks = 0;

  constructor(private readonly clock: { now(): Date }) {
    super();
  }

  async ring(): Promise<void> {
    for (const job of [...this.kept.values()].filter(({ state, at }) => state === 'waiting' && at <= this.now)) {
      const handler = this.handlers.get(job.queue);
      if (!handler) continue;
      const { state: _state, error: _error, ...plain } = job;
      try {
        await handler(plain);
        job.state = 'done';
      } catch (error) {
        Object.assign(job, { state: 'failed', error: String(error) });
      }
    }
  }

  lose(): void {
    this.kept = new Map();
    this.loss += 1;
  }

  /** As it was before; what had happened since is forgotten, and so is that it was. */
  remembered(): () => void {
    const before = [...this.kept].map(([key, job]) => [key, { ...job }] as const);
    return () => (this.kept = new Map(before));
  }

  override async schedule(job: Job) {
    this.called(`schedule ${job.tenant} ${job.key}`);
    if (this.kept.has(keyOf(job))) return false;
    this.kept.set(keyOf(job), { ...job, data: JSON.parse(JSON.stringify(job.data)), state: 'waiting', error: '' });
    return true;
  }

  override async cancel(queue: string, tenant: string, key: string) {
    this.called(`cancel ${tenant} ${key}`);
    const known = this.kept.get(keyOf({ queue, tenant, key }));
    return known?.state === 'waiting' && this.kept.delete(keyOf(known));
  }

  override async work(queue: string, handler: (job: Job) => Promise<void>) {
    this.handlers.set(queue, handler);
    return { stop: async () => void this.handlers.delete(queue) };
  }

  override async retry(queue: string, tenant: string, key: string) {
    const known = this.kept.get(keyOf({ queue, tenant, key }));
    if (known?.state !== 'failed') return false;
    known.state = 'waiting';
    return true;
  }

  override async failed(queue: string) {
    return this.of(queue, 'failed').map(({ state: _, ...job }) => job);
  }

  override async waiting(queue: string) {
    return this.of(queue, 'waiting').map(({ state: _, error: __, ...job }) => job);
  }

  override async counts(queue: string) {
    return { waiting: this.of(queue, 'waiting').length, failed: this.of(queue, 'failed').length };
  }

  override async epoch() {
    if (this.away) throw new StorageUnavailable('io');
    this.looks += 1;
    return String(this.loss);
  }

  private called(call: string): void {
    if (this.away || this.refusing) throw new StorageUnavailable('io');
    this.calls.push(call);
  }

  private of(queue: string, state: Kept['state']): Kept[] {
    return [...this.kept.values()].filter((job) => job.queue === queue && job.state === state);
  }

  private get now(): string {
    return this.clock.now().toISOString();
  }
}
