import { hashOf, plainEvent, type NewEvent, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { randomUUID } from 'node:crypto';
import type { Delivery, Subscription } from '../event-feed';
import { describeReplay } from './event-feed-replay.conformance';
import { furthest, of, type OpenedFeed } from './event-feed-stage';
import { collect, eventually, wait } from './opened';
import { someChain, someEvent, someRef } from './samples';

export function describeEventFeed(name: string, open: () => Promise<OpenedFeed>): void {
  describe(`EventFeed: ${name}`, () => {
    let opened: OpenedFeed;
    const subscriptions: Subscription[] = [];
    beforeAll(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await Promise.all(subscriptions.splice(0).map((subscription) => subscription.stop()));
    });
    afterAll(() => opened.close());

    /** Appends and publishes, as the platform does. */
    async function tell(ref: StreamRef, ...events: NewEvent[]): Promise<void> {
      const { version } = await opened.store.read(ref);
      await opened.store.append(ref, { expectedVersion: version, events, receipt: null });
      await opened.port.publish(opened.topic, (await opened.store.read(ref, version)).events);
    }

    /** A consumer that keeps its own offsets, as it must; it begins where the topic ends now. */
    async function listener(
      handle: (delivery: Delivery) => Promise<void> = async () => {},
      group: string = randomUUID(),
    ) {
      const heard: StoredEvent[] = [];
      const positions = new Map((await opened.port.ends([opened.topic])).map((end) => [end.partition, end.next]));
      const subscription = await opened.port.subscribe({
        group,
        topics: [opened.topic],
        start: async (_topic, partition) => positions.get(partition) ?? 0,
        handle: async (delivery) => {
          await handle(delivery);
          heard.push(...delivery.events);
          positions.set(delivery.partition, delivery.next);
        },
      });
      subscriptions.push(subscription);
      return { heard, positions, subscription };
    }

    it('delivers what is appended, whole and in order per stream', async () => {
      const { heard } = await listener();
      const refs = [someRef('red'), someRef('blue'), someRef('red')];
      for (let round = 0; round < 5; round += 1) for (const ref of refs) await tell(ref, someEvent(), someEvent());
      await eventually('30 events', () => heard.length === 30);
      for (const ref of refs) expect(of(heard, ref)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const [first] = (await opened.store.read(refs[0]!)).events;
      expect(plainEvent(heard.find(({ id }) => id === first!.id)!)).toEqual(plainEvent(first!));
    });

    it('delivers to every group, each from where it starts', async () => {
      const before = await listener();
      const ref = someRef();
      await tell(ref, someEvent());
      await eventually('the first', () => before.heard.length === 1);
      const after = await listener();
      await tell(ref, someEvent());
      await eventually('both', () => before.heard.length === 2 && after.heard.length === 1);
      expect(of(before.heard, ref)).toEqual([1, 2]);
      expect(of(after.heard, ref)).toEqual([2]);
    });

    it('delivers again after a throw, to that consumer, until it succeeds', async () => {
      let throws = 2;
      const failing = await listener(async () => {
        if (throws-- > 0) throw new Error('not now');
      });
      const well = await listener();
      const ref = someRef();
      await tell(ref, someEvent());
      await tell(ref, someEvent());
      await eventually('the other one is not held up', () => well.heard.length === 2);
      await eventually('delivered again', () => failing.heard.length === 2);
      expect(of(failing.heard, ref)).toEqual([1, 2]);
    });

    it('delivers one at a time per partition', async () => {
      const busy = new Set<number>();
      let overlaps = 0;
      const { heard } = await listener(async ({ partition }) => {
        if (busy.has(partition)) overlaps += 1;
        busy.add(partition);
        await wait(5);
        busy.delete(partition);
      });
      for (let at = 0; at < 20; at += 1) await tell(someRef(), someEvent());
      await eventually('all', () => heard.length === 20);
      expect(overlaps).toBe(0);
    });

    it('takes no new delivery once stopped, waits for the one in work, and goes on where the consumer stands', async () => {
      let working = 0;
      const first = await listener(async () => {
        working += 1;
        await wait(50);
        working -= 1;
      });
      const ref = someRef();
      await tell(ref, someEvent());
      await eventually('in work', () => working === 1);
      await first.subscription.stop();
      expect(working).toBe(0);
      expect(first.heard).toHaveLength(1);
      await tell(ref, someEvent());
      await wait(50);
      expect(first.heard).toHaveLength(1);

      const second: StoredEvent[] = [];
      subscriptions.push(
        await opened.port.subscribe({
          group: randomUUID(),
          topics: [opened.topic],
          start: async (_topic, partition) => first.positions.get(partition) ?? 0,
          handle: async ({ events }) => void second.push(...events),
        }),
      );
      await eventually('the rest', () => second.length === 1);
      expect(of(second, ref)).toEqual([2]);
    });

    it('does no harm when the same is published again', async () => {
      const { heard } = await listener();
      const ref = someRef();
      await tell(ref, someEvent());
      const { events } = await opened.store.read(ref);
      await opened.port.publish(opened.topic, events);
      await tell(ref, someEvent());
      await eventually('both', () => of(heard, ref).includes(2));
      expect([...new Set(of(heard, ref))]).toEqual([1, 2]); // more than once is allowed, out of order is not
    });

    it('delivers events of another installation as such, to listeners and in a replay', async () => {
      const { heard } = await listener();
      const ref = someRef(`tenant-${randomUUID()}`);
      const events = someChain(ref, someEvent(), someEvent());
      await opened.store.adopt(ref, events);
      await opened.port.publish(opened.topic, (await opened.store.read(ref)).events);
      await tell(ref, someEvent());
      await eventually('all three', () => of(heard, ref).includes(3));
      const replayed = await collect(opened.port.replay([opened.topic], { tenant: ref.tenant }));
      for (const events of [heard, replayed.flatMap((delivery) => delivery.events)]) {
        const mine = new Map(events.filter(({ tenant }) => tenant === ref.tenant).map((one) => [one.version, one]));
        expect([1, 2, 3].map((version) => mine.get(version)?.adopted)).toEqual([true, true, undefined]);
      }
      expect(hashOf(heard.find(({ id }) => id === events[1]!.id)!)).toEqual(events[1]!.hash);
    });

    describeReplay({ now: () => opened, tell, listener });

    it('hears nothing of a topic that has no events yet', async () => {
      const ends = await opened.port.ends([opened.silentTopic]);
      expect(ends.every(({ next }) => next === 0)).toBe(true);
      expect(await collect(opened.port.replay([opened.silentTopic]))).toEqual([]);
      const heard: Delivery[] = [];
      subscriptions.push(
        await opened.port.subscribe({
          group: randomUUID(),
          topics: [opened.silentTopic, opened.topic],
          start: async (topic, partition) =>
            (await opened.port.ends([topic])).find((end) => end.partition === partition)?.next ?? 0,
          handle: async (delivery) => void heard.push(delivery),
        }),
      );
      await wait(30);
      await tell(someRef(), someEvent());
      await eventually('the other topic', () => heard.length > 0);
      expect(heard.map(({ topic }) => topic)).toEqual([opened.topic]);
    });

    it('still has the whole history after it was opened again', async () => {
      if (!opened.reopen) return;
      const ref = someRef();
      await tell(ref, someEvent(), someEvent());
      const before = furthest(await opened.port.ends([opened.topic]));
      opened.port = await opened.reopen();
      expect(furthest(await opened.port.ends([opened.topic]))).toEqual(before);
      const events = (await collect(opened.port.replay([opened.topic]))).flatMap((delivery) => delivery.events);
      expect(of(events, ref)).toEqual([1, 2]);
    });
  });
}
