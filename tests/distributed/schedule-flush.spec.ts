import { BullJobQueue, openRedis, type Redis } from '@chuangwen/adapters-distributed';
import { wait } from '@chuangwen/ports/conformance';
import { Redis as Client } from 'ioredis';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type PrivateEngine } from '../engines';
import { load, remindedOf } from './reminder-load';
import { Reminding } from './reminders';

jest.setTimeout(180_000);

describe('F12: reminders whose queue is lost under load are all given, each once', () => {
  let folder: string;
  let world: Reminding;
  const closing: (() => unknown)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chuangwen-reminders-'));
    jest.spyOn(process.stderr, 'write').mockReturnValue(true); // it says what was missing
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  async function onRedis(...args: string[]): Promise<{ server: PrivateEngine; ask: Client }> {
    const server = await startRedis(args);
    const redis: Redis = await openRedis(server.url);
    const jobs = new BullJobQueue(redis, { prefix: 'chuangwen:task' });
    world = await Reminding.begin(folder, jobs);
    const ask = new Client(server.url);
    ask.on('error', () => undefined);
    closing.push(
      () => server.stop(),
      () => redis.close(),
      () => ask.disconnect(),
      () => jobs.stop(),
      () => world.end(),
    );
    return { server, ask };
  }

  it('FLUSHALL, five times', async () => {
    const { ask } = await onRedis();
    const expected = await load(
      () => world,
      async (turn) => turn % 6 === 3 && ask.flushall(),
    );
    await ask.flushall();
    expect(await remindedOf(world, expected)).toEqual(expected);
    expect(await world.runner.failed()).toEqual([]);
  });

  it('restarts that keep nothing', async () => {
    const { server } = await onRedis('--appendonly', 'no');
    const expected = await load(
      () => world,
      async (turn) => turn % 10 === 5 && server.restart(),
    );
    expect(await remindedOf(world, expected)).toEqual(expected);
  });

  it('restarts from a snapshot of some time before: what was given or cancelled since is as it was', async () => {
    const { server, ask } = await onRedis('--appendonly', 'no', '--dbfilename', 'old.rdb');
    const expected = await load(
      () => world,
      async (turn) => {
        if (turn % 10 === 2) await ask.save();
        if (turn % 10 === 9) await server.restart();
      },
    );
    expect(await remindedOf(world, expected)).toEqual(expected);
  });

  it('a Redis that is away for seconds', async () => {
    const { server } = await onRedis();
    let back: Promise<unknown> = Promise.resolve();
    const expected = await load(
      () => world,
      async (turn) => {
        if (turn === 4) await server.kill();
        if (turn === 12) back = server.restart();
      },
    );
    await back;
    expect(await remindedOf(world, expected)).toEqual(expected);
  });

  it('embedded: the file of the jobs, deleted while nobody runs', async () => {
    world = await Reminding.begin(folder);
    closing.push(() => world.end());
    const expected = await load(
      () => world,
      async (turn) => {
        if (turn % 10 !== 5) return;
        await world.end();
        rmSync(join(folder, 'task', 'jobs.db'));
        await wait(500);
        world = await Reminding.begin(folder);
      },
    );
    expect(await remindedOf(world, expected)).toEqual(expected);
  });
});
