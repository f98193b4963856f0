import { endOf, mapped, trim, type Mapped, type Span } from '../source/mapped';
import { isRun, unglued, type Counters } from './glue';
import { ungluedHead } from './glue-head';
import { headingsIn, labelsIn, peopleIn } from './glue-labels';
import { monthsIn } from './glue-months';
import { cellsIn } from './glue-table';
import { withoutInlineNoise, withoutPath } from './inline-noise';
import { withoutHeadsAgain } from './heads-again';
import { isTableLine, joinBroken } from './join';
import { withLineEnds } from './line-ends';
import { linesOf } from './lines';
import { withoutMarks } from './marks';
import { withNewLines } from './new-lines';
import { withoutNoiseLines } from './noise';
import { withoutPageHead } from './page-head';
import { withOwnerMarks } from './owner-marks';
import { withoutSpacing } from './spacing';
import { withBars } from './tabs';

export type Paragraphs = {
  doc: Mapped;
  list: Span[];
  removed: { lines: number; phrases: number; joined: number };
  webTime: string | null;
  /** Where in the source lines of the page around the document were left out. */
  holes: readonly number[];
};

/** From the decoded text to its paragraphs: marks, noise and page ends gone, what was glued together apart. */
export function paragraphsOf(text: string): Paragraphs {
  const { doc: clean, count } = withoutInlineNoise(
    withBars(withoutSpacing(withLineEnds(withoutPageHead(withoutPath(withoutMarks(mapped(text))))))),
  );
  const page = withoutNoiseLines(linesOf(clean));
  const { doc: whole, joined } = joinBroken(clean, withoutHeadsAgain(page.kept));
  const doc = withOwnerMarks([cellsIn, monthsIn, headingsIn, labelsIn, peopleIn].reduce(withNewLines, whole));
  const counters: Counters = new Map();
  const inRun = within(
    whole,
    linesOf(whole).filter((line) => isRun(line.fold) && !isTableLine(line.fold)),
  );
  const list = linesOf(doc)
    .flatMap((line) => (isTableLine(line.fold) ? [line] : ungluedHead(line)))
    .flatMap((line) => (isTableLine(line.fold) ? [line] : unglued(trim(line), counters, inRun(doc.at[line.from] ?? 0))))
    .map((line) => trim(line))
    .filter((line) => line.text.length > 0);
  const holes = page.removed.map((line) => clean.at[line.from] ?? 0);
  return { doc, list, removed: { lines: page.removed.length, phrases: count, joined }, webTime: page.webTime, holes };
}

/** Whether a place of the source lies in one of these lines; asked in order. */
function within(doc: Mapped, lines: readonly Span[]): (at: number) => boolean {
  let k = 0;
  return (at) => {
    while (k < lines.length && doc.at[endOf(lines[k]!) - 1]! < at) k++;
    return k < lines.length && doc.at[lines[k]!.from]! <= at;
  };
}
