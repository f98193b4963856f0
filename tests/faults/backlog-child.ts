/**
 * A backlog for consumers of which one is slow: prints what the process held at most while everybody else went on.
 * Arguments: what the world stands on, as JSON; events.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { View } from '@chuangwen/platform';
import type { EventFeed } from '@chuangwen/ports';
import type { Ground } from './ground';
import { ledgers, refOf, storedByHand, type Command } from './ledger';
import { World } from './world';

const [ground, count] = [JSON.parse(process.argv[2]!) as Ground, Number(process.argv[3])];
const LEDGERS = 500;

/** The group's deliveries are held up until it is let go; everybody else's are not. */
function slow(feed: EventFeed, group: RegExp, letGo: Promise<void>): EventFeed {
  return new Proxy(feed, {
    get(target, name: keyof EventFeed) {
      if (name !== 'subscribe') return target[name].bind(target);
      return ((consumer) => {
        if (!group.test(consumer.group)) return target.subscribe(consumer);
        const handle: typeof consumer.handle = async (delivery) => {
          await letGo;
          return consumer.handle(delivery);
        };
        return target.subscribe({ ...consumer, handle });
      }) satisfies EventFeed['subscribe'];
    },
  });
}

const command = (id: number): Command => ({ id, ledgerId: `l${id % LEDGERS}`, amount: 1 + (id % 40) });

/** Bytes that are still needed. */
function held(): number {
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A ledger's entries in one append: one by one they would take a server of MongoDB minutes. */
async function fill(): Promise<void> {
  const world = await World.open(ground); // nobody consumes
  const all = Map.groupBy([...Array(count).keys()].map(command), ({ ledgerId }) => ledgerId);
  for (const [ledgerId, commands] of all)
    await world.services.ledger.events.append(refOf(ledgerId), {
      expectedVersion: 0,
      events: commands.map((one) => storedByHand(one)),
      receipt: null,
    });
  await world.services.ledger.feed.settled();
  await world.stop();
}

async function main(): Promise<void> {
  await fill();
  const before = held();
  const hold = Promise.withResolvers<void>();
  const quiet: View = { ...ledgers, name: 'ledgers' };
  const world = await World.open(ground, { ledgers: quiet, through: (feed) => slow(feed, /ledgers$/, hold.promise) });
  await world.start();
  const lagAtStart = await world.projectors.ledgers.lag();

  // A command, and what others show of it, while the slow one is far behind.
  const took: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const began = performance.now();
    await world.add({ id: count + n, ledgerId: `new${n}`, amount: 60 });
    took.push(performance.now() - began);
    await pause(20);
  }
  const others = async () => (await world.copies.get('bureau', 'new39')) !== null;
  const began = performance.now();
  while (!(await others())) await pause(20);
  const othersAfter = performance.now() - began;
  const lagThen = await world.projectors.ledgers.lag();
  hold.resolve();
  let most = held();
  const watch = setInterval(() => (most = Math.max(most, held())), 250);
  await world.settled(180_000);
  clearInterval(watch);
  const { stream } = refOf('new39');
  const versions = (await world.ledgers.get('bureau', 'new39'))?.versions;
  const sum = (await world.ledgers.sum('bureau', 'all'))[0]?.values['entries'];
  took.sort((a, b) => a - b);
  const p95 = took[Math.floor(took.length * 0.95)];
  console.log(JSON.stringify({ before, most, lagAtStart, lagThen, othersAfter, p95, versions, sum, stream }));
  await world.stop();
}

void main();
