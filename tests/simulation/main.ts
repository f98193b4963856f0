import { parseArgs } from 'node:util';
import { simulate, SimulationFailed, type Options } from './run';

const USAGE = 'npm run simulate -- --seeds N [--from N] | --seed N   [--steps N] [--kills] [--verbose]';
/** With many seeds, so many of them run in a process that is killed. */
const KILLED = 8;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      steps: { type: 'string', default: '50' },
      kills: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const one = values.seed !== undefined;
  const [first, seeds, steps] = [values.seed ?? values.from, one ? '1' : values.seeds, values.steps].map(Number);
  if (![first, seeds, steps].every((n) => Number.isSafeInteger(n) && n! >= 0)) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const failed: number[] = [];
  for (let seed = first!; seed < first! + seeds!; seed += 1) {
    const kills = one ? values.kills : values.kills || seed % KILLED === 0;
    const options: Options = { seed, steps: steps!, kills, recall: 10, recallAtEnd: null };
    try {
      const say = values.verbose ? { say: (text: string) => console.log(text) } : {};
      const { days, questions, recalled, tasks, seconds } = await simulate({ ...options, ...say });
      const how = kills ? ' killed again and again' : '';
      console.log(
        `seed ${seed}${how}: ${days} days, ${tasks} tasks, ${questions} answers asked again ${recalled} times, ${seconds.toFixed(1)} s`,
      );
    } catch (error) {
      if (!(error instanceof SimulationFailed)) throw error;
      failed.push(seed);
      console.error(`FAILED ${error.message}`);
    }
  }
  console.log(failed.length === 0 ? `${seeds} seeds: all is well` : `FAILED seeds: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
