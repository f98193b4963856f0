import type { StoredEvent } from '@chuangwen/contracts';
import { EventFeed, type Consumer, type Delivery, type ServicePorts, type ViewRef } from '@chuangwen/ports';
import { breaches } from './invariants';
import { LARGE, type Command } from './ledger';
import { random } from './random';
import { describeEmbedded, describeGrounds, inFolder } from './ground';
import { World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

/** Delivers again what was delivered, and cuts deliveries elsewhere, as its seed says; offsets go back as after a crash. */
class Repeating extends EventFeed {
  deliveries = 0;
  repeated = 0;

  constructor(
    private readonly inner: EventFeed,
    private readonly dice: (below: number) => number,
  ) {
    super();
  }

  override publish(topic: string, events: readonly StoredEvent[]) {
    return this.inner.publish(topic, events);
  }

  override subscribe(consumer: Consumer) {
    const before: StoredEvent[] = [];
    return this.inner.subscribe({
      ...consumer,
      handle: async (delivery) => {
        before.push(...delivery.events);
        this.deliveries += 1;
        for (const part of this.cut(delivery)) {
          await consumer.handle(part);
          if (this.dice(3) === 0)
            await this.again(
              consumer,
              part,
              part.events.flatMap((event) => [event, event]),
            );
        }
        if (this.dice(4) === 0) await this.again(consumer, delivery, before); // the whole topic
      },
    });
  }

  override replay(...[topics, options]: Parameters<EventFeed['replay']>) {
    return this.inner.replay(topics, options);
  }

  override ends(topics: readonly string[]) {
    return this.inner.ends(topics);
  }

  override settled() {
    return this.inner.settled();
  }

  private async again(consumer: Consumer, like: Delivery, events: readonly StoredEvent[]): Promise<void> {
    this.repeated += events.length;
    await consumer.handle({ ...like, events });
  }

  private *cut(delivery: Delivery): Generator<Delivery> {
    const { events, next } = delivery;
    const first = next - events.length;
    for (let at = 0; at < events.length;) {
      const some = events.slice(at, (at += 1 + this.dice(5)));
      yield { ...delivery, events: some, next: first + Math.min(at, events.length) };
    }
  }
}

describeGrounds('F5: events delivered again', (on, mode) => {
  it.each(mode === 'distributed' ? [20260428] : [1, 20260428, 7])(
    'by a feed that repeats parts and the whole topic (seed %i) change nothing',
    (seed) =>
      on(async (ground) => {
        const dice = random(seed);
        const feeds: Repeating[] = [];
        const through = (feed: EventFeed) => feeds[feeds.push(new Repeating(feed, dice)) - 1]!;
        const world = await (await World.open(ground, { through })).start();
        const acknowledged = new Map();
        for (let id = 0; id < 120; id += 10) {
          const commands = [...Array(10).keys()].map((i): Command => ({
            id: id + i,
            ledgerId: `l${dice(5)}`,
            amount: 1 + dice(2 * LARGE),
          }));
          const outcomes = await Promise.all(commands.map((command) => world.add(command)));
          outcomes.forEach((outcome, i) => acknowledged.set(commands[i]!.id, { command: commands[i]!, outcome }));
        }
        await world.settled();
        for (const feed of feeds) expect(feed.repeated).toBeGreaterThan(feed.deliveries);
        expect(await breaches(world, acknowledged)).toEqual([]);
        await world.stop();
      }),
  );
});

describeEmbedded('F5: events delivered again (embedded)', () => {
  it('from the beginning, because the offsets were lost, change nothing', () =>
    inFolder(async (ground) => {
      const first = await (await World.open(ground)).start();
      for (let id = 0; id < 30; id += 1) await first.add({ id, ledgerId: `l${id % 3}`, amount: id * 5 });
      await first.settled();
      await first.stop();

      const second = await World.open(ground);
      const nothing = { documents: [], counters: [], seen: [] };
      const back = async ({ views }: ServicePorts, ref: ViewRef) => {
        const positions = (await views.positions(ref)).map((reached) => ({ ...reached, next: 0 }));
        expect(positions).not.toEqual([]);
        await views.commit(ref, { ...nothing, positions });
        expect(await views.positions(ref)).toEqual(positions);
      };
      await back(second.services.ledger, { view: 'ledgers', generation: 1 });
      await back(second.services.mirror, { view: 'copies', generation: 1 });
      await back(second.services.mirror, second.workflow.ref);
      await second.start();
      await second.settled();
      expect(await breaches(second, new Map())).toEqual([]);
      await second.stop();
    }));
});
