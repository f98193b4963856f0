import { RuleViolation } from '@chuangwen/kernel';

/** `for`: the tenant that waits; without it, the machine itself. `signal`: aborted once nobody waits for the answer any more. */
export type Turn = Readonly<{ for?: string | undefined; signal?: AbortSignal | undefined }>;

/** `atOnce` run; of those that wait, few of each tenant and not many in all, but the first of a tenant always may. */
export type Room = Readonly<{ atOnce: number; waiting: number; waitingOfOne: number }>;

/**
 * Work that waits is taken in turns by tenant, so that many files of one hold up another's by one at most. Refuses with
 * RuleViolation notice.busy what would wait too long; rejects with the signal's reason what nobody waits for any more.
 */
export class Turns {
  private running = 0;
  /** In the order of their turns. */
  private readonly lines = new Map<string, (() => void)[]>();

  constructor(private readonly room: Room) {}

  async run<T>({ for: tenant = '', signal }: Turn, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.running < this.room.atOnce) this.running++;
    else await this.wait(tenant, signal);
    try {
      return await work();
    } finally {
      this.handOn();
    }
  }

  private wait(tenant: string, signal: AbortSignal | undefined): Promise<void> {
    const line = this.lines.get(tenant) ?? [];
    const waiting = [...this.lines.values()].reduce((sum, { length }) => sum + length, 0);
    const isFull = tenant !== '' && line.length >= this.room.waitingOfOne;
    if (isFull || (line.length > 0 && waiting >= this.room.waiting)) throw new RuleViolation('notice.busy');
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.splice(line.indexOf(start), 1);
        if (line.length === 0) this.lines.delete(tenant);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.push(start);
      this.lines.set(tenant, line);
    });
  }

  /** Whoever finishes hands its place on, so `running` stays as it is; the tenant served goes to the end. */
  private handOn(): void {
    const [next] = this.lines;
    if (!next) return void this.running--;
    const [tenant, line] = next;
    const start = line.shift();
    this.lines.delete(tenant);
    if (line.length > 0) this.lines.set(tenant, line);
    start?.();
  }
}
