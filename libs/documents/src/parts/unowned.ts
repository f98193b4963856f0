import type { Era } from '../dates/years';
import type { Marker } from '../lines/numbering';
import type { Section } from '../outline/sections';
import type { Node } from '../outline/node';
import type { Span } from '../source/mapped';
import { placeOf } from '../source/understood';
import { readItem } from './items';
import type { Work } from './work';

const fewest = 4;

/**
 * Among numbered tasks of one style, two thirds of them answered for, those without an owner are tasks too, and so is the
 * last, whose owner the end of the text cut off. It stands beside a task, or counts on from one.
 */
export function withUnowned(sections: readonly Section[], era: Era, out: Work): void {
  if (out.tasks.length < fewest - 1) return;
  const starts = out.tasks.map(({ text }) => text.place?.start ?? 0).sort((a, b) => a - b);
  const open = sections.filter(({ kind }) => !/^(?:requirements|group|phases|goals|thought|time|setting)$/.test(kind));
  const leaves = open.flatMap(({ node }) => leavesOf(node, null));
  for (const style of new Set(leaves.map(({ marker }) => marker.style))) {
    const own = leaves
      .filter(({ marker }) => marker.style === style)
      .map((leaf) => ({ ...leaf, read: readItem(leaf.node, era) }));
    const isTask = own.map(({ node }) => startsWithin(starts, node.head));
    const tasks = isTask.filter(Boolean).length;
    if (own.length < fewest || tasks === own.length || tasks * 3 < own.length * 2) continue;
    const parents = new Set(own.flatMap(({ parent }, i) => (isTask[i] ? [parent] : [])));
    own.forEach(({ node, parent, marker, read: { item } }, i) => {
      const countsOn = i > 0 && isTask[i - 1] && marker.n === own[i - 1]!.marker.n + 1;
      const beside = parents.has(parent);
      if (
        isTask[i] ||
        item.responsible ||
        item.text ||
        node.body.length > 0 ||
        item.title.value.length < 6 ||
        !(countsOn || beside)
      )
        return;
      const { number, title, responsible, joint, deadline } = item;
      const warnings = i === own.length - 1 && !/[。;]$/.test(node.head.fold) ? [{ code: 'text.truncated' }] : [];
      const text = { ...title, warnings: [...title.warnings, ...warnings] };
      const at = out.tasks.findLastIndex((task) => (task.text.place?.start ?? 0) < (title.place?.start ?? 0));
      out.tasks.splice(at + 1, 0, { number, text, responsible, joint, deadline, rawDeadline: null, phase: null });
      out.measures = out.measures.filter((measure) => measure.title.place?.start !== title.place?.start);
    });
  }
}

function startsWithin(starts: readonly number[], head: Span): boolean {
  const { start, end } = placeOf(head) ?? { start: 0, end: 0 };
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low < starts.length && starts[low]! < end;
}

type Leaf = { node: Node; parent: Node | null; marker: Marker };
const leavesOf = (node: Node, parent: Node | null): Leaf[] =>
  node.children.length > 0
    ? node.children.flatMap((child) => leavesOf(child, node))
    : node.marker && node.marker.style !== 'stage'
      ? [{ node, parent, marker: node.marker }]
      : [];
