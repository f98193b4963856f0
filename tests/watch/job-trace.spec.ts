import { BullJobQueue, openRedis } from '@chuangwen/adapters-distributed';
import type { JobQueue } from '@chuangwen/ports';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, Reminding } from '../distributed/reminders';
import { engines } from '../engines';
import { until } from '../journeys/city';
import { Spans, upwards } from './spans';

const spans = new Spans();
const folder = mkdtempSync(join(tmpdir(), 'chuangwen-job-trace-'));
afterAll(() => {
  spans.end();
  rmSync(folder, { recursive: true, force: true });
});

async function traced(jobs?: JobQueue): Promise<void> {
  const world = await Reminding.begin(mkdtempSync(join(folder, 'data-')), jobs);
  try {
    const remindAt = new Date(Date.now() + 300).toISOString();
    await execute(world.streams, { do: 'give', taskId: randomUUID(), remindAt });
    await until(
      async () => spans.named('append task.reminded').length,
      (count) => count === 1,
    );
  } finally {
    await world.end();
  }
  const [reminded] = spans.named('append task.reminded');
  expect(upwards(reminded!, spans.all)).toEqual([
    'append task.reminded',
    'task.schedule.reminders',
    'append task.given',
  ]);
  spans.forget();
}

it('what a job does belongs to the story of the event that it follows from', () => traced());

it('also where the job waits in BullMQ, which is told nothing of it', async () => {
  const redis = await openRedis((await engines.redis()).url);
  const jobs = new BullJobQueue(redis, { prefix: `trace-${randomUUID()}:task` });
  await traced(jobs);
  await jobs.stop();
  await redis.close();
});
