import { oneLine } from '../source/understood';
import type { Span } from '../source/mapped';

/** Without 同志 behind each name, and divided as in a list. */
export function namesOf(who: Span): string {
  const words = oneLine(who.text).replace(/(?<=[\u4e00-\u9fff]{2})[,，]/g, '、');
  const named = words.replace(/(?<=[\u4e00-\u9fff]{2})同志(?=$|[、和与及])/g, '');
  return named === words ? words : named.replace(/(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})/g, '、');
}
