import { cover, spanOf, type Span } from '../source/mapped';
import { headed } from './title';
import { kindOf, type Kind } from './kinds';
import { monthAlone } from './marker-at';
import type { Node } from './node';
import type { Outline } from './tree';

export type Section = { kind: Kind; title: Span; rest: Span | null; node: Node };

/** Sections with their kind. */
export function sectionsOf(outline: Outline): Section[] {
  return outline.sections.flatMap((node) => {
    const { title } = headed(node);
    if (node.marker?.style === 'part' && kindOf(title.fold) === 'other' && node.children.some(isPart))
      return node.children.map(one);
    return [one(node)];
  });
}

/** "第一部分 总体安排" over 指导思想, 工作目标 is looked through; "第一部分 抓教育" over what is to be done is work itself. */
const isPart = (node: Node): boolean => kindOf(headed(node).title.fold) !== 'other';

function one(node: Node): Section {
  const { title, rest } = headed(node);
  return { kind: kindOfNode(node, title), title, rest, node };
}

/** "工作安排" over nothing but 第一阶段, 第二阶段 is about phases, whatever its heading says. */
function kindOfNode(node: Node, title: Span): Kind {
  if (monthAlone.test(title.fold)) return 'month';
  const kind = kindOf(title.fold);
  const staged = node.children.length >= 2 && node.children.every(isStage);
  return staged && (kind === 'measures' || kind === 'activity' || kind === 'other') ? 'phases' : kind;
}

const isStage = ({ marker, head }: Node): boolean =>
  marker?.style === 'stage' ||
  /^[^,。;:]{2,14}阶段 ?(?:[(:,。]|$)/.test(head.fold.slice(marker?.length ?? 0, (marker?.length ?? 0) + 30));

/** The last character of a node with everything below it. */
export function lastOf(node: Node): Span {
  let last = node.body.at(-1) ?? node.head;
  for (let deep: Node | undefined = node; deep; deep = deep.children.at(-1)) {
    const end: Span = deep.body.at(-1) ?? deep.head;
    if (end.from >= last.from) last = end;
  }
  return last;
}

/** What stands in a section below its heading, children included; null when it is empty. */
export function contentOf({ rest, node }: Section): Span | null {
  const first = rest ?? node.body[0] ?? node.children[0]?.head;
  return first ? cover(first, lastOf(node)) : null;
}

/** The own paragraphs of a node, without those of its children. */
export function ownText(rest: Span | null, body: readonly Span[]): Span | null {
  const first = rest ?? body[0];
  const last = body.at(-1) ?? rest;
  return first && last ? spanOf(first.doc, first.from, last.from + last.text.length) : null;
}
