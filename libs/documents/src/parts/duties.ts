import type { Task } from '../notice';
import type { Era } from '../dates/years';
import { numberOf, type Node } from '../outline/node';
import { organEnd } from '../lines/lexicon';
import { organisations } from '../source/lists';
import { cover, part, trim, type Span } from '../source/mapped';
import { outside } from '../source/scan';
import { literal } from '../source/understood';
import { annotationsIn, annotationStart } from './annotations';
import { deadlineInText, garbledIn } from './items';
import { ledWork } from './led-work';
import { namesOf } from './names-of';
import { personName } from './names';
import { people } from './people';

const someone = `(?:${organEnd}|领导|负责人|负责同志|成员|人员|单位|部门|企业|同志|干部|职工|党员|志愿者|局长|主任|书记|路长|段长|网格员|业主|物业|教师|学生|班主任)(?:等(?:部门|单位|人员)?)?(?:\\([^()]{1,20}\\))?`;
const namedRole = new RegExp(`^(.{1,60}?)(?:为|是|担任|(?<![责主信])任) ?["“]?[^,。;"“”]{1,8}["”]? ?[,，]`);
/** 路长由包保县领导担任,负责… */
const heldBy = /^[^,。;:]{2,10}?由(.{2,40}?)(?:担任|兼任) ?[,，]/;
const inPassive = new RegExp(
  `^([^,。;:由]{4,24}?)由 ?([^,。;:由]{2,40}?(?:${organEnd}|${personName}))(?:同志)?(?:具体|全面|总)?(?:负责|牵头|承办|主抓)(?:[,。;]|落实|实施|$)`,
);
const overall = new RegExp(`^(.{1,60}?${someone})(?:对[^,。;]{1,30}(?:负总责|负责|负主要责任|负领导责任))。`);
const commaSubject = new RegExp(`^(.{2,120}?${someone}),`);
const colonSubject = /^([^,。;:]{2,40}) ?: ?/;
const verbs =
  '(?:分别|要|应|应当|须|必须|负责|牵头|具体|共同|全面|主要|积极|认真|按照|做好|抓好|落实|组织|督促|承担|配合|协助|指导|开展|加强|对|定期|每[天日周月季])';
const plainSubject = new RegExp(`^(.{0,80}?${someone})(?=${verbs})(?!负责[人同])`);

/** An item of a section about responsibilities: who, and what of them is expected. null when no one can be told from it. */
export function dutyOf(node: Node, era: Era): Task | null {
  const line = trim(part(node.head, node.marker?.length ?? 0));
  return (
    labelledDuty(line, era, node) ??
    dutyIn(line, era, node) ??
    (node.body[0] && node.children.length === 0 ? below(line, node.body[0], era, node) : null)
  );
}

const dutyLabel = /(?:^|\n) ?(?:主要|工作|具体)?(?:职责|任务|分工) ?: ?/;

/** "综合协调组" with "牵头单位:…" and "主要职责:…" below it. */
function labelledDuty(head: Span, era: Era, node: Node): Task | null {
  const [first, last] = [node.body[0], node.body.at(-1)];
  if (!first || !last || node.children.length > 0 || /[,。;]/.test(head.fold)) return null;
  const own = cover(first, last);
  const led = /^组 {0,4}长 ?: ?([^。;,]{2,24})[。;,] ?(?=(?:主要|具体)?负责)/.exec(own.fold);
  if (led) {
    const persons = people(part(own, own.fold.indexOf(led[1]!), own.fold.indexOf(led[1]!) + led[1]!.length));
    const work = duty(head, part(own, led[0].length));
    const [one, ...more] = persons;
    if (!work || !one?.place) return null;
    const end = more.at(-1)?.place?.end ?? one.place.end;
    const who = { ...one, value: persons.map(({ value }) => value).join('、'), place: { start: one.place.start, end } };
    return { ...taskOf(work, own, era, node), responsible: who };
  }
  const label = dutyLabel.exec(own.fold);
  if (!label) return null;
  const { responsible } = annotationsIn(own, era);
  const found = duty(head, part(own, label.index + label[0].length));
  return found && { ...taskOf(found, own, era, node), responsible: responsible ?? literal(trim(head)) };
}

/** "一级路长" above "由街道班子成员担任,负责…", "执法中队" above "负责…". */
function below(head: Span, body: Span, era: Era, node: Node): Task | null {
  if (/[,。;]/.test(head.fold)) return null;
  const held = /^由 ?([^,。;]{2,40}?)(?:担任|兼任) ?, ?/.exec(body.fold);
  const duties = /^(?:负责|承担|牵头)/.test(body.fold);
  const found = held
    ? duty(part(body, 1, 1 + held[1]!.length), part(body, held[0].length))
    : duties
      ? duty(head, body)
      : null;
  return found && taskOf(found, body, era, node);
}

/** A paragraph without a number: "新闻中心:负责…". */
export function dutyIn(line: Span, era: Era, node: Node | null = null): Task | null {
  const led = ledWork(line);
  if (led)
    return {
      ...taskOf(led, line, era, node),
      joint: led.joint ? organisations(led.joint).map((one) => literal(one)) : [],
    };
  const annotated = annotationStart(line.fold);
  const found = subject(annotated > 0 ? part(line, 0, annotated) : line);
  return found && taskOf(found, line, era, node);
}

function taskOf(found: Duty, line: Span, era: Era, node: Node | null): Task {
  const notes = annotationsIn(line, era);
  return {
    number: node && numberOf(node),
    text: literal(found.work, [...(node?.warnings ?? []), ...garbledIn(line)]),
    responsible: literal(found.who, [], namesOf(found.who)),
    joint: notes.joint,
    deadline:
      notes.deadline ??
      (found.work.text.length < 120 ? deadlineInText(found.work, era) : null) ??
      (line.text.length < 160 ? deadlineInText(line, era) : null),
    rawDeadline: notes.rawDeadline,
    phase: null,
  };
}

