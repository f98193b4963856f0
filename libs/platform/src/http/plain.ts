import { RuleViolation } from '@chuangwen/kernel';
import { isBlank } from '../unseen';

/** No form of ours is nested deeper; what walks through a body by recursion need not fear for its stack. */
const DEEPEST = 40;

/** Nobody types these. Tabs, line ends, and what word processors paste as line breaks are let in. */
const UNSEEN = /[^\P{Cc}\t\n\v\f\r\u0085]/u;

/**
 * What a client sent is looked at before any schema: shallow, and of characters that can be kept, compared and shown.
 * Throws RuleViolation `request.too-deep`, `request.characters`.
 */
export function mustBePlain(content: unknown): void {
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new RuleViolation('request.too-deep', { levels: DEEPEST });
    level = level.flatMap(partsOf);
  }
}

function partsOf(value: unknown): unknown[] {
  if (typeof value === 'string') mustBeText(value);
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) Object.keys(value).forEach(mustBeText);
  return Object.values(value);
}

/** Half a surrogate pair is no character either: it can't be written as UTF-8. Text of zero-width characters only looks empty but is not. */
function mustBeText(text: string): void {
  if (UNSEEN.test(text) || !text.isWellFormed() || (text.trim() !== '' && isBlank(text)))
    throw new RuleViolation('request.characters');
}
