import { RuleViolation } from '@chuangwen/kernel';
import { spanOf, trim, type Mapped, type Span } from '../source/mapped';

/** A notice of more lines than this is a database dump; its objects would not fit into the worker. */
export const mostLines = 200_000;

/** The lines that are not blank, trimmed. */
export function linesOf(doc: Mapped): Span[] {
  const out: Span[] = [];
  for (let from = 0; from < doc.text.length;) {
    let to = doc.text.indexOf('\n', from);
    if (to < 0) to = doc.text.length;
    if (to > from) {
      const line = trim(spanOf(doc, from, to));
      if (line.text.length > 0) out.push(line);
      if (out.length > mostLines) throw new RuleViolation('notice.too-large', { limit: `${mostLines} 行 lines` });
    }
    from = to + 1;
  }
  return out;
}
