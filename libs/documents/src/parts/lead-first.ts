import { part, type Span } from '../source/mapped';
import { isOwnerPart, ownerWords, type OwnerWords } from './owner-words';

/** "由公安局牵头,城管局配合,整治占道停车": who leads stands before the work. `length`: up to where the work begins. */
export type LeadFirst = { words: OwnerWords; length: number };

export function leadFirst(span: Span): LeadFirst | null {
  const head = span.fold.slice(0, 160);
  let length = 0;
  for (const found of head.matchAll(/[,;] ?/g)) {
    if (found.index - length > 60 || !isOwnerPart(head.slice(length, found.index).trim())) break;
    length = found.index + found[0].length;
  }
  const words =
    length > 0 && span.text.length - length >= 4 ? ownerWords(head.slice(0, length).replace(/[,; ]{1,3}$/, '')) : null;
  return words?.leads ? { words, length } : null;
}

/** The work alone. */
export const afterLead = (title: Span): Span => part(title, leadFirst(title)?.length ?? 0);
