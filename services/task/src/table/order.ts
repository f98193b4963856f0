import type { TaskDocument } from '../projections/task-document';

/** As a plan is read: measures by their id's first appearance can't be known here, so by number, title and id. */
export function inOrder(a: TaskDocument, b: TaskDocument): number {
  const keys = (task: TaskDocument) => [
    task.measure.number ?? '',
    task.measure.title,
    task.number ?? '',
    task.title,
    task.taskId,
  ];
  const [x, y] = [keys(a), keys(b)];
  for (let i = 0; i < x.length; i += 1) {
    const order = byNumber(x[i]!, y[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

const DIGITS = '〇一二三四五六七八九';

/** “（二）” before “（十一）”, as people count. */
function byNumber(a: string, b: string): number {
  const [x, y] = [valueOf(a), valueOf(b)];
  return x !== y ? x - y : a < b ? -1 : a > b ? 1 : 0;
}

function valueOf(text: string): number {
  const arabic = /\d+/.exec(text)?.[0];
  if (arabic !== undefined) return Number(arabic);
  const han = /[一二三四五六七八九十]+/.exec(text)?.[0];
  if (han === undefined) return 0;
  const [tens, ones] = han.includes('十') ? han.split('十') : ['', han];
  const digit = (one: string | undefined) => Math.max(0, DIGITS.indexOf(one ?? ''));
  return (han.includes('十') ? (tens === '' ? 10 : digit(tens) * 10) : 0) + (ones === '' ? 0 : digit(ones));
}
