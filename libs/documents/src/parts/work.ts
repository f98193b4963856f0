import type { Item, Task, Warning } from '../notice';
import type { Era } from '../dates/years';
import type { Section } from '../outline/sections';
import { annotationStart } from './annotations';
import { isSomething, levelled, readItem, type Read } from './items';
import { ledTasks } from './led-tasks';
import { ownedParagraphs } from './prose-tasks';

/** What a document asks for. */
export type Work = { measures: Item[]; requirements: Item[]; tasks: Task[]; warnings: Warning[] };

/** Items that are tasks and no measures. */
export function ownedItems({ node }: Section, era: Era, out: Work): void {
  for (const child of node.children) {
    const { item, rawDeadline, annotated } = readItem(child, era);
    tasksBelow(item, rawDeadline, out.tasks, annotated);
  }
}

/** The items of a section: measures, with the tasks among and below them, or requirements. */
export function items(section: Section, era: Era, out: Work, to: 'measures' | 'requirements'): void {
  const led = ledTasks(section.node, era);
  if (led.length > 0) return void out.tasks.push(...led);
  const { nodes, mixed } = levelled(section.node.children);
  if (mixed) out.warnings.push({ code: 'numbering.mixed', params: { section: section.title.text } });
  const reads = nodes.map((node) => readItem(node, era));
  const tasksOnly = areTasks(reads);
  for (const read of reads) add(read, out, to, tasksOnly);
  if (nodes.length === 0 && to === 'measures') out.tasks.push(...ownedParagraphs(section.node.body, era));
  // "六、强化保障。各单位要…": a section without items is one itself, when its heading says something.
  if (nodes.length === 0 && to === 'requirements' && section.title.text.length > 6)
    add(readItem(section.node, era), out, to);
}

/** An item for which somebody answers, by annotation or 由…负责, is a task as well. */
export function add(read: Read, out: Work, to: 'measures' | 'requirements', tasksOnly = false): void {
  if (!isSomething(read.item)) return;
  if (to === 'requirements' || !tasksOnly || !isTaskOnly(read)) out[to].push(read.item);
  if (to === 'measures') tasksBelow(read.item, read.rawDeadline, out.tasks, read.annotated);
}

/** A sentence with its owner behind it, and nothing else, is a task; a measure is a heading with something below or behind it. */
const isTaskOnly = ({ item, node, led }: Read): boolean =>
  led === true ||
  (item.responsible !== null &&
    item.text === null &&
    item.children.length === 0 &&
    node.body.length === 0 &&
    annotationStart(node.head.fold) > 0);

/** Most of a list is of that kind. */
export const areTasks = (reads: readonly Read[]): boolean => reads.filter(isTaskOnly).length * 2 > reads.length;

/** Of an item and of what is below it, what somebody answers for. */
export function tasksBelow(item: Item, rawDeadline: string | null, tasks: Task[], annotated = false): void {
  // A heading's owner stands above those of its items.
  const ofItems = item.children.length > 1 && item.children.every((child) => child.responsible !== null);
  if ((item.responsible || annotated) && !ofItems) {
    const { number, title, responsible, joint, deadline, phase } = item;
    tasks.push({ number, text: title, responsible, joint, deadline, rawDeadline, phase });
  }
  for (const child of item.children) tasksBelow(child, null, tasks);
}
