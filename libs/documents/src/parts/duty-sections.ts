import type { Era } from '../dates/years';
import { organEnd } from '../lines/lexicon';
import type { Section } from '../outline/sections';
import { headed } from '../outline/title';
import type { Node } from '../outline/node';
import { dutiesBelow, dutyIn, dutyOf } from './duties';
import { personName } from './names';
import { owned } from './section-roles';
import { items, type Work } from './work';

/** "任务分工" holds who has to do what, or work with its owner behind it: what most of its items begin with decides. */
export function duties(section: Section, era: Era, out: Work): void {
  const nodes = leaves(section.node.children);
  if (nodes.length === 0) {
    const tasks = section.node.body.map((line) => dutyIn(line, era)).filter((task) => task !== null);
    if (tasks.length >= 2) out.tasks.push(...tasks);
    return;
  }
  const listed = section.node.children.map((node) => dutiesBelow(node, era));
  if (listed.some(({ length }) => length > 0)) {
    section.node.children.forEach((node, i) => {
      if (listed[i]!.length > 0) out.tasks.push(...listed[i]!);
      else for (const leaf of leaves([node])) duty(leaf, era, out);
    });
    return;
  }
  const tasks = nodes.map((node) => dutyOf(node, era));
  if (tasks.filter((task) => task !== null).length * 2 > nodes.length)
    out.tasks.push(...tasks.filter((task) => task !== null));
  // "工作职责 1、负责…": what the unit itself is to do.
  else if (owned(section, era) || (tasks.every((task) => task === null) && nodes.every(isOwnDuty)))
    items(section, era, out, 'measures');
}

export function duty(node: Node, era: Era, out: Work): void {
  const task = dutyOf(node, era);
  if (task) out.tasks.push(task);
}

/** "一、市公安局:负责…": a list of who does what, all of it. */
export const allDuties = (sections: readonly Section[], era: Era): boolean =>
  sections.every(
    ({ node }) => /^[^,。;]{2,60}?(?::|负责|牵头|具体|协助|担任)/.test(headAndBody(node)) && ownsUp(node, era),
  );

const headAndBody = ({ head, marker, body }: Node): string =>
  head.fold.slice(marker?.length ?? 0, 120) + (body[0]?.fold.slice(0, 60) ?? '');

const ownsUp = (node: Node, era: Era): boolean => {
  const who = (dutyOf(node, era)?.responsible?.value ?? '').normalize('NFKC');
  return new RegExp(`(?:${organEnd}|${personName}|书记|成员|主任|网格员|负责人)(?:\\([^()]{1,20}\\))?$`).test(who);
};

/** Something to do, not the name of a body whose duties follow. */
const isOwnDuty = ({ head, marker }: Node): boolean =>
  head.text.length > (marker?.length ?? 0) + 9 ||
  /^(?:负责|协同|协助|配合|利用|组织|加强|积极|认真|开展|做好|抓好|落实|完善|建立|严格|定期|每[天周月])/.test(
    head.fold.slice(marker?.length ?? 0),
  );

/** The lowest level that has items with a heading of their own is what is asked of people. */
const leaves = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) =>
    node.children.length > 0 && node.children[0]!.marker?.style !== 'circle' && headed(node).rest === null
      ? leaves(node.children)
      : [node],
  );
