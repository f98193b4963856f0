import type { Place, Understood, Warning } from '../notice';
import type { Span } from './mapped';

export function placeOf(span: Span): Place | null {
  if (span.text.length === 0) return null;
  const { at } = span.doc;
  return { start: at[span.from] ?? 0, end: (at[span.from + span.text.length - 1] ?? 0) + 1 };
}

/** The words of a span as one line: what was a line break between two Chinese characters was no blank. */
export const oneLine = (text: string): string => text.replace(/[ \t\u3000]{0,40}\n[ \t\u3000]{0,40}/g, '').trim();

export function literal(span: Span, warnings: Warning[] = [], value = oneLine(span.text)): Understood<string> {
  return { value, place: placeOf(span), inferred: false, warnings: [...warnings] };
}

export function inferred(value: string, span: Span | null, warnings: Warning[]): Understood<string> {
  return { value, place: span && placeOf(span), inferred: true, warnings: [...warnings] };
}
