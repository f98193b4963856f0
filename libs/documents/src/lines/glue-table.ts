import { columnOf, type Column } from '../parts/table-columns';
import { part, type Span } from '../source/mapped';
import { bareOffice, officeName, officesAtEnd } from './office-names';

const name =
  '(?:序号|编号|(?:工作|重点|具体|主要|目标|创建|整改|测评|考核|检查)?(?:任务|内容|措施|目标|事项|要求|标准|指标|项目)|任务(?:内容|名称|分解)|存在问题|分值|(?:责任|牵头|主责|主办|承办|落实|配合|协办)(?:单位|部门|科室|股室|处室|部室|站所|班组|主体|领导|人)|(?:完成|整改|办结|落实)?(?:时限|时间|期限)|完成日期|备注|联系人|联系电话)';
const heading = new RegExp(`${name}{3,9}`, 'g');
const names = new RegExp(name, 'g');
const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
const time = `(?:(?:(?:19|20)\\d\\d ?年 ?)?${small} ?月(?: ?${small} ?[日号]|[底末初中]|[上中下]旬)?(?:之前|以前|前|底前)?(?:完成)?|(?:19|20)\\d\\d[./-]\\d{1,2}[./-]\\d{1,2}|年底前?|全年|长期(?:坚持|推进)?|常态化?(?:推进|坚持)?|持续(?:推进|坚持|开展)?|每[月周季]度?|立即(?:整改)?|即时|即日起)`;
const timeAtEnd = new RegExp(`${time}$`);
const officeAtEnd = new RegExp(`${officeName}[、,/ ]?$`);
/** "更换路灯路灯所": the word is said twice, and begins the name once. */
const twice = /^([\u4e00-\u9fff]{2,4})\1/;
const each = new RegExp(officeName, 'g');
/** A row is no longer than this, nor a table of more rows. */
const longest = 260;
const mostRows = 200;

/**
 * Where cells begin in a table of which neither bars nor lines are left, and where the text goes on behind it: column names
 * without anything between them, and rows that count, each with its work, who does it and by when in one stretch. Only
 * where one column holds words, and rows end as they should.
 */
