/** What a suite is given: a port on a store of its own, empty or not. */
export type Opened<Port> = {
  port: Port;
  close(): Promise<void>;
  /** Ends everything and opens the same store again, as a new process would; `close` then closes that one. */
  reopen?(): Promise<Port>;
};

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves once it holds; throws after `ms` saying what did not happen. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const until = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`${what}: not within ${ms} ms`);
    await wait(10);
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
