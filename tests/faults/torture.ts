import { KILL_POINTS } from '@chuangwen/ports';
import { parseArgs } from 'node:util';
import { Client, Victim } from './attack';
import { breaches } from './invariants';
import { random } from './random';
import { grounds, inFolder, type Ground } from './ground';
import { World } from './world';

/** Commands in flight, as from so many clients. */
const WINDOW = 16;
/** A victim that has not reached its kill point by then is killed anyway (ms). */
const PATIENCE = 2_000;

export type Report = Readonly<{
  kills: number;
  /** By place; `at random` where the clock chose, and by the clock also where a place was not reached. */
  places: Readonly<Record<string, number>>;
  acknowledged: number;
  seconds: number;
  /** From the start of a process on the folder to its first answer-ready moment, the longest (ms). I7. */
  slowestStart: number;
  /** How long the views took at the end to catch up (ms). */
  settled: number;
  wrong: readonly string[];
}>;

/**
 * Kills a process under load again and again, at named places and at random; unanswered commands are sent again with
 * the same ids, some answered ones too. At the end the invariants are checked on what is on disk.
 */
export const torture = (
  kills: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
  on: <T>(work: (ground: Ground) => Promise<T>) => Promise<T> = inFolder,
): Promise<Report> =>
  on(async (ground) => {
    const dice = random(seed);
    const client = new Client(dice);
    const places: Record<string, number> = {};
    const began = performance.now();
    let slowestStart = 0;
    let next = plan(dice);
    for (let done = 0; done < kills; done += 1) {
      const { place, victim } = next;
      next = plan(dice); // it loads while this one works
      const { start, reached } = await oneLife(victim, place, ground, client, dice);
      slowestStart = Math.max(slowestStart, start);
      const where = reached ? place : `${place}, not reached`;
      places[where] = (places[where] ?? 0) + 1;
      progress(done + 1);
    }
    next.victim.kill();
    await next.victim.ended;
    const seconds = (performance.now() - began) / 1000;
    const { wrong, settled } = await verdict(ground, client);
    return { kills, places, acknowledged: client.acknowledged.size, seconds, slowestStart, settled, wrong };
  });

function plan(dice: (below: number) => number): { place: string; victim: Victim } {
  if (dice(3) === 0) return { place: 'at random', victim: new Victim() };
  const place = KILL_POINTS[dice(KILL_POINTS.length)]!;
  return { place, victim: new Victim(`${place}@${1 + dice(place === 'decide' || place === 'ack' ? 80 : 30)}`) };
}

async function oneLife(
  victim: Victim,
  place: string,
  ground: Ground,
  client: Client,
  dice: (below: number) => number,
): Promise<{ start: number; reached: boolean }> {
  victim.onAnswer((answer) => {
    client.heard(answer);
    victim.run(client.more(WINDOW));
  });
  const clock = setTimeout(() => victim.kill(), PATIENCE + 20_000); // one that does not even open
  const start = await victim.open(ground);
  victim.run([...client.unanswered.values(), ...client.old(3), ...client.more(WINDOW)]);
  if (dice(4) === 0) victim.rebuild();
  const random = place === 'at random';
  let reached = true;
  const late = () => {
    reached = random;
    victim.kill();
  };
  const until = setTimeout(late, random ? dice(150) : PATIENCE);
  const end = await victim.ended;
  clearTimeout(clock);
  clearTimeout(until);
  if (end !== 'SIGKILL') client.wrong.push(`a process ended by ${end} and not by its kill: ${victim.said()}`);
  return { start, reached };
}

async function verdict(ground: Ground, client: Client): Promise<{ wrong: string[]; settled: number }> {
  const world = await (await World.open(ground)).start();
  try {
    for (const command of client.unanswered.values())
      client.heard({ id: command.id, outcome: await world.add(command) });
    const began = performance.now();
    await world.settled();
    const settled = performance.now() - began;
    return { wrong: [...client.wrong, ...(await breaches(world, client.acknowledged))], settled };
  } finally {
    await world.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Date.now() % 1e9) },
      mode: { type: 'string', default: 'embedded' },
    },
  });
  const on = grounds.find(([mode]) => mode === values.mode)?.[1];
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (!on || !Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
    console.error('npm run torture -- --kills N [--seed S] [--mode embedded|distributed]');
    process.exitCode = 2;
    return;
  }
  console.log(`torture: ${values.mode}, ${kills} kills, seed ${seed}`);
  const progress = (done: number) => {
    if (done % 50 === 0) console.log(`${done} kills`);
  };
  const report = await torture(kills, seed, progress, on);
  const { wrong, places, acknowledged, seconds, slowestStart, settled } = report;
  console.log(
    `${kills} kills in ${seconds.toFixed(0)} s (${(kills / seconds).toFixed(2)}/s), ${acknowledged} acknowledged`,
  );
  for (const [place, count] of Object.entries(places).sort()) console.log(`  ${String(count).padStart(5)}  ${place}`);
  console.log(`longest start ${slowestStart.toFixed(0)} ms, views caught up in ${settled.toFixed(0)} ms`);
  for (const line of wrong.slice(0, 50)) console.log(line);
  console.log(
    wrong.length === 0 ? 'all invariants hold' : `FAILED: ${wrong.length} breaches; again with --seed ${seed}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
