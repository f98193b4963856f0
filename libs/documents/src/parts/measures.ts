import type { Item, Task, Warning } from '../notice';
import type { Era } from '../dates/years';
import { action } from '../outline/kinds';
import { lastOf, type Section } from '../outline/sections';
import { organEnd } from '../lines/lexicon';
import { headed } from '../outline/title';
import { numberOf, type Node } from '../outline/tree';
import { cover, part, trim } from '../source/mapped';
import { literal } from '../source/understood';
import { annotationStart } from './annotations';
import { dutiesBelow, dutyIn, dutyOf } from './duties';
import { readGroup } from './group';
import { deadlineInText, isSomething, levelled, readItem, type Read } from './items';
import { personName } from './people';
import { ownedParagraphs } from './prose-tasks';
import { rosterTask } from './roster';

export type Work = { measures: Item[]; requirements: Item[]; tasks: Task[]; warnings: Warning[] };

/** Measures, requirements and tasks out of the sections of a document. `bulletin`: it reports, it does not plan; `spoken`: the sections of a speech are its points, what it asks stands below. */
export function workOf(
  sections: readonly Section[],
  era: Era,
  bulletin: boolean,
  spoken = false,
  taskList = false,
): Work {
  const out: Work = { measures: [], requirements: [], tasks: [], warnings: [] };
  const roster = sections.map(({ node }) => rosterTask(node)).filter((task) => task !== null);
  if (roster.length >= 2) {
    out.tasks.push(...roster);
    return out;
  }
  const answered = new Set(bulletin ? [] : sections.filter((section) => isAnswered(section)));
  const plain = plainMeasures(
    sections.filter((section) => !answered.has(section)),
    bulletin,
  );
  if (plain.size > 0 && allDuties([...plain], era)) {
    for (const { node } of plain) duty(node, era, out);
    return out;
  }
  // "任务清单": nothing but numbered tasks, each with its owner, is no list of measures.
  const flat = [...plain].map((section) => ({ section, read: readItem(section.node, era) }));
  const flatTasks = areTasks(flat.map(({ read }) => read));
  if (
    taskList &&
    flat.length > 1 &&
    flat.every(({ section, read }) => section.node.marker?.style === 'num' && read.item.responsible)
  ) {
    for (const { read } of flat) tasksBelow(read.item, read.rawDeadline, out.tasks, read.annotated);
    return out;
  }
  const asked = spoken && [...plain].some((section) => owned(section, era));
  for (const section of sections) {
    const { node } = section;
    const places = node.children.map((child) => rosterTask(child)).filter((task) => task !== null);
    if (places.length >= 2 && places.length === node.children.length) {
      out.tasks.push(...places);
      continue;
    }
    const kind = answered.has(section) ? 'other' : section.kind;
    if (node.marker?.style === 'stage') continue;
    else if (answered.has(section)) add(readItem(node, era), out, 'measures');
    else if (kind === 'duties') duties(section, era, out);
    else if (kind === 'setting' && answeredItems(section)) ownedItems(section, era, out);
    else if (kind === 'requirements') items(section, era, out, 'requirements');
    else if (bulletin || (isActivity(section, sections) && !owned(section, era))) continue;
    else if (kind === 'measures' || kind === 'activity') items(section, era, out, 'measures');
    else if (
      kind === 'goals' &&
      /任务|以下.{0,4}[类项]/.test(
        section.title.fold + (section.rest?.fold.slice(0, 300) ?? node.body[0]?.fold.slice(0, 300) ?? ''),
      )
    )
      for (const child of node.children) add(readItem(child, era), out, 'measures');
    else if (plain.has(section) && asked) {
      if (owned(section, era)) items(section, era, out, 'measures');
    } else if (ledTasks(node, era).length > 0) out.tasks.push(...ledTasks(node, era));
    else if (plain.has(section)) add(readItem(node, era), out, 'measures', flatTasks);
    else if (kind === 'other' && isDemand(section) && !holdsGroup(section))
      add(readItem(node, era), out, 'requirements');
  }
  return out;
}

