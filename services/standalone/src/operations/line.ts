/** One line of what an operation says; `ok: false` marks what is wrong. */
export type Line = Readonly<{ ok: boolean; text: string }>;
export const said = (text: string): Line => ({ ok: true, text });
export const wrong = (text: string): Line => ({ ok: false, text });

/** Time between two lines of progress (ms). */
const OFTEN = 1000;

/**
 * Lines of progress while a piece of work goes on: what it last said, once a second, and at its end. What the work
 * returns is returned, what it throws is thrown.
 */
export async function* following<T>(work: (progress: (text: string) => void) => Promise<T>): AsyncGenerator<Line, T> {
  let [latest, printed]: [string | null, string | null] = [null, null];
  let over = false;
  const done = work((text) => (latest = text)).finally(() => (over = true));
  done.catch(() => undefined); // it is awaited below
  while (!over) {
    await Promise.race([done.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, OFTEN))]);
    if (latest !== null && latest !== printed) yield said((printed = latest));
  }
  return done;
}
