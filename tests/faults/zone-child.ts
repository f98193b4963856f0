/** Plays the jumps of clocks.ts in a process of its own time zone and prints what the views show, and when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf } from '@chuangwen/platform';
import { Hands, JUMPS } from './clocks';
import { eventsOf, World } from './world';

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-zone-'));
  const hands = new Hands(new Date(JUMPS[0]![0]));
  const world = await (await World.open(folder, { clock: hands })).start();
  let id = 0;
  for (const [from, ...by] of JUMPS) {
    hands.at = new Date(from);
    for (const ms of [0, ...by]) {
      hands.turn(ms);
      id += 1;
      await world.add({ id, ledgerId: `l${id % 3}`, amount: 10 + id });
    }
  }
  await world.settled();
  const { ref } = world.projectors.ledgers;
  for await (const line of world.services.ledger.views.dump(ref)) console.log(line);
  for (const event of await eventsOf(world.services.ledger)) console.log(event.recordedAt, dayOf(event.recordedAt));
  console.error(new Date(2026, 6, 1).getTimezoneOffset(), new Date(2026, 0, 1).getTimezoneOffset());
  await world.stop();
  rmSync(folder, { recursive: true });
}

void main();
