import type { EventFeed, Position, ReadModels, Subscription, ViewRef } from '@chuangwen/ports';

export const nextOf = (positions: readonly Position[], topic: string, partition: number): number =>
  positions.find((p) => p.topic === topic && p.partition === partition)?.next ?? 0;

export const hears = (subscription: Subscription | null): boolean =>
  subscription !== null && (subscription.hears?.() ?? true);

export const samePlaces = (some: readonly Position[], others: readonly Position[]): boolean =>
  some.length === others.length &&
  some.every(({ topic, partition, next }) => nextOf(others, topic, partition) === next);

/** Where to begin so that none of them misses anything; a partition that one has not begun is read from its beginning. */
export const earliest = (all: readonly (readonly Position[])[]): Position[] =>
  (all[0] ?? []).map(({ topic, partition }) => ({
    topic,
    partition,
    next: Math.min(...all.map((positions) => nextOf(positions, topic, partition))),
  }));

/** How many events a consumer is behind, over all its topics. One look at its offsets and one at each topic's end. */
export async function lagOf(
  models: ReadModels,
  feed: EventFeed,
  ref: ViewRef,
  topics: readonly string[],
): Promise<number> {
  const at = await models.positions(ref);
  const ends = await feed.ends(topics);
  return ends.reduce((sum, end) => sum + Math.max(0, end.next - nextOf(at, end.topic, end.partition)), 0);
}
