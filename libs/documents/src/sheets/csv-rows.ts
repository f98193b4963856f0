import { RuleViolation } from '@chuangwen/kernel';
import type { Limits } from '../file/limits';

/** The rows of CSV (RFC 4180), divided by whichever of comma, tab and semicolon its first line has most of. */
export function csvRows(text: string, limits: Limits): string[][] {
  const from = text.startsWith('\ufeff') ? 1 : 0;
  const divider = dividerOf(text.slice(from, from + 20_000));
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = from; at <= text.length;) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at, divider);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === divider && at < text.length) {
      at++;
      continue;
    }
    rows.push(row);
    if (rows.length > limits.rows) throw new RuleViolation('notice.too-large', { limit: `${limits.rows} 行 rows` });
    row = [];
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    if (at >= text.length) break;
  }
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  if (width * rows.length > limits.cells)
    throw new RuleViolation('notice.too-large', { limit: `${limits.cells} 个单元格 cells` });
  return rows.map((cells) => [...cells, ...Array<string>(width - cells.length).fill('')]);

  function plain(all: string, start: number, stop: string): { value: string; end: number } {
    let end = start;
    while (end < all.length && all[end] !== stop && all[end] !== '\n' && all[end] !== '\r') end++;
    return { value: all.slice(start, end).trim(), end };
  }

  /** What follows the closing quote before the next divider belongs to the cell, as spreadsheets read it. */
  function quoted(all: string, start: number): { value: string; end: number } {
    let close = all.indexOf('"', start + 1);
    while (close >= 0 && all[close + 1] === '"') close = all.indexOf('"', close + 2);
    const inside = all.slice(start + 1, close < 0 ? all.length : close).replaceAll('""', '"');
    if (close < 0) return { value: inside, end: all.length };
    const rest = plain(all, close + 1, divider);
    return { value: inside + rest.value, end: rest.end };
  }
}

function dividerOf(head: string): string {
  const line = /^[^\r\n]*/.exec(head)![0];
  const count = (one: string) => line.split(one).length;
  return [',', '\t', ';'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
