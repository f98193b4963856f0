import { KILL_POINTS, RELAY_KILL_POINTS } from '@chuangwen/ports';
import { parseArgs } from 'node:util';
import { closeRun, openRun } from '../engines/run.mjs';
import { Client, Victim } from './attack';
import { breaches } from './invariants';
import { random } from './random';
import { inFolder, onEngines, type Ground, type Mode, type On } from './ground';
import { World } from './world';

/**
 * The views have caught up within so long (ms). I7. Who dies in a transaction of MongoDB leaves its rows locked until that has its age, a
 * minute (`transactionLifetimeLimitSeconds`); what waits for them asks again every ten seconds.
 */
const CAUGHT_UP = 120_000;
/** Commands in flight, as from so many clients. */
const WINDOW = 16;
/** The same for a process that lives on beside those that are killed. */
const WINDOW_BESIDE = 4;
/** Command numbers of its client begin here. */
const BESIDE = 1_000_000;

type Way = Readonly<{
  on: On;
  /** Where a process can be killed. */
  points: readonly string[];
  /** A place is passed so often at most before the process dies there; `decide` and `ack` are passed by every command. */
  passages: Readonly<{ often: number; seldom: number }>;
  /** A victim that has not reached its kill point by then is killed anyway (ms). */
  patience: number;
  /** At random: within so long (ms). */
  random: number;
  /** Whether another process works on the same ground all the while, which is never killed. */
  beside: boolean;
}>;

export const WAYS = {
  embedded: {
    on: inFolder,
    points: KILL_POINTS,
    passages: { often: 80, seldom: 30 },
    patience: 2_000,
    random: 150,
    beside: false,
  },
  // Who takes over waits until the brokers count the dead one out, ten seconds; only then is there a view or a bucket to die at.
  distributed: {
    on: onEngines,
    points: [...KILL_POINTS, ...RELAY_KILL_POINTS],
    passages: { often: 40, seldom: 4 },
    patience: 40_000,
    random: 3_000,
    beside: true,
  },
} satisfies Record<Mode, Way>;

export type Torture = Readonly<{
  mode?: Mode;
  progress?: (done: number) => void;
  /** No new kill after so long (s), but each place has had its turn. */
  within?: number;
}>;

export type Report = Readonly<{
  kills: number;
  /** By place; `at random` where the clock chose, and by the clock also where a place was not reached. */
  places: Readonly<Record<string, number>>;
  /** By those that are killed, and by the one beside them. */
  acknowledged: readonly number[];
  seconds: number;
  /** From the start of a process on the folder to its first answer-ready moment, the longest (ms). I7. */
  slowestStart: number;
  /** How long the views took at the end to catch up (ms). */
  settled: number;
  wrong: readonly string[];
}>;

/**
 * Kills a process under load again and again, at named places and at random; unanswered commands are sent again with
 * the same ids, some answered ones too. At the end the invariants are checked on what is stored.
 */
export function torture(kills: number, seed: number, options: Torture = {}): Promise<Report> {
  const { mode = 'embedded', progress = () => undefined, within = Infinity } = options;
  const way: Way = WAYS[mode];
  return way.on(async (ground) => {
    const dice = random(seed);
    const client = new Client(dice);
    const places: Record<string, number> = {};
    const began = performance.now();
    const beside = way.beside ? await Beside.open(ground, random(seed + 1)) : null;
    let slowestStart = 0;
    const plans = plan(way, dice);
    let next = plans.next().value;
    let done = 0;
    const late = () => performance.now() - began > within * 1000 && done >= turn(way).length;
    for (; done < kills && !late(); done += 1) {
      const { place, victim } = next;
      next = plans.next().value; // it loads while this one works
      const { start, reached } = await oneLife(victim, place, { way, ground, client, dice });
      slowestStart = Math.max(slowestStart, start);
      const where = reached ? place : `${place}, not reached`;
      places[where] = (places[where] ?? 0) + 1;
      progress(done + 1);
    }
    next.victim.kill();
    await next.victim.ended;
    const clients = beside ? [client, await beside.stop()] : [client];
    const seconds = (performance.now() - began) / 1000;
    const { wrong, settled } = await verdict(ground, clients);
    const acknowledged = clients.map((one) => one.acknowledged.size);
    return { kills: done, places, acknowledged, seconds, slowestStart, settled, wrong };
  });
}

type Plan = Readonly<{ place: string; victim: Victim }>;

