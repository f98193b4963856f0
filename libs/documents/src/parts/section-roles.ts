import type { Era } from '../dates/years';
import { action } from '../outline/kinds';
import { lastOf, type Section } from '../outline/sections';
import { headed } from '../outline/title';
import { cover } from '../source/mapped';
import { annotationStart } from './annotations';
import { readGroup } from './group';
import { readItem } from './items';

/** A section without items, but with a line that says who answers for it: an item itself, whatever its heading is like. */
export const isAnswered = ({ node, kind }: Section): boolean =>
  node.children.length === 0 &&
  kind !== 'group' &&
  kind !== 'requirements' &&
  node.body.some(({ fold }) =>
    /^(?:牵头|责任|主责|承办|主办)(?:单位|部门|科室|股室|处室|部室|站所|班组|人|领导) ?:/.test(fold),
  );

/** "包保路段及责任单位": places, each with who answers for it. */
export const answeredItems = ({ node }: Section): boolean =>
  node.children.length > 1 &&
  node.children.every(({ head, body }) => annotationStart([head, ...body].map(({ fold }) => fold).join('\n')) > 0);

/**
 * Sections that are themselves the measures: a notice of 一、二、三、 without a section called measures, or the sections
 * between the goals and the requirements of a plan that calls none of its sections so.
 */
export function plainMeasures(sections: readonly Section[], bulletin: boolean): ReadonlySet<Section> {
  if (bulletin || sections.some(({ kind }) => kind === 'measures' || kind === 'duties')) return new Set();
  const own = sections.filter((section) => section.kind === 'other');
  // What volunteers do at an hour and a place has parts too, but only what says to do something is a measure.
  const event = sections.filter(({ kind }) => /^(?:time|setting|activity)$/.test(kind)).length >= 2;
  const actions = own.filter((section) => !isDemand(section) && (!event || action.test(section.title.fold)));
  // A notice without any heading of a plan's parts is one list of measures, whatever the words of its last item.
  const planned = sections.some(({ kind }) => kind !== 'other');
  const chosen = planned ? actions : actions.length > 0 ? own : [];
  return new Set(
    chosen.length >= 2 || (chosen.length === 1 && sections.some(({ kind }) => kind === 'thought' || kind === 'goals'))
      ? chosen
      : [],
  );
}

/** What volunteers do at a place and an hour is the content of that activity, no measure of a plan. */
export const isActivity = (section: Section, all: readonly Section[]): boolean =>
  (section.kind === 'activity' ||
    (/^(?:工作|服务|活动|志愿服务)?内容$/.test(section.title.fold) &&
      all.some(({ kind }) => kind === 'time' || kind === 'setting'))) &&
  !isPlanned(section, all);

/** In a plan, which has aims or stages, items that are each a heading with its text are measures, also below 活动内容. */
const isPlanned = ({ node }: Section, all: readonly Section[]): boolean =>
  node.children.length > 1 &&
  node.children.every((child) => {
    const { title, rest } = headed(child);
    return title.text.length <= 24 && (rest !== null || child.body.length + child.children.length > 0);
  }) &&
  all.some(({ kind }) => kind === 'goals' || kind === 'phases' || kind === 'thought');

/** Somebody answers for it: then it is work of the unit's own, not of volunteers. */
export const owned = ({ node }: Section, era: Era): boolean =>
  node.children.some((child) => {
    const { item, annotated } = readItem(child, era);
    return annotated || item.responsible !== null || item.children.some(({ responsible }) => responsible !== null);
  });

/** "加强领导,落实责任": how it is to be done, not what. */
export const isDemand = ({ title }: Section): boolean =>
  /^(?:高度重视|提高(?:政治)?站位|统一思想|结合实际|狠抓|周密部署|精心组织|密切配合|迅速行动|广泛发动|压实责任|严明纪律)|^(?:切实|进一步)?(?:加强|强化|提高|统一|落实|严格|严肃|明确|健全)(?:对.{1,12}的?)?(?:组织)?(?:领导|认识|思想认识|责任|纪律|督查|督导|督促检查|监督检查|考核|保障|宣传引导|工作责任|政治站位|协调|协作|配合)/.test(
    title.fold.replace(/ /g, ''),
  );

/** "一、加强组织领导。成立由…任组长的领导小组" is about the group. */
export function holdsGroup(section: Section): boolean {
  const { node } = section;
  const group = node.children.length === 0 ? readGroup(cover(node.head, lastOf(node))) : null;
  return group !== null && group.leader !== null;
}
