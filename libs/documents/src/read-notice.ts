import type { LeadingGroup, Notice, Phase, Task, Understood, Warning } from './notice';
import { parseDate, yearNumber } from './dates/dates';
import { impossibleDays } from './dates/impossible';
import type { Era } from './dates/years';
import { readAddressees } from './head/addressees';
import { readAttachments } from './head/attachments';
import { refuseClassified, documentWarnings } from './head/marks';
import { sheetOf, type Sheet } from './head/furniture';
import { readIssuedOn, readIssuer } from './head/issue';
import { readTail } from './head/tail';
import { readTitles, type Titles } from './head/titles';
import { paragraphsOf } from './lines/paragraphs';
import { contentOf, sectionsOf, type Section } from './outline/sections';
import { nodeWarnings } from './outline/node';
import { outlineOf, type Outline } from './outline/tree';
import { groupInTable, officeIn, readGroup } from './parts/group';
import { workOf } from './parts/measures';
import { looseTables } from './parts/loose-tables';
import { monthly, monthSections } from './parts/months';
import { phaseOf, phasesOf, timePhase } from './parts/phases';
import { lineTasks, monthTasks, ownedParagraphs, stageTasks, tasksOfStages } from './parts/prose-tasks';
import { rowsOf, type Row } from './parts/table-cells';
import { readTable } from './parts/tables';
import { requireSomething } from './refusals';
import { cover } from './source/mapped';
import { literal } from './source/understood';

/**
 * Reads an official notice or plan. Pure, and linear in the length of the text.
 * Throws RuleViolation: notice.file-empty, notice.classified, notice.nothing-recognised, notice.too-large.
 */
export function readNotice(text: string): Notice {
  const read = beginningOf(text);
  const pages = paragraphsOf(read);
  refuseClassified(pages.list);
  const sheet = sheetOf(pages.list, pages.holes);
  const loose = looseTables(sheet);
  const tail = readTail(sheet);
  const attachments = readAttachments(sheet);
  const titles = readTitles(sheet, tail.signedAt);
  const spoken = titles.title !== null && /讲话|发言|致辞/.test(titles.title.fold);
  // "各位代表、同志们:" is who listened.
  const opensSo = titles.title !== null || /^[^,。;]{2,60}:$/.test(sheet.list[0]?.fold ?? '');
  const addressees = opensSo && !spoken ? readAddressees(sheet, titles.bodyAt) : [];
  const issuedOn = readIssuedOn(sheet, titles, tail, pages.webTime);
  const outline = outlineOf(sheet);
  const sections = sectionsOf(outline);
  const era = eraOf(issuedOn, titles, sheet);
  const bulletin = (titles.title !== null && /通报|情况报告|简报/.test(titles.title.fold)) || problemsFollow(outline);
  const stages = phasesIn(outline, sections, era);
  const taskList = /任务(?:清单|分解|分工|安排|台账)|责任分解/.test(titles.title?.fold ?? '');
  const work = workOf(sections, era, bulletin, spoken, taskList);
  const rows = [...loose, ...[outline.table, ...allTables(sections)].map((lines) => rowsOf(lines))];
  const tables = rows.map((one) => readTable(one, era));
  const unnumbered = bulletin || stages.tasks.length > 0 ? [] : ownedParagraphs(outline.loose, era);
  const notice: Notice = {
    text,
    title: titles.title && literal(titles.title, titles.guessed ? [{ code: 'title.guessed' }] : []),
    planTitle: titles.planTitle && literal(titles.planTitle),
    docNumber:
      titles.number &&
      literal(titles.number, /\d ?号$/.test(titles.number.fold) ? [] : [{ code: 'number.incomplete' }]),
    issuer: readIssuer(titles, tail, sheet.list),
    issuedOn,
    guidingThought: partOf(sections, ({ kind }) => kind === 'thought'),
    goals: partOf(sections, ({ kind, title }) => kind === 'goals' || (kind === 'thought' && /目标/.test(title.fold))),
    cc: tail.cc,
    addressees,
    attachments,
    leadingGroup: groupIn(sections, outline, sheet) ?? groupInTables(rows, sheet),
    phases: stages.phases,
    measures: [...work.measures, ...tables.flatMap((table) => table.measures)],
    requirements: work.requirements,
    tasks: [...unnumbered, ...work.tasks, ...stages.tasks, ...tables.flatMap((table) => table.tasks)],
    warnings: [],
  };
  notice.phases.forEach(warnOfOrder);
  if (read.length < text.length) notice.warnings.push(onlyBeginning(read, text));
  notice.warnings = [
    ...notice.warnings,
    ...impossibleDays(pages.doc.fold),
    ...documentWarnings(pages, sheet),
    ...nodeWarnings(outline.sections),
    ...work.warnings,
  ];
  requireSomething(notice);
  return notice;
}

