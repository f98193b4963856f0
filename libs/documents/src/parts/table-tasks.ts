import type { Item, Task, Understood, Warning } from '../notice';
import type { Era } from '../dates/years';
import { markerOf } from '../lines/numbering';
import { organisations } from '../source/lists';
import { fold } from '../source/fold';
import { part, trim, type Span } from '../source/mapped';
import { inferred, literal } from '../source/understood';
import { deadlineOf } from './annotations';
import { garbledIn } from './items';
import { isOwner } from './owner-words';
import type { Column } from './table-columns';
import type { Cell } from './table-cells';

/** What a row that is a heading says; the first `marker` characters are its number, if no cell is. */
export function topic(cell: Cell, marker: number, number?: Cell): Item {
  const title = trim(part(cell, marker), '。;:');
  return {
    number: (number?.text ?? cell.text.slice(0, marker)).replace(/[ \u3000]/g, ''),
    title: literal(title, garbledIn(title)),
    text: null,
    responsible: null,
    joint: [],
    deadline: null,
    phase: null,
    children: [],
  };
}

/** The task of a row; what it leaves out is that of the cells `above`. `truncated`: its text breaks off. */
export function taskOf(
  cells: readonly (Cell | undefined)[],
  heads: readonly Column[],
  work: number,
  above: readonly (Cell | undefined)[],
  era: Era,
  truncated: boolean,
): Task {
  const at = (kind: Column) => heads.indexOf(kind);
  const cell = cells[work]!;
  const marker = markerOf(cell.fold);
  const own = trim(part(cell, marker?.length ?? 0), '。;,');
  const numberCell = at('number') >= 0 ? (cells[at('number')] ?? null) : null;
  const who = inherited(cells, above, at('responsible'));
  const when = inherited(cells, above, at('deadline'));
  const due = when ? deadlineOf(when.cell, era) : { deadline: null, rawDeadline: null };
  return {
    number: marker ? cell.text.slice(0, marker.length).replace(/[ \u3000]/g, '') : numberCell?.text.trim() || null,
    text: literal(own, [...(truncated ? [{ code: 'text.truncated' }] : []), ...garbledIn(own)], lines(own)),
    responsible: who && said(who, list(who.cell)),
    joint: heads.flatMap((head, i) => (head === 'joint' ? partners(cells[i]) : [])),
    deadline:
      when && due.deadline
        ? when.merged
          ? { ...due.deadline, inferred: true, warnings: [...due.deadline.warnings, merged] }
          : due.deadline
        : null,
    rawDeadline: due.rawDeadline,
    phase: null,
  };
}

const merged: Warning = { code: 'table.merged' };
type Found = { cell: Cell; merged: boolean };

function inherited(
  cells: readonly (Cell | undefined)[],
  above: readonly (Cell | undefined)[],
  column: number,
): Found | null {
  if (column < 0) return null;
  const own = cells[column];
  if (own && own.text.length > 0) return /^[-/无]+$/.test(own.fold) ? null : { cell: own, merged: false };
  const from = above[column];
  return from && from.text.length > 0 && !/^[-/无]+$/.test(from.fold) ? { cell: from, merged: true } : null;
}

/** Partners are those of this very row: an empty cell names nobody. */
const partners = (cell: Cell | undefined): Understood<string>[] =>
  cell && !/^[-/无]*$/.test(cell.fold)
    ? cell.fold
        .split('\n')
        .flatMap((line, i, all) => {
          const from = all.slice(0, i).reduce((sum, { length }) => sum + length + 1, 0);
          return organisations(part(cell, from, from + line.length));
        })
        .map((one) => literal(one))
    : [];

const said = ({ cell, merged: below }: Found, value: string): Understood<string> =>
  below ? inferred(value, cell, [merged]) : literal(cell, [], value);

/** Names one a line are a list: 党委宣传部⏎社科部 → 党委宣传部、社科部. */
const list = (cell: Cell): string =>
  cell.text
    .split('\n')
    .map((line) => line.replace(/^[ \u3000|]+|[ \u3000、,，;；]+$/g, ''))
    .filter((line) => line !== '')
    .map((line) => {
      const names = line.split(/[ \u3000]{1,4}|[/／]/);
      return names.length > 1 && names.every((name) => isOwner(fold(name), false)) ? names.join('、') : line;
    })
    .join('、');

/** A wrapped sentence is one line; a list below it keeps its lines. */
function lines(span: Span): string {
  const all = span.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first, ...rest] = all;
  if (first === undefined) return '';
  const listed =
    rest.length >= 2 &&
    rest.every((line) => line.length <= 16 && !/[，。；,;]/.test(line)) &&
    Math.max(...rest.map((l) => l.length)) < first.length;
  return listed ? all.join('\n') : all.join('');
}
