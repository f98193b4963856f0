/** At most `n` at a time, results in order; the first error stops what has not begun. */
export async function inParallel<T, R>(
  n: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]!, i);
    }
  };
  await Promise.all(Array.from({ length: Math.min(n, items.length) }, worker));
  return results;
}

/** What a workflow brings comes a moment later: asks until it is so, for a minute at most. */
export async function eventually<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    if (Date.now() > until) throw new Error(`still not so: ${JSON.stringify(answer).slice(0, 200)}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
