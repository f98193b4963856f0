import { BullJobQueue, migrateEvents, openEventStore, openRedis, type Redis } from '@chuangwen/adapters-distributed';
import { Streams, SystemClock } from '@chuangwen/platform';
import type { Job } from '@chuangwen/ports';
import { eventually, wait } from '@chuangwen/ports/conformance';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { engines } from '../engines';
import { Database } from './database';
import { codecOf, QUEUE, reminded, remindOnce, TENANT } from './reminders';
import type { FromChild, ToChild } from './stalling-child';

jest.setTimeout(120_000);

/** Short, so that a stall is one soon. */
const LOCK = 1_000;

describe('F13: a job whose worker stalls is run by another one, its effect is once', () => {
  let database: Database;
  let redis: Redis;
  let jobs: BullJobQueue;
  let streams: Streams;
  let child: ChildProcess;
  let heard: FromChild[];
  const prefix = `test-${randomUUID()}:task`;

  beforeAll(async () => {
    database = await Database.open();
    await migrateEvents(database.db);
    streams = new Streams('task', await openEventStore(database.db), codecOf(), new SystemClock());
    redis = await openRedis((await engines.redis()).url);
    jobs = new BullJobQueue(redis, { prefix, lockDuration: LOCK });
  });
  beforeEach(async () => {
    const execArgv = ['-C', '@chuangwen/source', '-r', '@swc-node/register'];
    child = fork(join(__dirname, 'stalling-child.ts'), [], {
      cwd: join(__dirname, '../..'),
      execArgv,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    heard = [];
    child.on('message', (message: FromChild) => heard.push(message));
    await eventually('loaded', () => heard.includes('loaded'), 60_000);
  });
  afterEach(() => child.kill('SIGKILL'));
  afterAll(async () => {
    await jobs.stop();
    await redis.close();
    await database.close();
  });

  const events = async () => reminded(await openEventStore(database.db));

  async function stalledIn(stuck: ToChild['stuck'], ms: number): Promise<Job> {
    const { url: mongo } = database;
    const told: ToChild = { redis: redis.url, prefix, lockDuration: LOCK, mongo, database: database.name, stuck, ms };
    child.send(told);
    const job = { queue: QUEUE, tenant: TENANT, key: randomUUID(), at: new Date().toISOString(), data: {} };
    await jobs.schedule(job);
    await eventually('in work', () => heard.includes('in work'), 30_000);
    return job;
  }

  /** Works the queue in this process too, until both have run the job. */
  async function ranTwice({ key, at }: Job): Promise<void> {
    let runs = 0;
    const worker = await jobs.work(QUEUE, async (job) => {
      runs += 1;
      await remindOnce(streams, job);
    });
    await eventually('run here', () => runs === 1, 30_000);
    if (heard.at(-1) !== 'done') child.kill('SIGCONT');
    await eventually('run there', () => heard.includes('done'), 30_000);
    await eventually('done', async () => (await jobs.counts(QUEUE)).waiting === 0);
    await wait(LOCK);
    await worker.stop();
    expect(runs).toBe(1);
    expect((await events()).filter((one) => one.startsWith(key))).toEqual([`${key} ${at}`]);
    expect(await jobs.failed(QUEUE)).toEqual([]);
  }

  it.each(['before', 'after'] as const)('its loop is blocked %s its effect', async (stuck) => {
    await ranTwice(await stalledIn(stuck, 6 * LOCK));
  });

  it.each(['before', 'after'] as const)('it is stopped %s its effect, and goes on much later', async (stuck) => {
    const job = await stalledIn(stuck, 0);
    child.kill('SIGSTOP');
    await ranTwice(job);
  });

  it('it dies, and never goes on', async () => {
    const { key, at } = await stalledIn('after', 60_000);
    child.kill('SIGKILL');
    let runs = 0;
    const worker = await jobs.work(QUEUE, async (job) => {
      runs += 1;
      await remindOnce(streams, job);
    });
    await eventually('run here', () => runs === 1, 30_000);
    await eventually('done', async () => (await jobs.counts(QUEUE)).waiting === 0);
    await worker.stop();
    expect((await events()).filter((one) => one.startsWith(key))).toEqual([`${key} ${at}`]);
  });
});
