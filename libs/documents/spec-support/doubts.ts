import type { Notice } from '../src';
import { allUnderstood } from './walk';

/**
 * Every warning of a notice, one a line: what it is about (the document, or where in it) and its code. What is concluded
 * is marked 推定. A spec that lists them all fails when one is missing, and when one is there without need.
 */
export function doubtsOf(notice: Notice): string[] {
  const own = notice.warnings.map(({ code }) => `document ${code}`);
  const parts = allUnderstood(notice).flatMap(({ path, one }) =>
    one.warnings.map(({ code }) => `${path} ${code}${one.inferred ? ' 推定' : ''}`),
  );
  return [...own, ...parts];
}

const bare = (text: string): string => text.replace(/[\s\u3000、*#|]/g, '');

/** The parts whose place holds more, or less, than their words: all but line ends, blanks and the 、 between two lines. */
export function inexact(notice: Notice): string[] {
  return allUnderstood(notice).flatMap(({ path, one: { value, place } }) => {
    if (!place) return [`${path} has no place`];
    const source = notice.text.slice(place.start, place.end);
    if (/^[\d-]{4,10}$/.test(value))
      return source.length <= 30 && /[\d一二三四五六七八九十]/.test(source) ? [] : [path];
    return bare(source) === bare(value) ? [] : [path];
  });
}
