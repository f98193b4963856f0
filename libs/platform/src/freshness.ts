/** Whether an answer already holds what its tokens asked for, and what it misses. */
export type Freshness = Readonly<{
  /**
   * With tokens: whether what they name has arrived; false: not yet, ask again. Without, or where none of them is of
   * anything that these views hear for the tenants asked about: whether everything has, as far as the feed goes now.
   */
  caughtUp: boolean;
  /** Events that the view (of several: the one furthest back) has still to take, whatever was asked for. */
  behind: number;
  /** Streams of the tenants asked about that are parked: what they tell is missing. One that several views miss counts once. */
  parked: number;
}>;

/** How one view stands. `arrived` null: no token is of anything it hears; `parked`: keys of the streams. */
export type Standing = Readonly<{ arrived: boolean | null; behind: number; parked: readonly string[] }>;

type Reader = Readonly<{ standing(tokens: readonly string[], tenants: readonly string[]): Promise<Standing> }>;

/** Of an answer made from several views: no fresher than the one furthest back. */
export async function freshnessOf(
  readers: readonly Reader[],
  tokens: readonly string[],
  tenants: readonly string[],
): Promise<Freshness> {
  const all = await Promise.all(readers.map((reader) => reader.standing(tokens, tenants)));
  const behind = Math.max(0, ...all.map((view) => view.behind));
  const looked = all.flatMap(({ arrived }) => arrived ?? []);
  return {
    caughtUp: looked.length > 0 ? looked.every(Boolean) : behind === 0,
    behind,
    parked: new Set(all.flatMap(({ parked }) => parked)).size,
  };
}

/** An answer read once the views have what the tokens name, or have been given a little time for it. */
export async function fresh<T>(
  readers: readonly Reader[],
  tokens: readonly string[],
  tenants: readonly string[],
  read: () => Promise<T>,
): Promise<Readonly<{ data: T; freshness: Freshness }>> {
  const freshness = await freshnessOf(readers, tokens, tenants);
  return { data: await read(), freshness };
}
