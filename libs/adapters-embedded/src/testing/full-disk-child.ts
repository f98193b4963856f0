/** Fills a small disk of its own (a tmpfs in its own mount namespace) and says what happened. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openEmbedded } from '../index';
import { someCommand } from './commands';

const [disk] = process.argv.slice(2) as [string];
const data = join(disk, 'data');
const report: Record<string, unknown> = {};
const reasonOf = (error: Error & { reason?: string }) => `${error.name} ${error.reason ?? error.message}`;

async function main(): Promise<void> {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk]);
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(6_000_000));
  let storage = await openEmbedded(data);
  let { events, blobs, views } = storage.ports('task');

  let acked = 0;
  const refused = new Set<string>();
  const tryRounds = async (lanes: number[], rounds: number) => {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(
        lanes.map(async (lane) => {
          const ref = { tenant: 'red', stream: `lane-${lane}` };
          await events.append(ref, someCommand(lane, (await events.read(ref)).version)).then(
            () => (acked += 1),
            (error: Error) => refused.add(reasonOf(error)),
          );
        }),
      );
    }
  };
  const lanes = Array.from({ length: 64 }, (_, lane) => lane);
  const stored = async () => {
    let sum = 0;
    for (const lane of lanes) sum += (await events.read({ tenant: 'red', stream: `lane-${lane}` })).events.length;
    return sum;
  };
  while (refused.size === 0) await tryRounds(lanes, 1);
  await tryRounds([0], 3); // alone: on the main thread
  report['refusedWhenFull'] = [...refused];
  report['nothingAckedLost'] = (await stored()) === acked;
  report['blobWhenFull'] = await blobs.put('red', Readable.from([Buffer.alloc(9_000_000)]), 1e9).catch(reasonOf);
  const view = { view: 'tasks', generation: 1 };
  const big = { tenant: 'red', id: 'big', body: { text: 'x'.repeat(9_000_000) }, index: {} };
  report['viewWhenFull'] = await views
    .commit(view, { documents: [big], counters: [], positions: [], seen: [] })
    .catch(reasonOf);

  rmSync(ballast);
  refused.clear();
  const before = acked;
  await tryRounds([0], 2);
  await tryRounds(lanes, 2);
  report['afterwards'] = { acked: acked - before, refused: [...refused] };
  report['allThere'] = (await stored()) === acked;
  report['integrity'] = await storage.integrity();
  await storage.close();

  execFileSync('mount', ['-o', 'remount,ro', disk]);
  report['readOnly'] = await openEmbedded(data).catch(reasonOf);
  execFileSync('mount', ['-o', 'remount,rw', disk]);
  storage = await openEmbedded(data);
  ({ events, blobs, views } = storage.ports('task'));
  report['afterReopen'] = (await stored()) === acked;
  await storage.close();
  writeSync(1, `report ${JSON.stringify(report)}\n`);
}

void main();
