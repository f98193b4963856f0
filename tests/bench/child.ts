import type { Job, Measured } from './measure';
import { sideOf } from './sides';

/** One process of one side: takes jobs over IPC, answers each with what it measured, ends when the channel is closed. */
export type Reply = Readonly<{ measured: Measured | null } | { error: string }>;

async function run(job: Job): Promise<Measured | null> {
  const side = sideOf(job.side);
  if (job.task === 'seed') {
    await side.seed(job);
    return null;
  }
  const work = side.tasks[job.task];
  if (!work) throw new Error(`${job.side} has no ${job.task}`);
  return work(job);
}

process.on('message', (job: Job) => {
  const reply = (answer: Reply) => process.send?.(answer);
  run(job).then(
    (measured) => reply({ measured }),
    (error: unknown) => reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
