import type { Task } from '../notice';
import type { Era } from '../dates/years';
import type { Section } from '../outline/sections';
import type { Node } from '../outline/node';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal, oneLine } from '../source/understood';
import { organEnd } from '../lines/lexicon';
import { annotationsIn, annotationStart, ledBy } from './annotations';
import { dutyIn } from './duties';
import { deadlineInText, readItem } from './items';
import { ledList } from './led-list';
import { isName, personName } from './names';

const post = '副?(?:局长|书记|主任|科长|处长|站长|校长|院长|部长|镇长|主席|委员|经理|组长|网格长|段长|路长|所长|队长)';
const led = new RegExp(
  `(?:(此项工作|该项工作|这项工作|具体工作|上述工作)[,]?)?由 ?(?:(?:[\u4e00-\u9fff]{0,10}${post})?(${personName})(?= ?(?:${post}|同志|具体|总|全面|牵头|负责|带|主抓|承办|领))|([\u4e00-\u9fff、]{2,30}?${organEnd})) ?(?:${post}|同志)?(?:带领[^,。;]{0,12})?(?:具体|总|全面)?(?:牵头|负责|带队|主抓|承办)(?!解释)`,
);
const dueFirst =
  /^(?:(?:19|20)\d{2} ?年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月(?: ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?[日号]|[底末初]|[上中下]旬)? ?(?:之前|以前|前) ?,? ?/;
const leadIn =
  /^(?:同时|重点|继续|切实|认真|进一步|全力|着力|积极|另外|此外|要|主抓|主要)?(?:做好|抓好|搞好|开展好|完成好|负责好|负责抓好|落实好)?/;

/** Tasks in running text: what is done, then by whom. `phase` is the stretch of the plan it stands in. */
export function proseTasks(paragraph: Span, phase: string | null, era: Era, skip = 0): Task[] {
  const out: Task[] = [];
  let begin = skip;
  for (const end of sentenceEnds(paragraph.fold)) {
    const sentence = part(paragraph, begin, end);
    const found = led.exec(sentence.fold);
    if (found) {
      const who = whoIn(sentence, found);
      // "此项工作由…": the work is in the sentence before, or in this one before a full stop.
      const before =
        found[1] || found.index < 4
          ? lastPart(part(paragraph, skip, begin + found.index))
          : part(sentence, 0, found.index);
      const work = who && workIn(before, !found[1]);
      if (who && work)
        out.push({
          number: null,
          text: literal(work),
          responsible: literal(who, [], who.text.replace(/ /g, '')),
          joint: [],
          deadline: deadlineInText(sentence, era),
          rawDeadline: null,
          phase,
        });
    }
    begin = end;
    if (out.length > 0) skip = begin;
  }
  return out;
}

/** "…。同时做好…。此项工作由": what stands behind 同时 is this work. */
function lastPart(before: Span): Span {
  const found = [...before.fold.matchAll(/。 ?(?=同时|另外|此外)/g)].at(-1);
  return found ? part(before, found.index + found[0].length) : before;
}

function whoIn(sentence: Span, found: RegExpExecArray): Span | null {
  const words = found[2] ?? found[3]!;
  const from = found.index + found[0].lastIndexOf(words);
  const span = part(sentence, from, from + words.length);
  // The name pattern takes up to three characters: "陆远舟同", "沈秋实副" are one too many.
  for (const n of [span.text.length, span.text.length - 1]) {
    const name = part(span, 0, n);
    const next = sentence.fold.slice(from + n, from + n + 2);
    // "安保处负责" is a section, "安保处长" a person.
    if (isName(name.fold) && /^(?:同志|副|书记|主[任席]|[局科处站校院部镇]长|牵|负|带|具|总|全|承)/.test(next))
      return name;
  }
  return new RegExp(`${organEnd}$`).test(span.fold) || isName(span.fold) ? span : null;
}

/** The first clause, without the words that only lead up to it. */
function workIn(before: Span, focused: boolean): Span | null {
  const line = trim(before, '。;,、');
  // "开展…活动,重点帮扶…,由某某带队": who leads, leads what stands behind 重点. "此项工作" is all of it.
  const focus = !focused ? 0 : line.fold.search(/,(?:重点|着重|主抓)(?=[^是])/) + 1;
  if (focus > 0) return workIn(part(line, focus), true);
  const due = dueFirst.exec(line.fold)?.[0].length ?? 0;
  const from = due + leadIn.exec(line.fold.slice(due))![0].length;
  const rest = part(line, from);
  // Behind a date of its own the work is all that stands there.
  const end = due > 0 ? -1 : rest.fold.search(/[,。;:]/);
  const work = trim(part(rest, 0, end < 0 ? rest.text.length : end), '。;,、:');
  return work.text.length >= 4 && work.text.length <= 120 ? work : null;
}

function sentenceEnds(text: string): number[] {
  const out: number[] = [];
  for (let i = text.indexOf('。'); i >= 0; i = text.indexOf('。', i + 1)) out.push(i + 1);
  if (out.at(-1) !== text.length) out.push(text.length);
  return out;
}

/** What is to be done in the month of a section: its items for which somebody answers, and what its prose tells of. */
export function monthTasks({ node, rest }: Section, era: Era, month: string): Task[] {
  const paragraphs = [...(rest ? [rest] : []), ...node.body];
  const items = node.children.flatMap((child): Task[] => {
    const { item, rawDeadline, annotated } = readItem(child, era);
    const { number, title, responsible, joint, deadline } = item;
    if (!responsible && !annotated) return proseTasks(trim(part(child.head, child.marker?.length ?? 0)), month, era);
    return [{ number, text: title, responsible, joint, deadline, rawDeadline, phase: month }];
  });
  return [...paragraphs.flatMap((line) => annotatedTask(line, era, month) ?? proseTasks(line, month, era)), ...items];
}

const titled = /^[\u4e00-\u9fff“”"、]{4,20}[。:]/;

/** "公益广告全覆盖。由…牵头,4月8日前完成…": paragraphs of one form without numbers, two and more, each with its owner. */
export function ownedParagraphs(loose: readonly Span[], era: Era): Task[] {
  const out = withOwners(loose).flatMap((line): Task[] => {
    const marked = annotatedTask(line, era, null);
    if (marked) return marked;
    const listed = ledList(line, era);
    if (listed.length > 0) return listed;
    const title = titled.exec(line.fold);
    const who = title && ledBy(part(line, title[0].length, Math.min(line.text.length, title[0].length + 60)));
    if (!title || !who) return proseTasks(line, null, era);
    return [
      {
        number: null,
        text: literal(part(line, 0, title[0].length - 1)),
        responsible: literal(who),
        joint: [],
        deadline: deadlineInText(line, era),
        rawDeadline: null,
        phase: null,
      },
    ];
  });
  if (out.length >= 2) return out;
  const duties = loose.filter(({ fold }) => ownDuty.test(fold)).map((line) => dutyIn(line, era));
  return duties.length >= 2 && duties.every((task) => task !== null) ? duties : [];
}

/** "整治院区环境" above "责任科室:总务科": the lines that begin with a label belong to the one above them. */
function withOwners(lines: readonly Span[]): Span[] {
  const out: Span[] = [];
  lines.forEach((line, i) => {
    const last = out.at(-1);
    const below =
      last !== undefined && last.text.length < 1_000 && line.text.length < 200 && annotationStart(line.fold) === 0;
    // What the task is about may stand between: a heading, its text, its owner.
    const heading = last && below && out.length > 1 && lines[i - 1] === last ? out.at(-2) : undefined;
    const described =
      heading && annotationStart(heading.fold) < 0 && bareHeading.test(heading.fold) && /。$/.test(last!.fold);
    if (described) out.splice(-2, 2, cover(heading, line));
    else if (below) out[out.length - 1] = cover(last, line);
    else out.push(line);
  });
  return out;
}

const bareHeading = /^[\u4e00-\u9fff“”"、]{4,24}$/;

/** "校长某某:全面负责创建工作。" */
const ownDuty = /^[^,。;:]{2,40} ?: ?(?:全面|具体|主要)?(?:负责|分管|主管|统筹|协助|牵头|承担)/;

/** Tasks of a paragraph that tells of a month, its own name left out. */
export const lineTasks = (line: Span, era: Era, phase: string, skip: number): Task[] =>
  annotatedTask(trim(part(line, skip), ':,'), era, phase) ?? proseTasks(line, phase, era, skip);

const dueBehind =
  /, ?(?:(?:19|20)\d{2} ?年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月[^,。;]{0,8}?(?:之前|以前|前)(?:全部|全面)?(?:完成|到位|落实)?$/;

function annotatedTask(line: Span, era: Era, phase: string | null): Task[] | null {
  const at = annotationStart(line.fold);
  const own = trim(part(line, 0, Math.max(0, at)), '。;,、(');
  const first = own.fold.indexOf('\n');
  const sentence = titled.exec(own.fold);
  const headed =
    first > 0 && bareHeading.test(own.fold.slice(0, first)) ? first : sentence ? sentence[0].length - 1 : 0;
  const head = headed > 0 ? part(own, 0, headed) : own;
  const text = part(head, 0, dueBehind.exec(head.fold)?.index ?? head.text.length);
  const { responsible, joint, rawDeadline, ...found } = annotationsIn(line, era);
  const deadline = found.deadline ?? deadlineInText(own, era);
  if (at < 4 || !responsible || text.text.length > 200) return null;
  return [{ number: null, text: literal(text), responsible, joint, deadline, rawDeadline, phase }];
}

/** What is numbered within the stages of a plan, where it is annotated who answers for it. */
export const stageTasks = ({ node }: Section, era: Era): Task[] => tasksOfStages(node.children, era);

export const tasksOfStages = (stages: readonly Node[], era: Era): Task[] =>
  stages.flatMap((stage) =>
    stage.children.flatMap((child): Task[] => {
      const { item, rawDeadline } = readItem(child, era);
      const { number, title, responsible, joint, deadline } = item;
      const phase = oneLine(trim(part(stage.head, stage.marker?.length ?? 0)).text).slice(0, 40);
      return responsible && annotationStart(lastLine(child)) >= 0
        ? [{ number, text: title, responsible, joint, deadline, rawDeadline, phase }]
        : [];
    }),
  );

const lastLine = ({ head, body }: Node): string =>
  [head, ...body]
    .map(({ fold }) => fold)
    .join('\n')
    .slice(0, 6_000);
