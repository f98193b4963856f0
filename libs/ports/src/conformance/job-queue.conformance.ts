import { randomUUID } from 'node:crypto';
import type { Job, JobQueue } from '../job-queue';
import { eventually, wait, type Opened } from './opened';

/**
 * `advance` moves the adapter's clock, where it has one of its own; without it the suite waits. `lose`: the store loses all it
 * holds, as by a fault; the port that stands afterwards.
 */
export type OpenedJobs = Opened<JobQueue> & { now(): Date; advance?(ms: number): void; lose(): Promise<JobQueue> };

export function describeJobQueue(name: string, open: () => Promise<OpenedJobs>): void {
  describe(`JobQueue: ${name}`, () => {
    let opened: OpenedJobs;
    let jobs: JobQueue;
    let queue: string;
    const workers: { stop(): Promise<void> }[] = [];
    beforeAll(async () => {
      opened = await open();
      jobs = opened.port;
    });
    beforeEach(() => {
      queue = `reminders-${randomUUID()}`;
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    });
    afterAll(() => opened.close());

    const job = (key: string, inMs = 0, tenant = 'red'): Job => ({
      queue,
      tenant,
      key,
      at: new Date(opened.now().getTime() + inMs).toISOString(),
      data: { taskId: key, days: [1, 2] },
    });
    async function work(handler: (job: Job) => Promise<void>) {
      const worker = await jobs.work(queue, handler);
      workers.push(worker);
      return worker;
    }
    const pass = async (ms: number) => (opened.advance ? opened.advance(ms) : wait(ms));

    it('runs a due job once, with all that was given', async () => {
      const ran: Job[] = [];
      await work(async (one) => void ran.push(one));
      const given = job('a');
      expect(await jobs.schedule(given)).toBe(true);
      await eventually('run', () => ran.length > 0);
      await wait(100);
      expect(ran).toEqual([given]);
    });

    it('runs what was scheduled before anybody worked', async () => {
      expect(await jobs.counts(queue)).toEqual({ waiting: 0, failed: 0 });
      await jobs.schedule(job('a'));
      await jobs.schedule(job('later', 60_000));
      expect(await jobs.counts(queue)).toEqual({ waiting: 2, failed: 0 });
      const ran: string[] = [];
      await work(async ({ key }) => void ran.push(key));
      await eventually('run', () => ran.length > 0);
    });

    it('does not run a job before its time', async () => {
      const ran: string[] = [];
      await work(async ({ key }) => void ran.push(key));
      await jobs.schedule(job('later', 3000));
      await jobs.schedule(job('now'));
      await eventually('the one that is due', () => ran.length > 0);
      await wait(500);
      expect(ran).toEqual(['now']);
      expect((await jobs.waiting(queue)).map(({ key }) => key)).toEqual(['later']);
      await pass(3000);
      await eventually('the other', () => ran.length > 1);
    });

    it('schedules a key once, and never again once it is done', async () => {
      const ran: string[] = [];
      expect(await Promise.all([jobs.schedule(job('a')), jobs.schedule(job('a'))])).toEqual(
        expect.arrayContaining([true, false]),
      );
      await work(async ({ key }) => void ran.push(key));
      await eventually('run', () => ran.length > 0);
      await eventually('done', async () => (await jobs.waiting(queue)).length === 0);
      expect(await jobs.schedule(job('a'))).toBe(false);
      await wait(100);
      expect(ran).toEqual(['a']);
    });

    it('tells tenants and queues with the same key apart', async () => {
      const ran: string[] = [];
      expect(await jobs.schedule(job('a'))).toBe(true);
      expect(await jobs.schedule(job('a', 0, 'blue'))).toBe(true);
      expect(await jobs.schedule({ ...job('a'), queue: `${queue}-other` })).toBe(true);
      await work(async ({ tenant }) => void ran.push(tenant));
      await eventually('both', () => ran.length === 2);
      expect(ran.sort()).toEqual(['blue', 'red']);
      expect(await jobs.waiting(`${queue}-other`)).toHaveLength(1);
    });

    it('cancels a waiting job, and says when it was not waiting', async () => {
      const ran: string[] = [];
      await jobs.schedule(job('a', 500));
      expect(await jobs.cancel(queue, 'blue', 'a')).toBe(false);
      expect(await jobs.cancel(queue, 'red', 'a')).toBe(true);
      expect(await jobs.cancel(queue, 'red', 'a')).toBe(false);
      await work(async ({ key }) => void ran.push(key));
      await pass(1000);
      await jobs.schedule(job('b'));
      await eventually('b', () => ran.length > 0);
      expect(ran).toEqual(['b']);
      expect(await jobs.cancel(queue, 'red', 'b')).toBe(false);
    });

    it('tries again after a throw', async () => {
      let tries = 0;
      await work(async () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
      });
      await jobs.schedule(job('a'));
      await eventually('the first try', () => tries === 1);
      await wait(100);
      expect(tries).toBe(1); // not without a pause
      await pass(1000);
      await eventually('the second try', () => tries === 2);
      await eventually('done', async () => (await jobs.waiting(queue)).length === 0);
      expect(await jobs.failed(queue)).toEqual([]);
    });

    it('keeps a job as failed after five tries, with the error, until it is retried', async () => {
      let tries = 0;
      const failing = job('a');
      expect(await jobs.retry(queue, 'red', 'a')).toBe(false);
      await jobs.schedule(failing);
      await work(async () => {
        tries += 1;
        throw new Error(`no ${tries}`);
      });
      for (const [at, pause] of [1000, 2000, 4000, 8000].entries()) {
        await eventually(`try ${at + 1}`, () => tries === at + 1);
        await wait(150);
        await pass(pause);
      }
      await eventually('five tries', () => tries === 5);
      await eventually('failed', async () => (await jobs.failed(queue)).length === 1);
      expect(await jobs.failed(queue)).toEqual([{ ...failing, error: 'no 5' }]);
      expect(await jobs.waiting(queue)).toEqual([]);
      expect(await jobs.counts(queue)).toEqual({ waiting: 0, failed: 1 });
      await pass(20_000);
      await wait(opened.advance ? 400 : 0);
      expect(tries).toBe(5);
      expect(await jobs.schedule(job('a'))).toBe(false);
      expect(await jobs.cancel(queue, 'red', 'a')).toBe(false);
      expect(await jobs.retry(queue, 'blue', 'a')).toBe(false);
      expect(await jobs.retry(queue, 'red', 'a')).toBe(true);
      await eventually('the sixth', () => tries === 6);
      expect(await jobs.retry(queue, 'red', 'a')).toBe(false);
      expect(await jobs.counts(queue)).toEqual({ waiting: 1, failed: 0 });
      await pass(1000);
      await eventually('the seventh', () => tries === 7);
    }, 90_000);

    it('is not held up by one that fails', async () => {
      const ran: string[] = [];
      await work(async ({ key }) => {
        if (key === 'bad') throw new Error('no');
        ran.push(key);
      });
      await jobs.schedule(job('bad'));
      await jobs.schedule(job('good'));
      await eventually('the good one', () => ran.length === 1);
    });

    it('lists what waits', async () => {
      const given = [job('a', 60_000), job('b', 30_000, 'blue')];
      for (const one of given) await jobs.schedule(one);
      const waiting = await jobs.waiting(queue);
      expect(waiting).toHaveLength(2);
      expect(waiting).toEqual(expect.arrayContaining(given));
    });

    it('starts nothing more once stopped, and waits for what is in work', async () => {
      let working = 0;
      const ran: string[] = [];
      const worker = await work(async ({ key }) => {
        working += 1;
        await wait(100);
        working -= 1;
        ran.push(key);
      });
      await jobs.schedule(job('a'));
      await eventually('in work', () => working === 1);
      await worker.stop();
      expect(working).toBe(0);
      await jobs.schedule(job('b'));
      await wait(400);
      expect(ran).toEqual(['a']);
    });

    it('refuses a call without a tenant', async () => {
      await expect(jobs.schedule(job('a', 0, ''))).rejects.toThrow();
      await expect(jobs.cancel(queue, '', 'a')).rejects.toThrow();
    });

    it('has its jobs after it was opened again', async () => {
      if (!opened.reopen) return;
      const done: string[] = [];
      await work(async ({ key }) => void done.push(key));
      await jobs.schedule(job('done'));
      await eventually('done', async () => done.length === 1 && (await jobs.waiting(queue)).length === 0);
      await workers.pop()!.stop();
      await jobs.schedule(job('waits', 60_000));
      jobs = opened.port = await opened.reopen();
      expect((await jobs.waiting(queue)).map(({ key }) => key)).toEqual(['waits']);
      expect(await jobs.schedule(job('done'))).toBe(false);
      expect(await jobs.schedule(job('waits'))).toBe(false);
    });

    it('keeps its epoch while it keeps its jobs, has another one once it lost them, and is filled again', async () => {
      const before = await jobs.epoch();
      await jobs.schedule(job('a', 60_000));
      expect(await jobs.cancel(queue, 'red', 'a')).toBe(true);
      await jobs.schedule(job('b', 60_000));
      expect(await jobs.epoch()).toBe(before);
      jobs = opened.port = await opened.lose();
      const after = await jobs.epoch();
      expect(after).not.toBe(before);
      expect(await jobs.waiting(queue)).toEqual([]);
      expect(await jobs.schedule(job('b'))).toBe(true);
      const ran: string[] = [];
      await work(async ({ key }) => void ran.push(key));
      await eventually('run', () => ran.length > 0);
      expect(await jobs.epoch()).toBe(after);
    });
  });
}
