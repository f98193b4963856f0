import { organLine } from '../lines/glue-head';
import type { Sheet } from './furniture';

/**
 * Nobody signs three times: offices with a date below them, again and again, are cells of a table, but for one behind a
 * sentence and the last at the very end. Up to where no line is a sign-off.
 */
export function cellsUpTo({ list, claimed }: Sheet): number {
  const pairs = list.flatMap((line, i) => {
    const pair = i > 1 && !claimed[i] && dateAlone.test(line.fold.slice(0, 30));
    return pair && organLine.test(list[i - 1]!.fold.slice(0, 50)) ? [i] : [];
  });
  const [first = 0] = pairs;
  if (pairs.length < 3 || /。$/.test(list[first - 2]!.fold)) return 0;
  return list.length - pairs.at(-1)! <= 6 ? pairs.at(-1)! : list.length;
}
const dateAlone = /^(?:(?:19|20)\d\d ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日(?:之?前|以前)?$/;
