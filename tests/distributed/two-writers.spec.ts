import { Arrivals, Projector, SystemClock } from '@chuangwen/platform';
import { codec, GivenFeed, PARTITIONS, rounds, roundsMade, TOPIC } from './rounds';
import { ViewsStore } from './views-store';

/** I3 and I5 where two processes write one view over connections of their own. */
describe('Two processes on one view', () => {
  const log = roundsMade();
  const all = [...Array(PARTITIONS).keys()];
  const points = log.flat().reduce((sum, { data }) => sum + (JSON.parse(String(data)) as { points: number }).points, 0);
  let store: ViewsStore;
  beforeEach(async () => {
    store = await ViewsStore.open();
  });
  afterEach(() => store.close());

  const process = async (size: number) => {
    const models = await store.handle();
    const feed = new GivenFeed(log, size);
    const projector = new Projector(
      rounds,
      models,
      feed,
      codec(),
      new Arrivals(),
      new SystemClock(),
      'inspection.rounds',
    );
    await projector.start();
    return { models, feed, projector };
  };

  /** What it holds is what a replay from the beginning gives, and each event counts once. */
  const right = async ({ models, projector }: Awaited<ReturnType<typeof process>>) => {
    const { ref } = projector;
    expect((await models.sum(ref, ['tongze'], 'points', {}))[0]?.values).toEqual({ points });
    expect(await models.positions(ref)).toEqual(
      all.map((partition) => ({ topic: TOPIC, partition, next: log[partition]!.length })),
    );
    expect(await projector.compare()).toMatchObject({ equal: true });
  };

  it('come to what a replay gives, though their streams share documents', async () => {
    const [one, other] = [await process(4), await process(3)];
    await Promise.all(all.map((partition) => (partition % 2 ? one : other).feed.read(partition, () => true)));
    await right(one);
  });

  it('come to it also where partitions change hands and who had them does not know yet', async () => {
    const [one, other] = [await process(2), await process(5)];
    // Both believe for a while that all is theirs: whoever commits first wins, the other begins again behind it.
    await Promise.all(all.flatMap((partition) => [one, other].map(({ feed }) => feed.read(partition, () => true))));
    expect(one.feed.refused + other.feed.refused).toBeGreaterThan(0);
    await right(other);
  });

  it('come to it also where one of them rebuilds and switches while the other goes on', async () => {
    const [one, other] = [await process(4), await process(2)];
    const reading = Promise.all(all.map((partition) => other.feed.read(partition, () => true)));
    await one.projector.rebuild();
    await reading;
    await Promise.all(all.map((partition) => other.feed.read(partition, () => true)));
    expect(await other.models.live(rounds.name)).toBe(2);
    await right(one);
  });
});