export function cellsIn(line: Span): number[] {
  const out: number[] = [];
  let read = 0;
  for (const found of line.fold.matchAll(heading)) {
    if (found.index < read || /[、,(《"]/.test(line.fold[found.index - 1] ?? '')) continue;
    const heads = [...found[0].matchAll(names)];
    const rows = rowsBehind(
      line,
      found.index + found[0].length,
      heads.map((one) => one[0]),
    );
    if (!rows) continue;
    // Also where they are no rows: nothing is read twice.
    read = rows.to;
    if (rows.cells.length === 0) continue;
    out.push(
      ...heads.map(({ index }) => found.index + index),
      ...rows.cells.map(({ from }) => from - line.from),
      rows.to,
    );
  }
  return out;
}

/** Where no column is one of work, it is what is measured, or what is wrong. */
function kindsOf(heads: readonly string[]): Column[] {
  const kinds = heads.map(columnOf);
  const told = kinds.includes('task') ? -1 : heads.findIndex((head) => /内容|标准|问题|指标/.test(head));
  return kinds.map((kind, i) => (i === told ? 'task' : kind));
}

function rowsBehind(line: Span, from: number, heads: readonly string[]): { cells: Span[]; to: number } | null {
  const kinds = kindsOf(heads);
  const words = kinds.filter((kind) => kind === 'task' || kind === 'topic');
  const last = kinds.findLast((kind) => kind === 'deadline' || kind === 'responsible' || kind === 'joint');
  const apart = kinds.every((kind, i) => (kind !== 'other' && kind !== 'joint') || /^(?:分值|备注)$/.test(heads[i]!));
  if (kinds[0] !== 'number' || words.length !== 1 || !kinds.includes('responsible') || !apart) return null;
  const rows: Span[] = [];
  let at = from;
  for (let n = 1; n <= mostRows; n++) {
    const number = new RegExp(`^ ?0?${n}[.、]?(?!\\d)`).exec(line.fold.slice(at, at + 8));
    if (!number) break;
    const end = rowEnd(line.fold, at + number[0].length, n + 1, last === 'deadline');
    if (end < 0) break;
    rows.push(part(line, at, end));
    at = end;
  }
  if (rows.length < 2) return null;
  const said = namesIn(line.fold.slice(Math.max(0, from - 3_000), from));
  const cells = rows.map((row) => cellsOf(row, said));
  if (cells.filter(({ length }) => length > 2).length * 5 < rows.length * 4) return { cells: [], to: at };
  return { cells: cells.flat(), to: at };
}

/** Where the next number stands behind a cell that ends a row; of the last row, where its time or office ends. */
function rowEnd(fold: string, from: number, next: number, timed: boolean): number {
  const reach = fold.slice(from, from + longest);
  const closes = (words: string): boolean =>
    timeAtEnd.test(words.slice(-40)) || (!timed && officeAtEnd.test(words.slice(-40)));
  for (const found of reach.matchAll(new RegExp(`(?<!\\d)0?${next}(?![\\d%年月日号个条处名项次场期家万亿元米])`, 'g')))
    if (found.index > 4 && closes(reach.slice(0, found.index).trimEnd())) return from + found.index;
  const first = new RegExp(
    `^.{4,}?${timed ? `${officeName}${time}` : `${officeName}(?=。|$|[一二三四五六七八九十]、|合计|备注|附件)`}`,
  ).exec(reach);
  return first ? from + first[0].length : -1;
}

/** Number, work, owners, time. The owner is a name the text says before, one that other rows end with, or one by its form. */
function cellsOf(row: Span, said: ReadonlySet<string>): Span[] {
  const number = /^ ?\d{1,3}[.、]?/.exec(row.fold)![0].length;
  const due = timeAtEnd.exec(row.fold)?.index ?? row.fold.length;
  const body = row.fold.slice(number, due);
  const end = body.slice(-60);
  const form = end.slice(officesAtEnd(end));
  const length =
    known(body, said) || form.length - (twice.exec(form)?.[1]!.length ?? bareOffice.exec(form)?.[0].length ?? 0);
  const at = due - length;
  if (length === 0 || at - number < 4) return [part(row, 0, number), part(row, number, due), part(row, due)];
  const score = /\d{1,3}$/.exec(row.fold.slice(number, at))?.[0].length ?? 0;
  const who = part(row, at, due);
  const split = [...who.fold.matchAll(each)].map(({ index, 0: one }) => part(who, index, index + one.length));
  const covered = split.reduce((sum, one) => sum + one.text.length, 0) >= who.fold.replace(/[、,/ ]/g, '').length;
  return [
    part(row, 0, number),
    part(row, number, at - score),
    part(row, at - score, at),
    ...(covered && !/[、,/]/.test(who.fold) ? split : [who]),
    part(row, due),
  ].filter(({ text }) => text.trim() !== '');
}

const unit = /(?:[局科股室处部办委站所队组馆会院]|中心)$/;

/** How many letters at the end are one of these names; 0 for none. */
function known(body: string, said: ReadonlySet<string>): number {
  for (let n = unit.test(body) ? Math.min(16, body.length - 4) : 0; n >= 3; n--) if (said.has(body.slice(-n))) return n;
  return 0;
}

const opens = /[,。;、:(]|设在|由/g;
const setApart = /[^,。;、:()]{3,16}?(?=[,。;、:)]|负责|牵头)/y;

/** What a text sets apart as names are. */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const found of text.matchAll(opens)) {
    setApart.lastIndex = found.index + found[0].length;
    const name = setApart.exec(text)?.[0];
    if (name) names.add(name);
  }
  return names;
}