type Duty = { who: Span; work: Span };

function subject(line: Span): Duty | null {
  const head = line.fold.slice(0, 400);
  const role = namedRole.exec(head);
  if (role) {
    const rest = part(line, role[0].length);
    const own = /(?:^|,)(负责[^。;]{4})/.exec(rest.fold.slice(0, 200));
    const from = own ? own.index + (own[0].startsWith(',') ? 1 : 0) : 0;
    return duty(part(line, 0, role[1]!.length), part(rest, from));
  }
  // "环境整治由总务科负责,护理部配合": what it is stands before who does it.
  const passive = inPassive.exec(head);
  if (passive) {
    const from = passive[1]!.length + passive[0].slice(passive[1]!.length).indexOf(passive[2]!);
    return { who: trim(part(line, from, from + passive[2]!.length)), work: part(line, 0, passive[1]!.length) };
  }
  const holder = heldBy.exec(head);
  if (holder) {
    const from = holder[0].indexOf(holder[1]!, holder[0].indexOf('由') + 1);
    return duty(part(line, from, from + holder[1]!.length), part(line, holder[0].length));
  }
  // "路长职责。负责…": whose duties they are, then the duties.
  const titled = /^([^,。;:]{2,16}?)(?:的)?(?:工作|主要)?职责 ?[。:] ?(?=.{4})/.exec(head);
  if (titled) return duty(part(line, 0, titled[1]!.length), part(line, titled[0].length));
  const total = overall.exec(head);
  if (total) return duty(part(line, 0, total[1]!.length), part(line, total[0].length));
  const colon = colonSubject.exec(head);
  const named = colon && /^ ?(?:负总?责|(?:全面|具体|主要)?负责|分管|牵头|协助|主管|统筹|联系|承担)/;
  if (colon && (new RegExp(`${someone}$`).test(colon[1]!) || (named && named.test(head.slice(colon[0].length)))))
    return duty(part(line, 0, colon[1]!.length), part(line, colon[0].length));
  const verb = plainSubject.exec(head.split(/[。;:]/, 1)[0]!);
  const comma = commaSubject.exec(head);
  // "物业股、房管所分别督促…": several in a list before what they do, whatever they are called.
  const several =
    /^((?:[\u4e00-\u9fff()]{2,12}、){1,8}[\u4e00-\u9fff()]{2,8}?)(?=分别|负责|牵头|具体负责|共同|督促|组织|协助|配合)/.exec(
      head,
    );
  if (several && !verb && !verbFirst.test(several[1]!))
    return duty(part(line, 0, several[1]!.length), part(line, several[1]!.length));
  if (verb && !/,/.test(verb[1]!)) return duty(part(line, 0, verb[1]!.length), part(line, verb[1]!.length));
  if (comma && !/[。;:]/.test(comma[1]!)) return duty(part(line, 0, comma[1]!.length), part(line, comma[0].length));
  return null;
}

/** A subject, not the beginning of what is to be done. */
const verbFirst =
  /^(?:负责|协同|协助|配合|利用|通过|组织|加强|按照|根据|围绕|对|在|把|将|以|从|积极|认真|切实|开展|做好|抓好|落实|完善|建立|强化|充分|严格|定期|每|进一步|依托|结合|为)/;

/** The work is the first sentence. */
function duty(who: Span, rest: Span): Duty | null {
  if (verbFirst.test(who.fold) && !/^(?:对口|从业|在职|组织部)/.test(who.fold)) return null;
  const by = /^(?:由|请) ?(?=.{2})/.exec(who.fold);
  if (by) return duty(part(who, by[0].length), rest);
  const end = consequence(rest, outside(rest.fold, rest.text, '。;')[0]);
  const work = trim(part(rest, 0, end), '。;,');
  return work.text.length >= 4 ? { who: trim(who), work } : null;
}

/** What follows from not doing it is no part of the work, least of all where the document breaks off before its end. */
function consequence({ fold }: Span, sentence: number | undefined): number {
  const end = sentence ?? fold.length;
  const tail = fold.slice(Math.max(0, end - 120), end);
  const found = /,(?:凡|因|对|如|若|未|不)[^,。;]{2,60}的,[^,。;]{0,40}$/.exec(tail);
  const said = sentence === undefined || (found && /通报|追究|追责|问责|处理|批评|约谈|扣|取消|处分/.test(found[0]));
  return found && said ? end - tail.length + found.index : end;
}

/** "办公室:" above "1.负责会务": each is a task of the one above. Empty where the items are not all such. */
export function dutiesBelow(node: Node, era: Era): Task[] {
  const head = trim(part(node.head, node.marker?.length ?? 0), ':');
  const whose = new RegExp(`^[^,。;:]{0,30}${someone}$`);
  if (node.children.length === 0 || node.body.length > 0 || !whose.test(head.fold)) return [];
  const tasks = node.children.flatMap((child): Task[] => {
    const line = trim(part(child.head, child.marker?.length ?? 0));
    const work = trim(part(line, 0, outside(line.fold, line.text, '。;')[0] ?? line.text.length), '。;,');
    const own = /^(?:负责|协助|配合|牵头|组织|承担|做好|抓好)/.test(line.fold) && child.children.length === 0;
    return own && work.text.length >= 4 ? [taskOf({ who: head, work }, line, era, child)] : [];
  });
  return tasks.length === node.children.length ? tasks : [];
}
