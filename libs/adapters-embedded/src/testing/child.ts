/** A process of its own with a real storage: says on standard output what was acknowledged, line by line, at once. */
import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { openEmbedded } from '../index';
import { someCommand } from './commands';

const [folder, how, inFlightText, countText] = process.argv.slice(2) as [string, string, string, string];
const say = (line: string) => writeSync(1, `${line}\n`);

async function main(): Promise<void> {
  const storage = await openEmbedded(folder);
  const { events, views } = storage.ports('task');
  say('open');
  if (how === 'hold') {
    // Until it is killed; without something to wait for it would end, and a storage that nobody holds on to be collected.
    setInterval(() => void storage, 1000);
    return;
  }
  if (how === 'backup') {
    await events.append({ tenant: 'red', stream: 'lane-1' }, someCommand(1, 0));
    await storage.backup(inFlightText);
    return storage.close();
  }
  const count = Number(countText);
  let next = 0;
  async function appendOnAndOn(lane: number): Promise<void> {
    const ref = { tenant: 'red', stream: `lane-${lane}` };
    while (next < count) {
      next += 1;
      const { version } = await events.read(ref);
      const command = someCommand(lane, version);
      say(`ask ${lane} ${version + 1}`);
      await events.append(ref, command);
      say(`ack ${lane} ${version + 1} ${command.receipt.commandId}`);
    }
  }
  async function projectOnAndOn(): Promise<void> {
    const view = { view: 'tasks', generation: 1 };
    for (let n = (await views.positions(view))[0]?.next ?? 0; n < count; n += 1) {
      await views.commit(view, {
        documents: [{ tenant: 'red', id: 'last', body: { n: n + 1 }, index: {} }],
        counters: [{ tenant: 'red', group: 'g', key: 'k', day: '2026-04-28', add: { n: 1 } }],
        positions: [{ topic: 'elsewhere', partition: 0, next: n + 1 }],
        seen: [],
      });
      say(`ack view ${n + 1}`);
    }
  }
  if (how === 'project') await projectOnAndOn();
  else await Promise.all(Array.from({ length: Number(inFlightText) }, (_, lane) => appendOnAndOn(lane)));
  await storage.close();
  say('closed');
}

main().catch((error: Error & { reason?: string }) => {
  say(`error ${error.name} ${error.reason ?? ''}: ${error.message}`);
  process.exit(1);
});