/** "发现以下问题,现交办你单位:": what is numbered below is what is wrong. */
const problemsFollow = ({ loose, sections }: Outline): boolean =>
  sections.length > 0 &&
  loose
    .slice(-2)
    .some(({ fold }) =>
      /(?:以下|下列|如下|存在)[^。;]{0,12}问题[^。;]{0,40}[:。]$|问题[^。;]{0,12}如下[^。;]{0,10}[:。]$|(?:情况)?通报如下[:。]$/.test(
        fold.slice(-120),
      ),
    );

/** More characters than a notice ever had: what follows is another document, or none, and would not be read in time. */
const longest = 500_000;
const beginningOf = (text: string): string =>
  text.length <= longest ? text : text.slice(0, text.lastIndexOf('\n', longest) + 1 || longest);
const onlyBeginning = (read: string, all: string): Warning => ({
  code: 'text.beginning-only',
  params: { read: Math.round(read.length / 10_000), of: Math.round(all.length / 10_000) },
});

function warnOfOrder({ start, end }: Phase): void {
  const [from, to] = [start?.value ?? '', end?.value ?? ''];
  const length = Math.min(from.length, to.length);
  // Without years a stretch may well go over New Year.
  if (end && !from.startsWith('-') && to.slice(0, length) < from.slice(0, length))
    end.warnings.push({ code: 'phase.end-before-start', params: { start: from, end: to } });
}

function partOf(sections: readonly Section[], wanted: (section: Section) => boolean): Understood<string> | null {
  const section = sections.find(wanted);
  const content = section && contentOf(section);
  return content ? literal(content, [], content.text.trim()) : null;
}

/** The year the document lives in: issue date, the title's year, a year in its first words, the year of its number. */
function eraOf(issuedOn: Understood<string> | null, titles: Titles, sheet: Sheet): Era {
  const titleYear = [titles.title, titles.planTitle]
    .map((span) => /((?:19|20)\d{2}) ?年(?!级|代|[前来])/.exec(span?.fold ?? '')?.[1])
    .find(Boolean);
  const issued = /^(\d{4})-(\d\d)/.exec(issuedOn?.value ?? '');
  if (titleYear) return { year: Number(titleYear), issuedMonth: null };
  if (issued) return { year: Number(issued[1]), issuedMonth: Number(issued[2]) };
  for (const line of sheet.list.slice(0, 12)) {
    const found =
      /^.{0,40}?((?:19|20)\d{2}) ?年(?=是|全|度|我|,|创|文|工|[市县区局])/.exec(line.fold.slice(0, 100)) ?? null;
    if (found) return { year: Number(found[1]), issuedMonth: null };
    const date = line.text.length < 200 ? parseDate(line.fold) : null;
    if (date && /现将|定于|决定/.test(line.fold)) return { year: Number(date.value.slice(0, 4)), issuedMonth: null };
  }
  const numbered = /(\d{4}|[二一][\u4e00-\u9fff〇]{3})/.exec(titles.number?.fold ?? '');
  const year = numbered ? yearNumber(numbered[1]!) : NaN;
  return { year: Number.isNaN(year) ? onlyYear(sheet) : year, issuedMonth: null };
}

