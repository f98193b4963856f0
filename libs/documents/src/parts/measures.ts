import type { Era } from '../dates/years';
import type { Section } from '../outline/sections';
import { allDuties, duties, duty } from './duty-sections';
import { readItem } from './items';
import { ledTasks } from './led-tasks';
import { rosterTask } from './roster';
import { answeredItems, holdsGroup, isActivity, isAnswered, isDemand, owned, plainMeasures } from './section-roles';
import { withUnowned } from './unowned';
import { add, areTasks, items, ownedItems, tasksBelow, type Work } from './work';

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
    flat.every(({ section }) => section.node.marker?.style === 'num') &&
    flat.filter(({ read }) => read.item.responsible).length * 3 >= flat.length * 2
  ) {
    for (const { read } of flat) tasksBelow(read.item, read.rawDeadline, out.tasks, read.annotated);
    withUnowned(sections, era, out);
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
  withUnowned(sections, era, out);
  return out;
}
