/** Control characters but tab and line end, and what turns the direction of writing: they would steer the terminal, or hide a word. */
const STEERING = /[^\P{Cc}\t\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export const harmless = (text: string): string => text.replace(STEERING, '\ufffd');

type Stream = Pick<NodeJS.WriteStream, 'on'>;

/** Who reads may stop reading (`… | head`): what is printed after that goes nowhere, and the work goes on to its end. */
export function mindClosedPipes(streams: readonly Stream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

/** Whatever is printed from now on is harmless, whoever wrote it: a notice, a name, an error. */
export function guardTerminal(out: Pick<Console, 'log' | 'error'> = console): void {
  for (const method of ['log', 'error'] as const) {
    const print = out[method].bind(out);
    out[method] = (...parts: unknown[]) =>
      print(...parts.map((part) => (typeof part === 'string' ? harmless(part) : part)));
  }
}
