import { RELAY_KILL_POINTS } from '@chuangwen/ports';
import { eventually, wait } from '@chuangwen/ports/conformance';
import { random } from '../../faults/random';
import { Book, lying, outOfOrder } from './book';
import { Child } from './child';
import type { FromRelay, Given } from './relay-child';
import { signingKey, Stage } from './stage';

const STREAMS = 8;

/** What must hold when all is settled: everything written is there, in order, and has its effect once. */
async function mustHold(stage: Stage, told: readonly FromRelay[]): Promise<void> {
  const node = await stage.node();
  await node.feed.settled();
  const events = await lying(node.feed);
  expect(outOfOrder(events)).toEqual([]);
  const furthest = new Map<string, number>();
  for (const { stream, version } of events) furthest.set(stream, Math.max(furthest.get(stream) ?? 0, version));
  for (const one of told)
    if ('written' in one) expect(furthest.get(one.written.stream) ?? 0).toBeGreaterThanOrEqual(one.written.version);
  const book = new Book();
  for await (const delivery of node.feed.replay(['task'])) book.take(delivery);
  for (const [place, seen] of book.effects) {
    const { version } = await node.store.read({ tenant: 'red', stream: place.slice('red/'.length) });
    expect(seen).toEqual(Array.from({ length: version }, (_, at) => at + 1));
  }
  await node.close();
}

describe('F2: a relay is killed', () => {
  let stage: Stage;
  const told: FromRelay[] = [];
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());
  const streams = (name: string) => Array.from({ length: STREAMS }, (_, at) => `${name}-${at}`);
  const child = (name: string, more: number, killAt = '') => {
    const { log: _, ...options } = stage.options;
    const given: Given = {
      kafka: { ...options, signingKey: signingKey.toString('hex') },
      mongo: stage.database.url,
      database: stage.database.name,
      streams: streams(name),
      more,
    };
    return new Child<FromRelay>('relay-child.ts', given, { CHUANGWEN_KILL_AT: killAt });
  };

  it.each(RELAY_KILL_POINTS.flatMap((point) => [`${point}@1`, `${point}@3`]))('at %s', async (killAt) => {
    const killed = child(killAt, 1_000, killAt);
    expect(await killed.ended).toBe('SIGKILL');
    told.push(...killed.told);
    await mustHold(stage, told);
  });

  it('at random, and frozen, with another one at work', async () => {
    const dice = random(9);
    const steady = child('steady', 40);
    for (let round = 0; round < 4; round += 1) {
      const victim = child('victim', 1_000);
      const enough = 2 + dice(40);
      await eventually('it writes', () => victim.told.length > enough, 60_000);
      if (round % 2 === 1) {
        victim.freeze(); // longer than its leases live
        await wait(1_500);
        victim.thaw();
        await wait(dice(300));
      }
      await victim.kill();
      told.push(...victim.told);
    }
    await eventually('the other is done', () => steady.told.some((one) => 'grew' in one), 60_000);
    told.push(...steady.told);
    await steady.kill();
    await mustHold(stage, told);
  });
});