/** Each place once, and every third kill at random. */
const turn = ({ points }: Way) => points.flatMap((point, i) => (i % 2 === 0 ? ['at random', point] : [point]));

/** Turn after turn, each in an order of its own. */
function* plan(way: Way, dice: (below: number) => number): Generator<Plan, never> {
  for (;;) {
    const places = turn(way);
    while (places.length > 0) {
      const [place] = places.splice(dice(places.length), 1) as [string];
      if (place === 'at random') yield { place, victim: new Victim() };
      else {
        const { often, seldom } = way.passages;
        yield { place, victim: new Victim(`${place}@${1 + dice(['decide', 'ack'].includes(place) ? often : seldom)}`) };
      }
    }
  }
}

type Stage = Readonly<{ way: Way; ground: Ground; client: Client; dice: (below: number) => number }>;

async function oneLife(
  victim: Victim,
  place: string,
  { way, ground, client, dice }: Stage,
): Promise<{ start: number; reached: boolean }> {
  victim.onAnswer((answer) => {
    client.heard(answer);
    victim.run(client.more(WINDOW));
  });
  const clock = setTimeout(() => victim.kill(), way.patience + 60_000); // one that does not even open
  const start = await victim.open(ground);
  victim.run([...client.unanswered.values(), ...client.old(3), ...client.more(WINDOW)]);
  if (dice(4) === 0) victim.rebuild();
  const random = place === 'at random';
  let reached = true;
  const late = () => {
    reached = random;
    victim.kill();
  };
  const until = setTimeout(late, random ? dice(way.random) : way.patience);
  const end = await victim.ended;
  clearTimeout(clock);
  clearTimeout(until);
  if (end !== 'SIGKILL') client.wrong.push(`a process ended by ${end} and not by its kill: ${victim.said()}`);
  return { start, reached };
}

/** A process that works on the same streams and views while others are killed, and is asked to stop at the end. */
class Beside {
  private stopping = false;

  private constructor(
    private readonly victim: Victim,
    private readonly client: Client,
  ) {
    victim.onAnswer((answer) => {
      client.heard(answer);
      if (this.stopping) return;
      // What was refused for a passing reason is asked again.
      victim.run('error' in answer ? [...client.unanswered.values()] : client.more(WINDOW_BESIDE));
    });
    victim.run(client.more(WINDOW_BESIDE));
  }

  static async open(ground: Ground, dice: (below: number) => number): Promise<Beside> {
    const victim = new Victim();
    await victim.open(ground);
    return new Beside(victim, new Client(dice, BESIDE));
  }

  async stop(): Promise<Client> {
    this.stopping = true;
    this.victim.kill('SIGTERM');
    const end = await this.victim.ended;
    if (end !== 0) this.client.wrong.push(`the process beside ended by ${end}: ${this.victim.said()}`);
    return this.client;
  }
}

async function verdict(ground: Ground, clients: readonly Client[]): Promise<{ wrong: string[]; settled: number }> {
  const world = await (await World.open(ground)).start();
  try {
    for (const client of clients)
      for (const command of [...client.unanswered.values()])
        client.heard({ id: command.id, outcome: await world.add(command) });
    const began = performance.now();
    await world.settled(CAUGHT_UP);
    const settled = performance.now() - began;
    const acknowledged = new Map(clients.flatMap((client) => [...client.acknowledged]));
    const wrong = clients.flatMap((client) => client.wrong);
    return { wrong: [...wrong, ...(await breaches(world, acknowledged))], settled };
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
  const { mode } = values;
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (
    (mode !== 'embedded' && mode !== 'distributed') ||
    !Number.isSafeInteger(kills) ||
    kills < 1 ||
    !Number.isSafeInteger(seed)
  ) {
    console.error('npm run torture -- --kills N [--seed S] [--mode embedded|distributed]');
    process.exitCode = 2;
    return;
  }
  console.log(`torture: ${mode}, ${kills} kills, seed ${seed}`);
  const progress = (done: number) => {
    if (done % 50 === 0) console.log(`${done} kills`);
  };
  const run = await openRun();
  const report = await torture(kills, seed, { mode, progress }).finally(async () => {
    for (const line of await closeRun(run)) console.log(line);
  });
  const { wrong, places, acknowledged, seconds, slowestStart, settled } = report;
  console.log(
    `${kills} kills in ${seconds.toFixed(0)} s (${(kills / seconds).toFixed(2)}/s), ${acknowledged.join(' + ')} acknowledged`,
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
