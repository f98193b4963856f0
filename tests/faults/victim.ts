import type { Outcome } from '@chuangwen/platform';
import type { Command } from './ledger';
import type { Ground } from './ground';
import { World } from './world';

/** To the process that is killed: where its data is, commands to run, or to build its view anew meanwhile. */
export type ToVictim = { open: Ground } | { run: readonly Command[] } | { rebuild: true };
export type FromVictim =
  { loaded: true } | { ready: true } | { id: number; outcome: Outcome } | { id: number; error: string };

const tell = (message: FromVictim) => void process.send?.(message);

let world: World | null = null;
let stopping = false;
const inWork = new Set<Promise<void>>();

process.on('message', (message: ToVictim) => {
  if ('open' in message) void open(message.open);
  else if ('run' in message) message.run.forEach(run);
  else void world?.projectors.ledgers.rebuild().catch(() => undefined); // it is given up at a stop
});
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => process.exit(1)); // never outlives its parent
tell({ loaded: true });

async function open(ground: Ground): Promise<void> {
  world = await World.open(ground);
  await world.start();
  tell({ ready: true });
}

function run(command: Command): void {
  if (!world || stopping) return tell({ id: command.id, error: 'stopping' });
  const work = world.add(command).then(
    (outcome) => tell({ id: command.id, outcome }),
    (error: unknown) => tell({ id: command.id, error: String(error) }),
  );
  inWork.add(work);
  void work.then(() => inWork.delete(work));
}

/** What was begun is finished and answered, then everything is closed. */
async function stop(): Promise<void> {
  stopping = true;
  await Promise.all(inWork);
  await world?.stop();
  process.removeAllListeners('disconnect');
  process.disconnect();
}
