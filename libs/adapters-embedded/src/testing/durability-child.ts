/** Appends under testing/sync-shim.c, and writes each acknowledgement into the same log as the syncs. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { openEmbedded } from '../index';
import { someCommand } from './commands';

const [folder, inFlightText] = process.argv.slice(2) as [string, string];
const log = process.env['SHIM_LOG']!;
const fail = process.env['SHIM_FAIL']!;
const note = (line: string) => appendFileSync(log, `${line}\n`);

async function main(): Promise<void> {
  const storage = await openEmbedded(folder);
  const { events } = storage.ports('task');
  const round = async (lane: number, version: number) => {
    note(`ask ${lane} ${version + 1}`);
    try {
      await events.append({ tenant: 'red', stream: `lane-${lane}` }, someCommand(lane, version));
      note(`ack ${lane} ${version + 1}`);
    } catch (error) {
      const { name, reason } = error as Error & { reason?: string };
      note(`refused ${lane} ${version + 1} ${name} ${reason}`);
    }
  };
  const lanes = Array.from({ length: Number(inFlightText) }, (_, lane) => lane);
  for (let version = 0; version < 5; version += 1) await Promise.all(lanes.map((lane) => round(lane, version)));
  writeFileSync(fail, '');
  await Promise.all(lanes.map((lane) => round(lane, 5)));
  rmSync(fail);
  await Promise.all(lanes.map((lane) => round(lane, 5)));
  note('end');
  process.kill(process.pid, 'SIGKILL'); // what was acknowledged must not need an orderly close
}

void main();
