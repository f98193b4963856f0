import { oneLine } from '../source/understood';
import type { Span } from '../source/mapped';
import { isName } from './names';
import { isOwner } from './owner-words';

/** Without 同志 behind each name, and divided as in a list, also where blanks or strokes divide bodies, or people. */
export function namesOf(who: Span): string {
  const pieces = who.fold.split(/ {1,4}|[/|]/);
  const several =
    pieces.length > 1 && (pieces.every((piece) => isOwner(piece, false)) || pieces.every((piece) => isName(piece)));
  const words = oneLine(several ? who.text.trim().replace(/[ \u3000\u00a0]+|[/|／｜]/g, '、') : who.text).replace(
    /(?<=[\u4e00-\u9fff]{2})[,，]/g,
    '、',
  );
  const named = words.replace(/(?<=[\u4e00-\u9fff]{2})同志(?=$|[、和与及])/g, '');
  return named === words ? words : named.replace(/(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})/g, '、');
}
