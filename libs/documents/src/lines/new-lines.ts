import { edit, type Mapped, type Span } from '../source/mapped';
import { isTableLine } from './join';
import { linesOf } from './lines';

/** Puts line ends where `cuts` says that something new begins in a long line; its offsets are of the line. */
export function withNewLines(doc: Mapped, cuts: (line: Span) => readonly number[]): Mapped {
  const all = linesOf(doc).flatMap((line) =>
    line.text.length < 60 || isTableLine(line.fold)
      ? []
      : cuts(line)
          .filter((at) => at > 0 && at < line.text.length)
          .map((at) => line.from + at),
  );
  return edit(
    doc,
    [...new Set(all)].sort((a, b) => a - b).map((at) => ({ from: at, to: at, put: '\n' })),
  );
}
