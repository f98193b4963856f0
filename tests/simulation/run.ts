import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkAll } from './checks';
import { Dice } from './dice';
import { Memory } from './memory';
import { shanghaiHour } from './model/days';
import { killedPlants, localPlants } from './plants';
import { questionsOf } from './questions';
import { foundOffice, foundUnit, organisationSteps, registerAgency } from './steps/organisations';
import { openCampaign, planSteps } from './steps/plans';
import { reportSteps } from './steps/reports';
import { requestSteps } from './steps/requests';
import { taskSteps } from './steps/tasks';
import { troubles } from './steps/troubles';
import type { Step } from './steps/step';
import { World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Before a leap day, and later than today: what the storage itself dates by its own clock has not expired. */
const BEGIN = Date.parse('2028-01-03T01:00:00.000Z');

export type Options = Readonly<{
  seed: number;
  /** How many; a year is gone through in about 50. */
  steps: number;
  /** The platform runs in a process that is killed again and again. */
  kills: boolean;
  /** Questions about the past that are asked again after every step, and at the end (null: all that were ever asked). */
  recall: number;
  recallAtEnd: number | null;
  say?: (text: string) => void;
}>;
export type Summary = Readonly<{ days: number; questions: number; recalled: number; tasks: number; seconds: number }>;

/** What went wrong, in which step, and how to see it again. */
export class SimulationFailed extends Error {
  override readonly name = 'SimulationFailed';
  constructor(
    readonly seed: number,
    readonly step: number,
    { steps, kills }: Pick<Options, 'steps' | 'kills'>,
    happened: string,
    log: readonly string[],
    override readonly cause: unknown,
  ) {
    const why = cause instanceof Error ? (cause.name === 'Wrong' ? cause.message : (cause.stack ?? '')) : String(cause);
    const again = `npm run simulate -- --seed ${seed} --steps ${steps}${kills ? ' --kills' : ''}`;
    super(`seed ${seed}, step ${step} (${happened}): ${why}\n  ${log.join('\n  ')}\nagain: ${again}`);
  }
}

/** One seed, in a folder of its own. Throws SimulationFailed. */
export async function simulate(options: Options): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangwen-simulation-'));
  const dice = new Dice(options.seed);
  const plants = options.kills ? killedPlants(folder, new Dice(options.seed + 1_000_000)) : localPlants(folder);
  const simulation = new Simulation(new World(options.seed, dice, plants, BEGIN), options);
  try {
    return await simulation.run();
  } finally {
    await simulation.world.close().catch(() => undefined); // what went wrong is told already
    await rm(folder, { recursive: true, force: true });
  }
}

class Simulation {
  private readonly memory = new Memory();
  private readonly steps: readonly Step[] = [
    ...organisationSteps,
    ...planSteps,
    ...taskSteps,
    ...reportSteps(this.memory),
    ...requestSteps,
    ...troubles,
  ];
  private happened = 'setting up';
  private step = 0;

  constructor(
    readonly world: World,
    private readonly options: Options,
  ) {}

  async run(): Promise<Summary> {
    const began = performance.now();
    const { world, memory, options } = this;
    try {
      await this.setUp();
      for (this.step = 1; this.step <= options.steps; this.step += 1) {
        await this.letTimePass();
        await this.draw();
        options.say?.(`${this.step} ${new Date(world.at).toISOString()} ${this.happened}`);
        await this.judge();
      }
      this.happened = 'at the end';
      await this.atTheEnd();
    } catch (error) {
      throw new SimulationFailed(options.seed, this.step, options, this.happened, world.log, error);
    }
    const days = Math.round((world.at - BEGIN) / DAY);
    const seconds = (performance.now() - began) / 1000;
    return { days, questions: memory.size, recalled: memory.recalled, tasks: world.tasks.length, seconds };
  }

  private async setUp(): Promise<void> {
    const { world } = this;
    await foundOffice(world);
    for (let n = 0; n < 2; n += 1) {
      const agency = await registerAgency(world);
      for (let units = 0; units < 2; units += 1) await foundUnit(world, agency);
    }
    await world.settle();
    await openCampaign(world);
    await world.settle();
    for (const name of ['put a root plan in force', 'issue', 'take over a plan', 'take over a plan']) {
      await this.steps.find((step) => step.name === name)!.run(world);
      await world.settle();
    }
  }

  /** Minutes to weeks; or an hour back, within the day: what a day was has been told only once it is over. */
  private async letTimePass(): Promise<void> {
    const { world } = this;
    const { dice } = world;
    world.log = [];
    const before = world.today;
    if (dice.oneIn(12) && shanghaiHour(world.at) >= 1) {
      world.at -= HOUR;
      return;
    }
    const [from, to] = dice.one([
      [MINUTE, HOUR],
      [HOUR, 20 * HOUR],
      [HOUR, 20 * HOUR],
      [DAY, 12 * DAY],
      [DAY, 12 * DAY],
      [12 * DAY, 50 * DAY],
    ] as const);
    const then = world.at + from + dice.below(to - from);
    const over = new Date(then + 8 * HOUR).toISOString().slice(0, 10) > before;
    if (over) {
      // At the very end of the day, and once it is over: the same.
      this.happened = `the end of ${before}`;
      world.at = Date.parse(`${before}T15:59:59.000Z`) > world.at ? Date.parse(`${before}T15:59:59.000Z`) : world.at;
      const questions = questionsOf(world, before);
      for (const { by, url } of questions) await this.memory.keep(world, by, url);
      world.at = then;
      for (const { by, url } of dice.some(questions, 8)) await this.memory.keep(world, by, url);
    }
    world.at = then;
  }

  private async draw(): Promise<void> {
    for (;;) {
      const step = this.world.dice.weighted(this.steps);
      this.happened = step.name;
      const done = await step.run(this.world);
      if (done === null) continue;
      this.happened = `${step.name}: ${done}`;
      return;
    }
  }

  private async judge(): Promise<void> {
    const { world, options } = this;
    await world.settle();
    await this.mustBeEqual();
    await check(world);
    await this.memory.recall(world, options.recall);
  }

  private async mustBeEqual(): Promise<void> {
    const unequal = await this.world.on((plant) => plant.unequal());
    if (unequal.length > 0) throw new Error(`not what a full replay gives: ${unequal.join(', ')}`);
  }

  private async atTheEnd(): Promise<void> {
    const { world, options } = this;
    await world.restart();
    await world.settle();
    await checkAll(world);
    await this.memory.recall(world, options.recallAtEnd);
    const faults = await world.on((plant) => plant.faults());
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}
