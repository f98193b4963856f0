import { ownerCloses, ownerOpens } from '../lines/owner-marks';
import { part, trim, type Span } from '../source/mapped';
import { ownerWords, type Stretch } from './owner-words';

/** "(宣传科牵头,后勤科配合,4月10日前完成)": who leads, who joins in and by when, in words and in brackets. */
export type BracketLead = { at: number; lead: Span; joint: Span | null; due: Span | null };

const bracket =
  /^\( ?(?:由)?([^()。;:牵]{2,50}?)(?:具体|总|共同)?(?:牵头负责|牵头落实|牵头|负责|主办|承办|落实)(?: ?[,;、]? ?([^()。;:]{2,50}?)(?:协助|配合|参与|协办))?(?: ?[,;、]? ?([^()。]{2,24}?))? ?\) ?[。;]?$/;

/** Where such a bracket begins, at the end of folded text. */
export function bracketLeadAt(folded: string): number | undefined {
  const marked = markedAt(folded);
  if (marked >= 0) return marked;
  const from = folded.lastIndexOf('(');
  if (from < 0 || folded.length - from > 160) return undefined;
  return bracket.test(folded.slice(from).trimEnd()) ? from : undefined;
}

/** At the end of an item, and nowhere else: a bracket within a sentence explains that sentence. */
export function bracketLead(span: Span): BracketLead | null {
  const marked = markedAt(span.fold);
  if (marked >= 0) return markedLead(span, marked);
  const from = span.fold.lastIndexOf('(');
  const found = from < 0 || span.fold.length - from > 160 ? null : bracket.exec(span.fold.slice(from));
  if (!found || found.index !== 0) return null;
  const [whole, lead, joint, due] = found;
  const piece = (text: string | undefined, after: number): Span | null => {
    if (text === undefined) return null;
    const at = whole.indexOf(text, after);
    return trim(part(span, from + at, from + at + text.length), ',;、');
  };
  const first = piece(lead, 1)!;
  if (first.text.length < 2) return null;
  return {
    at: from,
    lead: first,
    joint: piece(joint, 1 + lead!.length),
    due: piece(due, 1 + lead!.length + (joint?.length ?? 0)),
  };
}

/** Where a marked owner begins behind which nothing stands; -1 without one. */
function markedAt(folded: string): number {
  const from = folded.lastIndexOf(ownerOpens);
  return from >= 0 && marked.test(folded.slice(from)) ? from : -1;
}
const marked = new RegExp(`^${ownerOpens}[^${ownerCloses}\\n]{2,180}(?:${ownerCloses}?[。;: ]{0,2})$`);

function markedLead(span: Span, at: number): BracketLead | null {
  const inner = trim(part(span, at + 1), `。;:,-${ownerCloses}`);
  const found = ownerWords(inner.fold);
  const piece = (one: Stretch | null): Span | null => one && trim(part(inner, one.from, one.to), ',;、');
  return found && { at, lead: piece(found.lead)!, joint: piece(found.joint), due: piece(found.due) };
}