/** A section without items, but with a line that says who answers for it: an item itself, whatever its heading is like. */
const isAnswered = ({ node, kind }: Section): boolean =>
  node.children.length === 0 &&
  kind !== 'group' &&
  kind !== 'requirements' &&
  node.body.some(({ fold }) =>
    /^(?:牵头|责任|主责|承办|主办)(?:单位|部门|科室|股室|处室|部室|站所|班组|人|领导) ?:/.test(fold),
  );

/** "包保路段及责任单位": places, each with who answers for it. */
const answeredItems = ({ node }: Section): boolean =>
  node.children.length > 1 &&
  node.children.every(({ head, body }) => annotationStart([head, ...body].map(({ fold }) => fold).join('\n')) > 0);

function ownedItems({ node }: Section, era: Era, out: Work): void {
  for (const child of node.children) {
    const { item, rawDeadline, annotated } = readItem(child, era);
    tasksBelow(item, rawDeadline, out.tasks, annotated);
  }
}

/**
 * Sections that are themselves the measures: a notice of 一、二、三、 without a section called measures, or the sections
 * between the goals and the requirements of a plan that calls none of its sections so.
 */
function plainMeasures(sections: readonly Section[], bulletin: boolean): ReadonlySet<Section> {
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
const isActivity = (section: Section, all: readonly Section[]): boolean =>
  !isPlanned(section, all) &&
  (section.kind === 'activity' ||
    (/^(?:工作|服务|活动|志愿服务)?内容$/.test(section.title.fold) &&
      all.some(({ kind }) => kind === 'time' || kind === 'setting')));

/** In a plan, which has aims or stages, items that are each a heading with its text are measures, also below 活动内容. */
const isPlanned = ({ node }: Section, all: readonly Section[]): boolean =>
  all.some(({ kind }) => kind === 'goals' || kind === 'phases' || kind === 'thought') &&
  node.children.length > 1 &&
  node.children.every((child) => {
    const { title, rest } = headed(child);
    return title.text.length <= 24 && (rest !== null || child.body.length + child.children.length > 0);
  });

/** Somebody answers for it: then it is work of the unit's own, not of volunteers. */
const owned = ({ node }: Section, era: Era): boolean =>
  node.children.some((child) => {
    const { item, annotated } = readItem(child, era);
    return annotated || item.responsible !== null || item.children.some(({ responsible }) => responsible !== null);
  });

/** "加强领导,落实责任": how it is to be done, not what. */
const isDemand = ({ title }: Section): boolean =>
  /^(?:高度重视|提高(?:政治)?站位|统一思想|结合实际|狠抓|周密部署|精心组织|密切配合|迅速行动|广泛发动|压实责任|严明纪律)|^(?:切实|进一步)?(?:加强|强化|提高|统一|落实|严格|严肃|明确|健全)(?:对.{1,12}的?)?(?:组织)?(?:领导|认识|思想认识|责任|纪律|督查|督导|督促检查|监督检查|考核|保障|宣传引导|工作责任|政治站位|协调|协作|配合)/.test(
    title.fold.replace(/ /g, ''),
  );

/** "一、加强组织领导。成立由…任组长的领导小组" is about the group. */
function holdsGroup(section: Section): boolean {
  const { node } = section;
  const group = node.children.length === 0 ? readGroup(cover(node.head, lastOf(node))) : null;
  return group !== null && group.leader !== null;
}

/** "县城管局牵头,7月20日前完成清理。": two items and more that begin with who leads are tasks of theirs. */
function ledTasks(node: Node, era: Era): Task[] {
  const tasks = node.children.flatMap((child): Task[] => {
    const line = trim(part(child.head, child.marker?.length ?? 0));
    const found = leads.exec(line.fold);
    if (!found || child.children.length > 0) return [];
    const behind = part(line, found[0].length);
    const due = leadingDue.exec(behind.fold);
    const rest = due ? part(behind, due[0].length) : behind;
    const end = rest.fold.indexOf('。');
    const text = trim(part(rest, 0, end < 0 ? rest.text.length : end), '。;,');
    return [
      {
        number: numberOf(child),
        text: literal(text),
        responsible: literal(part(line, 0, found[1]!.length)),
        joint: [],
        deadline: deadlineInText(behind, era),
        rawDeadline: null,
        phase: null,
      },
    ];
  });
  return tasks.length >= 2 && tasks.length === node.children.length ? tasks : [];
}

/** Something to do, not the name of a body whose duties follow. */
const isOwnDuty = ({ head, marker }: Node): boolean =>
  head.text.length > (marker?.length ?? 0) + 9 ||
  /^(?:负责|协同|协助|配合|利用|组织|加强|积极|认真|开展|做好|抓好|落实|完善|建立|严格|定期|每[天周月])/.test(
    head.fold.slice(marker?.length ?? 0),
  );

const leadingDue =
  /^(?:(?:19|20)\d{2} ?年)?\d{1,2} ?月(?: ?\d{1,2} ?[日号]|[底末初]|[上中下]旬)? ?(?:之前|以前|前) ?,? ?/;
const leads = new RegExp(`^([^,。;:⦅]{2,40}?${organEnd})(?:牵头|负责|牵头负责) ?, ?(?=.{4})`);

function items(section: Section, era: Era, out: Work, to: 'measures' | 'requirements'): void {
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
function add(read: Read, out: Work, to: 'measures' | 'requirements', tasksOnly = false): void {
  if (!isSomething(read.item)) return;
  if (to === 'requirements' || !tasksOnly || !isTaskOnly(read)) out[to].push(read.item);
  if (to === 'measures') tasksBelow(read.item, read.rawDeadline, out.tasks, read.annotated);
}

/** A sentence with its owner behind it, and nothing else, is a task; a measure is a heading with something below or behind it. */
const isTaskOnly = ({ item, node }: Read): boolean =>
  item.responsible !== null &&
  item.text === null &&
  item.children.length === 0 &&
  node.body.length === 0 &&
  annotationStart(node.head.fold) > 0;

/** Most of a list is of that kind. */
const areTasks = (reads: readonly Read[]): boolean => reads.filter(isTaskOnly).length * 2 > reads.length;

function tasksBelow(item: Item, rawDeadline: string | null, tasks: Task[], annotated = false): void {
  // A heading's owner stands above those of its items.
  const ofItems = item.children.length > 1 && item.children.every((child) => child.responsible !== null);
  if ((item.responsible || annotated) && !ofItems) {
    const { number, title, responsible, joint, deadline, phase } = item;
    tasks.push({ number, text: title, responsible, joint, deadline, rawDeadline, phase });
  }
  for (const child of item.children) tasksBelow(child, null, tasks);
}

/** "任务分工" holds who has to do what, or work with its owner behind it: what most of its items begin with decides. */
function duties(section: Section, era: Era, out: Work): void {
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

function duty(node: Node, era: Era, out: Work): void {
  const task = dutyOf(node, era);
  if (task) out.tasks.push(task);
}

/** "一、市公安局:负责…": a list of who does what, all of it. */
const allDuties = (sections: readonly Section[], era: Era): boolean =>
  sections.every(
    ({ node }) => /^[^,。;]{2,60}?(?::|负责|牵头|具体|协助|担任)/.test(headAndBody(node)) && ownsUp(node, era),
  );

const headAndBody = ({ head, marker, body }: Node): string =>
  head.fold.slice(marker?.length ?? 0, 120) + (body[0]?.fold.slice(0, 60) ?? '');

const ownsUp = (node: Node, era: Era): boolean => {
  const who = (dutyOf(node, era)?.responsible?.value ?? '').normalize('NFKC');
  return new RegExp(`(?:${organEnd}|${personName}|书记|成员|主任|网格员|负责人)(?:\\([^()]{1,20}\\))?$`).test(who);
};

/** The lowest level that has items with a heading of their own is what is asked of people. */
const leaves = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) =>
    node.children.length > 0 && node.children[0]!.marker?.style !== 'circle' && headed(node).rest === null
      ? leaves(node.children)
      : [node],
  );
