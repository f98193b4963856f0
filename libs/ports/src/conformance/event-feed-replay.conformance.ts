import { randomUUID } from 'node:crypto';
import { furthest, of, type EventFeedStage } from './event-feed-stage';
import { collect } from './opened';
import { someEvent, someRef } from './samples';

export function describeReplay({ now, tell, listener }: EventFeedStage): void {
  it('replays everything there is and then ends, from the beginning or from positions', async () => {
    const ref = someRef();
    await tell(ref, someEvent(), someEvent());
    const middle = await now().port.ends([now().topic]);
    await tell(ref, someEvent());
    const all = await collect(now().port.replay([now().topic]));
    expect(
      of(
        all.flatMap(({ events }) => events),
        ref,
      ),
    ).toEqual([1, 2, 3]);
    expect(furthest(all)).toEqual(furthest(await now().port.ends([now().topic])));
    const rest = await collect(now().port.replay([now().topic], { from: middle }));
    expect(rest.flatMap(({ events }) => events).map(({ version }) => version)).toEqual([3]);
    const none = await collect(now().port.replay([now().topic], { from: await now().port.ends([now().topic]) }));
    expect(none).toEqual([]);
  });

  it('replays one tenant alone, and leaves the consumer at the end all the same', async () => {
    const mine = someRef(`tenant-${randomUUID()}`);
    await tell(mine, someEvent());
    await tell(someRef('red'), someEvent());
    await tell(mine, someEvent());
    await tell(someRef('red'), someEvent());
    const deliveries = await collect(now().port.replay([now().topic], { tenant: mine.tenant }));
    const events = deliveries.flatMap((delivery) => delivery.events);
    expect(events.map(({ tenant, version }) => [tenant, version])).toEqual([
      [mine.tenant, 1],
      [mine.tenant, 2],
    ]);
    expect(furthest(deliveries)).toEqual(furthest(await now().port.ends([now().topic])));
  });

  it('brings a long history over several deliveries', async () => {
    const start = await now().port.ends([now().topic]);
    const ref = someRef();
    for (let at = 0; at < 5; at += 1) await tell(ref, ...Array.from({ length: 500 }, () => someEvent()));
    const { heard, positions } = await listener();
    expect(heard).toEqual([]);
    const replayed = await collect(now().port.replay([now().topic], { from: start }));
    expect(replayed.length).toBeGreaterThan(1);
    expect(
      of(
        replayed.flatMap(({ events }) => events),
        ref,
      ),
    ).toEqual(Array.from({ length: 2500 }, (_, at) => at + 1));
    for (const end of await now().port.ends([now().topic])) expect(positions.get(end.partition)).toBe(end.next);
  });

  it('refuses to replay for a tenant without a name', async () => {
    await expect(collect(now().port.replay([now().topic], { tenant: '' }))).rejects.toThrow();
  });
}
