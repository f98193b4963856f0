import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { calmly, DISTURBED } from './calm';
import { optionsOf, USAGE, type Options } from './args';
import { machineAt, machineLine } from './machine';
import type { Sizes } from './measure';
import { installPeers, peersInstalled } from './peers';
import { Processes } from './processes';
import { factsOf, tableOf } from './report';
import { FULL, rowsOf, SMOKE, type Line } from './rows';
import { runRow, type RowResult } from './rounds';
import { isPeer } from './sides';
import { closeRun, openRun } from '../engines/run.mjs';

const SIZES: Sizes = { streams: 10_000, events: 5, longStreams: 20, longEvents: 1000, tenants: 200 };
const SMOKE_SIZES: Sizes = { streams: 100, events: 5, longStreams: 2, longEvents: 200, tenants: 2 };
const INSTALL_MS = 15 * 60_000;
const SMOKE_INSTALL_MS = 25_000;

async function main(): Promise<void> {
  const smoke = process.argv.includes('--smoke');
  const rows = rowsOf(smoke ? SMOKE : FULL);
  let options: Options;
  try {
    options = optionsOf(
      process.argv.slice(2),
      rows.map(({ id }) => id),
    );
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  mkdirSync(options.dir, { recursive: true });
  const dir = mkdtempSync(join(resolve(options.dir), 'run-'));
  const profiles = options.profile ? join(resolve(options.dir), 'profiles') : null;
  // Engines start when a row asks for them; a run that is open already has its own.
  const run = process.env['CHUANGWEN_TEST_RUN'] ? null : await openRun();
  const processes = new Processes(dir, smoke ? SMOKE_SIZES : SIZES, smoke, profiles);
  try {
    const peers = await peersReady(options);
    const machine = machineAt(dir);
    console.log(`${machineLine(machine)}\n`);
    const measure = (line: Line) => (options.calm ? calmly(() => processes.measure(line)) : processes.measure(line));
    const results: RowResult[] = [];
    for (const row of rows.filter(({ id }) => options.rows.includes(id))) {
      const result = await runRow(row, options.rounds, measure, (side) => peers || !isPeer(side));
      results.push(result);
      console.log(tableOf(result, smoke ? 'smoke form' : disturbed(result)));
    }
    const after = machineAt(dir);
    console.log(
      [
        `After the run: fsync p50 ${after.fsyncP50Ms.toFixed(3)} ms, load ${after.load.toFixed(1)}.`,
        'What the engines say:',
        '',
      ]
        .concat(factsOf(results))
        .join('\n'),
    );
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ smoke, machine, after, results }, null, 2)}\n`);
  } finally {
    await processes.close();
    if (run) for (const line of await closeRun(run)) console.log(line);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Why the figures of a row prove nothing, if they don't. */
const disturbed = ({ lines }: RowResult): string | null =>
  lines.some(({ others }) => others.median > DISTURBED) ? 'others used the machine meanwhile' : null;

/** The smoke form waits only a little for them, and does without. */
async function peersReady({ peers, smoke, rows }: Options): Promise<boolean> {
  if (!peers || !rows.some((row) => ['Q3', 'Q4', 'Q9'].includes(row))) return false;
  if (peersInstalled()) return true;
  console.error('installing what is compared with (tests/bench/peers) ...');
  const reason = await installPeers(smoke ? SMOKE_INSTALL_MS : INSTALL_MS);
  if (reason === null) return true;
  if (!smoke) throw new Error(`${reason}; --no-peers runs without them`);
  console.error(`${reason}: this run goes without them`);
  return false;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
