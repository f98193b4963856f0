import { fill, noticeWarnings } from './catalogue';
import { fileAt, type NoticeFilePart } from './file/annexes/notice-of-files';
import type { Item, Notice, Phase, Place, Task, Understood, Warning } from './notice';

type Said = Understood<string>;

/**
 * A page for the terminal, in Chinese: every part with 推定 marks, the line of the source it came from, the file as well where it
 * is not the first of `files`, and its warnings in words.
 */
export function toPage(notice: Notice, files: readonly NoticeFilePart[] = []): string {
  const line = lineIn(lineNumbers(notice.text), files);
  const show = (one: Said): string =>
    `${one.value.replace(/\n/g, '；')}${one.inferred ? '〔推定〕' : ''}${where(one.place, line)}${doubts(one.warnings)}`;
  const one = (name: string, value: Said | null) => `${name}：${value ? show(value) : '（原文没有）'}`;
  const many = (name: string, values: readonly Said[]) =>
    values.length > 1 ? [`${name}：`, ...values.map((value) => `  · ${show(value)}`)] : [one(name, values[0] ?? null)];
  const out = [
    one('标题', notice.title),
    one('方案', notice.planTitle),
    one('文号', notice.docNumber),
    one('发文单位', notice.issuer),
    one('成文日期', notice.issuedOn),
    ...many('主送', notice.addressees),
    ...many('附件', notice.attachments),
    ...many('抄送', notice.cc),
    one('指导思想', notice.guidingThought),
    one('目标', notice.goals),
    ...groupLines(notice, one, many),
    ...block('阶段', notice.phases, (phase) => phaseLine(phase, show)),
    ...block('措施', notice.measures, (item) => itemLines(item, show, 1)),
    ...block('工作要求', notice.requirements, (item) => itemLines(item, show, 1)),
    ...block('任务', notice.tasks, (task) => taskLines(task, show)),
    ...(notice.warnings.length > 0 ? ['需要留意：', ...notice.warnings.map((warning) => `  ! ${words(warning)}`)] : []),
  ];
  return `${out.join('\n')}\n`;
}

type One = (name: string, value: Said | null) => string;
type Many = (name: string, values: readonly Said[]) => string[];

function groupLines(notice: Notice, one: One, many: Many): string[] {
  const group = notice.leadingGroup;
  if (!group) return ['领导小组：（原文没有）'];
  const lines = [
    one('组长', group.leader),
    ...(group.executiveDeputies.length > 0 ? many('常务副组长', group.executiveDeputies) : []),
    ...many('副组长', group.deputies),
    ...many('成员', group.members),
    one('办公室', group.office),
  ];
  return ['领导小组：', ...lines.map((line) => `  ${line}`)];
}

const block = <T>(name: string, list: readonly T[], show: (one: T) => string[]): string[] =>
  list.length === 0 ? [`${name}：（原文没有）`] : [`${name}（${list.length}）：`, ...list.flatMap(show)];

function phaseLine({ name, start, end, text }: Phase, show: (one: Said) => string): string[] {
  const dates =
    start || end
      ? `${start?.value ?? '……'} 至 ${end?.value ?? '……'}${start?.inferred || end?.inferred ? '〔推定〕' : ''}`
      : '时间未写明';
  const own = (end?.warnings ?? []).filter(({ code }) => !start?.warnings.some((other) => other.code === code));
  const doubt = doubts([...(start?.warnings ?? []), ...own]);
  return [`  ${show(name)}  ${dates}${doubt}`, ...(text ? [`    ${short(text.value)}`] : [])];
}

function itemLines(item: Item, show: (one: Said) => string, depth: number): string[] {
  const pad = '  '.repeat(depth);
  const extra = [
    item.responsible && `责任：${show(item.responsible)}`,
    item.joint.length > 0 ? `配合：${item.joint.map(show).join('、')}` : null,
    item.deadline && `时限：${show(item.deadline)}`,
  ].filter((text) => text !== null);
  return [
    `${pad}${item.number ?? '（无序号）'} ${show(item.title)}`,
    ...(item.text ? [`${pad}  ${short(item.text.value)}`] : []),
    ...extra.map((text) => `${pad}  ${text}`),
    ...item.children.flatMap((child) => itemLines(child, show, depth + 1)),
  ];
}

function taskLines(task: Task, show: (one: Said) => string): string[] {
  const due = task.deadline ? show(task.deadline) : '未写明';
  const raw = task.rawDeadline ? `（${task.rawDeadline}）` : '';
  return [
    `  ${task.number ?? '·'} ${show(task.text)}`,
    `    责任：${task.responsible ? show(task.responsible) : '未写明'}${partners(task, show)}；时限：${due}${raw}${task.phase ? `；阶段：${task.phase}` : ''}`,
  ];
}

const partners = ({ joint }: Task, show: (one: Said) => string): string =>
  joint.length > 0 ? `；配合：${joint.map(show).join('、')}` : '';

const short = (text: string): string => {
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}……` : line;
};

export const words = ({ code, params }: Warning): string => fill(noticeWarnings[code]?.zh ?? code, params);
const doubts = (warnings: readonly Warning[]): string => warnings.map((warning) => `  ! ${words(warning)}`).join('');
const where = (place: Place | null, line: (offset: number) => string): string =>
  place ? `（${line(place.start)}）` : '';

/** Of a file behind the first its name, and the line counted from where its own text begins. */
const lineIn =
  (line: (offset: number) => number, files: readonly NoticeFilePart[]) =>
  (offset: number): string => {
    const file = fileAt(files, offset);
    return file?.role === 'annex'
      ? `${file.name} 第${line(offset) - line(file.place!.start) + 1}行`
      : `第${line(offset)}行`;
  };

/** Line of an offset, counted from 1, in steps that do not read the text again for each place. */
function lineNumbers(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
