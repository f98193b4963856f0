import type { LeadingGroup, Understood } from '../notice';
import { part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { nameIn } from './names';
import { people } from './people';
import type { Row } from './table-cells';

type Role = 'leader' | 'executiveDeputies' | 'deputies' | 'members' | 'other';
const roles: readonly [RegExp, Role][] = [
  [/^(?:常务|执行|第一)副(?:组长|指挥长|总指挥|主任)$/, 'executiveDeputies'],
  [/^副(?:组长|指挥长|总指挥|主任)$/, 'deputies'],
  [/^(?:第一)?(?:组长|指挥长|总指挥|主任)$/, 'leader'],
  [/^[成组]员(?:单位)?$/, 'members'],
];
const head = '(?:组 {0,6}长|指 ?挥 ?长|总 ?指 ?挥)';
/** A committee has a 主任: only at the beginning of a line, elsewhere it is anybody's post. */
const chair = '(?<=^|\\n)(?:(?:常务|执行|第一) {0,4})?(?:副 {0,4})?主 {0,6}任(?= ?:)';
const labelled = new RegExp(
  `(${chair}|(?:常务|执行|第一) {0,4}副 {0,4}${head}|副 {0,4}${head}|(?:第一)?${head}|[成组] {0,6}员(?:单位)?(?= ?[: ])|(?:办公室(?:主任|副主任|成员)|联络员|联 ?系 ?人)(?= ?:)|(?<=^|\\n)[成组] {0,6}员(?= {2,}))(?: ?: ?|(?<=员) {2,8}| {1,8}(?=[\u4e00-\u9fff]{2,4}(?: |$|[、,;(])))`,
  'g',
);
const prose =
  /(?:以|由|成立|[,;、。]|^)(?:了)?(?:以|由)?([^,。;:]{2,40}?)(?:同志)?(?:为|任|担任)((?:常务|执行|第一)?副(?:组长|指挥长|总指挥)|组长|指挥长|总指挥|成员)/g;
/** "组长由…担任,副组长由…担任,成员由…组成": the role stands first. */
const roleFirst =
  /((?:常务|执行|第一)?副(?:组长|指挥长|总指挥)|组长|指挥长|总指挥|成员) ?(?:由|是|为) ?([^。;:]{2,200}?)(?:担任|兼任|组成)/g;
const officeAt =
  /办公(?:地点|场所)(?:设|设置)(?:在|于) ?([^,。;、:()\n]{2,30})|办公室(?:[在于]|(?:地点)?(?:设|挂靠|设置|设立)(?:在|于)?|[,(] ?(?:办公室)?(?:办公)?(?:地点)?(?:设(?:在|于)|挂靠(?:在|于)?)) ?([^,。;、:()\n]{2,30})/;
const end =
  /[。\n]|(?<!^)成员由|^成员由|(?:领导小组|指挥部|专班|工作组)(?:下设|办公室)|(?:下设|设)办公室|办公室设|(?:具体|主要)负责(?![人同])|(?<![\u4e00-\u9fff] ?)[一二三四五六七八九十]{1,2}、|[一二三四五六七八九十]{1,2}、(?=[\u4e00-\u9fff]{2,8}(?:步骤|目标|任务|措施|要求|安排|内容|原则|保障|阶段|分工|职责|重点))|\([一二三四五六]\)/;

/** The leading group in a stretch of text; null when nobody is named in it. */
export function readGroup(span: Span): LeadingGroup | null {
  const group: LeadingGroup = { leader: null, executiveDeputies: [], deputies: [], members: [], office: null };
  const labels = [...span.fold.matchAll(labelled)];
  labels.forEach((found, i) => {
    const role = roleOf(found[1]!);
    const from = found.index + found[0].length;
    const value = valueOf(span, from, labels[i + 1]?.index ?? span.text.length);
    if (role !== 'other') put(group, role, people(value));
  });
  if (!group.leader && group.members.length === 0) readRoleFirst(span, group);
  // What one way of writing left open the other may fill: "由…任组长,成员由…组成".
  if (!group.leader) readProse(span, group);
  readOffice(span, group);
  const anybody = group.leader || group.deputies.length + group.executiveDeputies.length + group.members.length > 0;
  return anybody || group.office ? group : null;
}

/** A table of 职务, 姓名: one person a row, the post may stand once for several. */
export function groupInTable(rows: readonly Row[]): LeadingGroup | null {
  if (!rows.slice(0, 4).some(({ cells }) => cells.some(({ fold }) => fold.length < 12 && roleOf(fold) === 'leader')))
    return null;
  const group: LeadingGroup = { leader: null, executiveDeputies: [], deputies: [], members: [], office: null };
  let role: Role = 'other';
  for (const { cells } of rows) {
    const at = cells.findIndex(({ fold }) => roleOf(fold) !== 'other');
    if (at >= 0) role = roleOf(cells[at]!.fold);
    const others = cells.filter((cell, i) => i !== at && cell.text.length > 0);
    const persons =
      others.length > 0 && role !== 'other' ? people(others.find((cell) => nameIn(cell)) ?? others[0]!) : [];
    if (role === 'leader') group.leader ??= persons[0] ?? null;
    else if (role !== 'other') group[role].push(...persons);
  }
  return group.leader && group.deputies.length + group.executiveDeputies.length + group.members.length > 0
    ? group
    : null;
}

/** Where the office of the group is, out of any paragraph. */
export function officeIn(span: Span): Understood<string> | null {
  const group: LeadingGroup = { leader: null, executiveDeputies: [], deputies: [], members: [], office: null };
  readOffice(span, group);
  return group.office;
}

const roleOf = (label: string): Role => {
  const plain = label.replace(/ /g, '');
  return roles.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other';
};

/** A list of people ends with its sentence; a list of one person a line goes on while the lines are short. */
function valueOf(span: Span, from: number, to: number): Span {
  const raw = part(span, from, Math.min(to, from + 3000));
  let length = 0;
  for (const line of raw.fold.split('\n')) {
    const stop = end.exec(line);
    if (stop) return listed(trim(part(raw, 0, length + (length > 0 && /设/.test(stop[0]) ? 0 : stop.index)), '。;,、'));
    if (length > 0 && (line.length > 40 || /[:。]/.test(line))) break;
    length += line.length + 1;
  }
  return listed(trim(part(raw, 0, Math.min(length, raw.text.length)), '。;,、'));
}

/** One person a line: the line break divides as a comma does. */
function listed(span: Span): Span {
  if (!span.text.includes('\n')) return span;
  return { ...span, fold: span.fold.replace(/\n/g, ',') };
}

function readRoleFirst(span: Span, group: LeadingGroup): void {
  for (const found of span.fold.slice(0, 4000).matchAll(roleFirst)) {
    const role = roleOf(found[1]!);
    const from = found.index + found[0].indexOf(found[2]!, found[1]!.length);
    const value = trim(part(span, from, from + found[2]!.length), ',、');
    if (role === 'leader') group.leader ??= leaderIn(value);
    else if (role !== 'other') put(group, role, people(value));
  }
}

/** "党委书记、局长": two posts are one person. */
function leaderIn(value: Span): Understood<string> {
  const persons = people(value);
  return persons.length === 1 ? persons[0]! : (persons.find(isNamed) ?? whole(value));
}

function readProse(span: Span, group: LeadingGroup): void {
  for (const found of span.fold.slice(0, 4000).matchAll(prose)) {
    const who = found[1]!;
    const from = found.index + found[0].indexOf(who);
    const names = trim(part(span, from, from + who.length), '了');
    const begin = /(?:成立了?|以|由) ?(?=[^以由]{2,40}$)/.exec(names.fold);
    const value = begin ? part(names, begin.index + begin[0].length) : names;
    const role = roleOf(found[2]!);
    // "由主要负责同志任组长" names nobody.
    if (role === 'leader') group.leader ??= /(?:负责|负责人|领导|一把手)$/.test(value.fold) ? null : leaderIn(value);
    else if (role !== 'other') put(group, role, people(value));
  }
}

const isNamed = (person: Understood<string>): boolean => person.warnings.length === 0;
const whole = (value: Span): Understood<string> =>
  literal(value, [{ code: 'group.post-without-name', params: { post: value.text.slice(0, 40) } }]);

function put(group: LeadingGroup, role: Exclude<Role, 'other'>, persons: Understood<string>[]): void {
  if (role === 'leader') group.leader ??= together(persons);
  else if (group[role].length === 0) group[role].push(...persons);
}

/** Two who lead together, "双组长", are one entry. */
function together(persons: readonly Understood<string>[]): Understood<string> | null {
  const [first, second] = persons;
  if (!first || !second || persons.length > 2 || !persons.every(isNamed) || !first.place || !second.place)
    return first ?? null;
  return {
    value: `${first.value}、${second.value}`,
    place: { start: first.place.start, end: second.place.end },
    inferred: false,
    warnings: [{ code: 'group.two-leaders' }],
  };
}

function readOffice(span: Span, group: LeadingGroup): void {
  const found = officeAt.exec(span.fold);
  if (!found) return;
  const name = found[1] ?? found[2]!;
  const from = found.index + found[0].length - name.length;
  const value = trim(part(span, from, from + name.length));
  // "办公室设在局创建办，…" names a place; "办公室设主任一名" does not.
  if (!/^(?:主任|副主任|专人|立|置)/.test(value.fold)) group.office = literal(value);
}