/** The one year in which all full dates of the head lie. */
function onlyYear(sheet: Sheet): number | null {
  const dates = sheet.list.slice(0, 8).flatMap((line) => parseDate(line.fold.slice(0, 200)) ?? []);
  const years = new Set(dates.map(({ value }) => Number(value.slice(0, 4))));
  return years.size === 1 ? [...years][0]! : null;
}

function groupIn(sections: readonly Section[], outline: Outline, sheet: Sheet): LeadingGroup | null {
  let found: LeadingGroup | null = null;
  for (const section of sections) {
    if (found?.office) return found;
    if (section.kind !== 'group' && !/领导小组|组织|指挥部/.test(section.title.fold)) continue;
    const content = contentOf(section);
    const group = content && readGroup(content);
    // The group in one section, its office in the next.
    if (group && found) found.office ??= group.office;
    else found = group;
  }
  if (found) return found;
  // A list of names as an annex, or somewhere in an item about something else.
  const first = sheet.list.findIndex((line, i) => !sheet.claimed[i] && somebodyLeads.test(line.fold.slice(0, 2000)));
  if (first < 0) return null;
  const last = Math.min(sheet.list.length - 1, first + 40);
  return readGroup(cover(sheet.list[first]!, sheet.list[last]!));
}

function groupInTables(tables: readonly (readonly Row[])[], sheet: Sheet): LeadingGroup | null {
  const group = tables.map(groupInTable).find((one) => one !== null) ?? null;
  if (group) for (const line of sheet.list) group.office ??= line.fold.includes('办公室') ? officeIn(line) : null;
  return group;
}

const somebodyLeads = /(?:^|[。;,:]) ?(?:组 {0,6}长|总?指挥长?) ?:|(?:任|为|担任)(?:组长|总?指挥长?)/;

function phasesIn(outline: Outline, sections: readonly Section[], era: Era): { phases: Phase[]; tasks: Task[] } {
  const named = sections.filter(({ kind }) => kind === 'phases').flatMap((section) => phasesOf(section, era));
  if (named.length > 0)
    return {
      phases: named,
      tasks: sections.filter(({ kind }) => kind === 'phases').flatMap((one) => stageTasks(one, era)),
    };
  const stages = [...sections.map(({ node }) => node), ...sections.flatMap(({ node }) => node.children)].filter(
    (node) => node.marker?.style === 'stage',
  );
  const loose = stages.map((node) => phaseOf(node, era)).filter((phase) => phase !== null);
  if (loose.length > 0) return { phases: loose, tasks: tasksOfStages(stages, era) };
  const months = monthly(outline.loose, era);
  if (months.length > 0)
    return {
      phases: months.map(({ phase }) => phase),
      tasks: months.flatMap(({ phase, paragraphs }) =>
        paragraphs.flatMap((line, i) =>
          lineTasks(line, era, phase.name.value, i === 0 ? phase.name.value.length + 1 : 0),
        ),
      ),
    };
  const headed = monthSections(sections, era);
  if (headed.length > 0)
    return {
      phases: headed.map(({ phase }) => phase),
      tasks: headed.flatMap(({ phase, section }) => monthTasks(section, era, phase.name.value)),
    };
  const times = sections.filter(({ kind }) => kind === 'time').map((section) => timePhase(section, era));
  return { phases: times.filter((phase) => phase !== null), tasks: [] };
}

const allTables = (sections: readonly Section[]) =>
  sections
    .flatMap(({ node }) => [
      node.table,
      ...node.children.flatMap((child) => [child.table, ...child.children.map(({ table }) => table)]),
    ])
    .filter((lines) => lines.length > 0);

export type { Warning };
