import { JobQueue, type Job } from '@chuangwen/ports';
import { jobRuns } from './metrics';

/** A service's queues, counted as they are used. */
export class WatchedJobs extends JobQueue {
  private readonly used = new Set<string>();

  constructor(
    private readonly service: string,
    private readonly jobs: JobQueue,
  ) {
    super();
  }

  /** Those that were worked or filled here. */
  get queues(): readonly string[] {
    return [...this.used];
  }

  override schedule(job: Job): Promise<boolean> {
    this.used.add(job.queue);
    return this.jobs.schedule(job);
  }

  override work(queue: string, handler: (job: Job) => Promise<void>): Promise<{ stop(): Promise<void> }> {
    this.used.add(queue);
    return this.jobs.work(queue, async (job) => {
      try {
        await handler(job);
        jobRuns.inc({ service: this.service, queue, outcome: 'done' });
      } catch (error) {
        jobRuns.inc({ service: this.service, queue, outcome: 'failed' });
        throw error;
      }
    });
  }

  override cancel(queue: string, tenant: string, key: string): Promise<boolean> {
    return this.jobs.cancel(queue, tenant, key);
  }

  override retry(queue: string, tenant: string, key: string): Promise<boolean> {
    return this.jobs.retry(queue, tenant, key);
  }

  override failed(queue: string): Promise<(Job & { error: string })[]> {
    return this.jobs.failed(queue);
  }

  override waiting(queue: string): Promise<Job[]> {
    return this.jobs.waiting(queue);
  }

  override epoch(): Promise<string> {
    return this.jobs.epoch();
  }

  override counts(queue: string): Promise<Readonly<{ waiting: number; failed: number }>> {
    return this.jobs.counts(queue);
  }
}
