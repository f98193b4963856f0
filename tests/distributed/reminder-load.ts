import { eventually, wait } from '@chuangwen/ports/conformance';
import { execute, reminded, type Reminding } from './reminders';

const TASKS = 240;
const PER_TURN = 8;
/** Between two turns (ms): about five seconds for all. */
const PAUSE = 150;

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/**
 * Gives tasks for some seconds; of six one is closed, one is put off, one is closed when it has been reminded of already. `meanwhile` is
 * called at every turn. Returns what should have been reminded of in the end, as `reminded` says it.
 */
export async function load(of: () => Reminding, meanwhile: (turn: number) => Promise<unknown>): Promise<string[]> {
  const expected: string[] = [];
  for (let turn = 0; turn < TASKS / PER_TURN; turn += 1) {
    const { streams } = of();
    for (let n = 0; n < PER_TURN; n += 1) {
      const taskId = `${turn}-${n}`;
      const kind = n % 6;
      const given = inMs(kind === 1 || kind === 2 ? 6_000 : 200 + 500 * n);
      await execute(streams, { do: 'give', taskId, remindAt: given });
      if (kind === 1) await execute(streams, { do: 'close', taskId });
      else if (kind === 2) {
        const later = inMs(1_000 + 700 * n);
        await execute(streams, { do: 'put-off', taskId, remindAt: later });
        expected.push(`${taskId} ${later}`);
      } else expected.push(`${taskId} ${given}`);
    }
    await meanwhile(turn);
    await wait(PAUSE);
  }
  return expected.sort();
}

/** Until all were reminded of, then a little longer: for one that comes too often. */
export async function remindedOf(world: Reminding, expected: readonly string[]): Promise<string[]> {
  await eventually('all reminders', async () => (await reminded(world.ports.events)).length >= expected.length, 60_000);
  await wait(2_000);
  await eventually('nothing waits', async () => (await world.ports.jobs.counts(world.runner.queue)).waiting === 0);
  return reminded(world.ports.events);
}
