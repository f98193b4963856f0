import { BullJobQueue, openRedis, type BullJobOptions, type Redis } from '@chuangwen/adapters-distributed';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { Job } from '@chuangwen/ports';
import { eventually, wait } from '@chuangwen/ports/conformance';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { startRedis, type PrivateEngine } from '../engines';

jest.setTimeout(120_000);

const job = (key: string, inMs = 0, now = Date.now()): Job => ({
  queue: 'remind',
  tenant: '桐泽市',
  key,
  at: new Date(now + inMs).toISOString(),
  data: { taskId: key },
});

const succeeds = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    () => false,
  );

/** In between of Redis and its clients: what comes on the connections that there are is lost once `deafen` was called; new ones work. */
async function behindHole(to: number, closing: (() => unknown)[]): Promise<{ port: number; deafen(): void }> {
  const open = new Set<Socket>();
  const deaf = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(to, '127.0.0.1');
    open.add(client).add(redis);
    client.on('data', (data) => void (deaf.has(client) || redis.write(data)));
    redis.pipe(client);
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const deafen = () => {
    for (const socket of open) deaf.add(socket);
  };
  return { port: (server.address() as AddressInfo).port, deafen };
}

describe('Jobs in Redis', () => {
  let server: PrivateEngine;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => server.stop());

  async function open(more: Partial<BullJobOptions> & { url?: string } = {}) {
    const redis: Redis = await openRedis(more.url ?? server.url);
    const jobs = new BullJobQueue(redis, { prefix: `test-${process.hrtime.bigint()}`, ...more });
    closing.push(
      () => redis.close(),
      () => jobs.stop(),
    );
    return { redis, jobs };
  }
  async function working(jobs: BullJobQueue, handler?: (job: Job) => Promise<void>) {
    const ran: string[] = [];
    const worker = await jobs.work('remind', async (one) => {
      await handler?.(one);
      ran.push(one.key);
    });
    return { ran, worker };
  }

  it('answers with StorageUnavailable at once while Redis is down; its workers go on when it is back', async () => {
    const { jobs } = await open();
    const { ran } = await working(jobs);
    await jobs.schedule(job('before', 3_000));
    await server.kill();
    await eventually('noticed', async () => !(await succeeds(jobs.epoch())));
    const began = Date.now();
    for (const call of [
      () => jobs.schedule(job('meanwhile')),
      () => jobs.schedule({ ...job('meanwhile'), queue: 'unused' }),
      () => jobs.cancel('remind', '桐泽市', 'before'),
      () => jobs.waiting('remind'),
      () => jobs.failed('remind'),
      () => jobs.epoch(),
    ])
      await expect(call()).rejects.toThrow(StorageUnavailable);
    expect(Date.now() - began).toBeLessThan(2_000);
    await server.restart();
    await eventually('scheduled', () => succeeds(jobs.schedule(job('after'))));
    expect(await jobs.schedule({ ...job('after'), queue: 'unused' })).toBe(true);
    await eventually('both', () => ran.length === 2, 30_000);
    expect([...ran].sort()).toEqual(['after', 'before']);
  });

  it('gives up on a Redis that does not answer, and comes back to it', async () => {
    const { jobs } = await open();
    const { ran } = await working(jobs);
    await jobs.schedule(job('a'));
    await eventually('run', () => ran.length === 1);
    server.pause();
    try {
      const began = Date.now();
      await expect(jobs.schedule(job('b'))).rejects.toThrow(StorageUnavailable);
      expect(Date.now() - began).toBeLessThan(8_000);
    } finally {
      server.resume();
    }
    await eventually('scheduled', () => succeeds(jobs.schedule(job('c'))));
    await eventually('run', () => ran.includes('c'), 30_000);
  });

  it('does not wait for ever for an answer that was lost on its way', async () => {
    const { port, deafen } = await behindHole(Number(new URL(server.url).port), closing);
    const { jobs } = await open({ url: `redis://127.0.0.1:${port}` });
    const { ran } = await working(jobs, () => wait(2_000));
    await jobs.schedule(job('a'));
    await wait(1_000);
    deafen(); // that it is done never arrives, and nobody says so
    await eventually('ran', () => ran.length === 1);
    await eventually('scheduled', () => succeeds(jobs.schedule(job('b'))), 30_000);
    await eventually('run', () => ran.includes('b'), 60_000);
  });

  it.each(['is down', 'does not answer'])(
    'stops within seconds also while Redis %s, after the job in work',
    async (how) => {
      const { jobs } = await open();
      const { ran, worker } = await working(jobs, () => wait(1_500));
      await jobs.schedule(job('a'));
      await wait(500);
      if (how === 'is down') await server.kill();
      else server.pause();
      const began = Date.now();
      await worker.stop();
      expect(ran).toEqual(['a']);
      expect(Date.now() - began).toBeLessThan(8_000);
      if (how === 'is down') await server.restart();
      else server.resume();
    },
  );

  it('begins while Redis is down, and works once it is there', async () => {
    const { jobs } = await open();
    await server.kill();
    const { ran } = await working(jobs);
    const { worker } = await working(jobs);
    await wait(500);
    const began = Date.now();
    await worker.stop(); // one that never was connected
    expect(Date.now() - began).toBeLessThan(8_000);
    await server.restart();
    await eventually('scheduled', () => succeeds(jobs.schedule(job('a'))));
    await eventually('run', () => ran.length === 1, 30_000);
  });

  it('keeps a job of many years on its day', async () => {
    const { jobs } = await open();
    const { ran } = await working(jobs);
    const far = ['2039-09-08T00:00:00.001Z', '2150-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
    for (const at of far) expect(await jobs.schedule({ ...job(at), at })).toBe(true);
    await jobs.schedule(job('now'));
    await eventually('run', () => ran.length === 1);
    await wait(500);
    expect(ran).toEqual(['now']);
    expect((await jobs.waiting('remind')).map(({ at }) => at)).toEqual(far);
  });

  it('follows a clock that is set: never before its time, once, whichever way it goes', async () => {
    let ahead = -3600_000;
    const clock = () => new Date(Date.now() + ahead);
    const { jobs } = await open({ clock });
    const { ran } = await working(jobs);
    const in1h = job('in an hour', 3600_000, clock().getTime());
    await jobs.schedule(in1h);
    ahead -= 3600_000;
    await wait(1_000);
    expect(ran).toEqual([]);
    ahead += 2 * 3600_000 + 5_000;
    await eventually('run', () => ran.length === 1);
    ahead -= 7200_000;
    expect(await jobs.schedule(in1h)).toBe(false);
    await wait(1_000);
    expect(ran).toEqual(['in an hour']);
  });

  it('runs a job not before its time where another process is ahead of us', async () => {
    const prefix = `skew-${process.hrtime.bigint()}`;
    const ahead = await open({ prefix, clock: () => new Date(Date.now() + 3600_000) });
    const { jobs } = await open({ prefix });
    const { ran } = await working(jobs);
    const due = Date.now() + 2_500;
    // By its clock an hour ago.
    await ahead.jobs.schedule(job('a', 2_500));
    await eventually('run', () => ran.length === 1);
    expect(Date.now()).toBeGreaterThanOrEqual(due);
    await eventually('done', async () => (await jobs.waiting('remind')).length === 0);
    expect(await jobs.failed('remind')).toEqual([]);
  });

  it('cancels only what waits: never what is in work, done or failed', async () => {
    const { jobs } = await open();
    let inWork!: () => void;
    const begun = new Promise<void>((resolve) => (inWork = resolve));
    const { ran } = await working(jobs, async () => {
      inWork();
      await wait(500);
    });
    await jobs.schedule(job('a'));
    await begun;
    const cancel = () => jobs.cancel('remind', '桐泽市', 'a');
    expect(await cancel()).toBe(false);
    expect((await jobs.waiting('remind')).map(({ key }) => key)).toEqual(['a']);
    await eventually('run', () => ran.length === 1);
    await eventually('done', async () => (await jobs.waiting('remind')).length === 0);
    expect(await cancel()).toBe(false);
    expect(await jobs.schedule(job('a'))).toBe(false);
  });
});
