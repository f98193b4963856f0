import type { Understood } from '../notice';
import type { Era } from '../dates/years';
import { readStretch } from '../dates/years';
import { markerOf } from '../lines/numbering';
import { organisations } from '../source/lists';
import { part, trim, type Span } from '../source/mapped';
import { bracketLead, bracketLeadAt } from './bracket-leads';
import { leadFirst } from './lead-first';
import { namesOf } from './names-of';
import type { Stretch } from './owner-words';
import { isName } from './names';
import { timeWords } from './time-words';
import { literal, oneLine } from '../source/understood';

/** What is written behind or under an item: (责任单位:…;完成时限:…). */
export type Annotations = {
  responsible: Understood<string> | null;
  /** Who else is named beside the lead: 责任单位 beside 牵头单位, 配合单位, 协办单位. */
  joint: Understood<string>[];
  deadline: Understood<string> | null;
  rawDeadline: string | null;
};

const units = '(?:单位|部门|科室|股室|处室|部室|站所|班组)';
const who = new RegExp(
  `(?:主要)?((?:牵头|责任|主责|主办|承办|实施|落实|负责|包[保联抓干]|配合|协办|协助|参与|参加)${units}|责任主体|(?:责任|牵头|分管|包保)领导|(?:责任|负责|牵头)人)(?:及责任人)? ?: ?`,
  'g',
);
const labels =
  /(?:主要)?(?:牵头|责任|主责|主办|承办|配合|协办|协助|参与|实施|落实|分管|包[保联抓干]|指导|监督|负责)(?:单位|部门|科室|股室|处室|部室|站所|班组|领导|主体|人|及配合单位)(?:及责任人)? ?:|负责人 ?:|牵头人 ?:|(?:完成|整改|办结|落实|责任|工作)?(?:时限|时间|期限|日期)(?:要求)? ?:|完成时间 ?:|成员 ?:|联系(?:人|电话) ?:|备注 ?:/g;
const due = /(?:完成|整改|办结|落实|报送|实施)(?:时限|时间|期限|日期)(?:要求)? ?: ?|(?:时限|期限)(?:要求)? ?: ?/;
const partner = /^(?:配合|协办|协助|参与|参加)/;
const unit = /(?:单位|部门|科室|股室|处室|部室|站所|班组|主体)$/;
/** Units come before persons: 责任领导 stands for the one above, not for who does it. */
const order = [/(?:牵头|主责|主办)(?!领导)/, unit, /^(?:责任|承办)(?!人|领导|书记)/, /人$/, /领导/];

/** Of several labels, or headings of columns, who leads and who joins in, as their positions. */
export function leadAndJoint(names: readonly string[]): { lead: number; joint: number[] } {
  const own = names.map((name) => !partner.test(name));
  const lead = order.reduce(
    (found, wanted) => (found >= 0 ? found : names.findIndex((name, i) => own[i] && wanted.test(name))),
    -1,
  );
  const joint = names.flatMap((name, i) => (i !== lead && (partner.test(name) || unit.test(name)) ? [i] : []));
  return { lead, joint: lead < 0 ? [] : joint };
}

/** An item of more text than this is no item; its annotations would be anybody's. */
const reach = 6_000;

export function annotationsIn(item: Span, era: Era): Annotations {
  const span = item.text.length > reach ? part(item, 0, reach) : item;
  const out: Annotations = { responsible: null, joint: [], deadline: null, rawDeadline: null };
  if (!span.fold.includes(':')) return inWords(span, era) ?? out;
  const starts = [...span.fold.matchAll(labels)].map((found) => found.index);
  const valueFrom = (from: number): Span => {
    const next = starts.find((at) => at >= from) ?? span.text.length;
    return endOfValue(part(span, from, Math.min(next, from + 200)));
  };
  const found = [...span.fold.matchAll(who)]
    .map((f) => ({ label: f[1]!, value: valueFrom(f.index + f[0].length) }))
    .filter(({ value }) => value.text.length > 1);
  const { lead, joint } = leadAndJoint(found.map(({ label }) => label));
  const [first, term] = lead >= 0 ? termApart(found[lead]!.value) : [null, null];
  if (first) out.responsible = literal(first, [], listed(first));
  out.joint = joint.flatMap((i) => organisations(found[i]!.value)).map((one) => literal(one));
  const time = due.exec(span.fold);
  const words = lead < 0 ? inWords(span, era) : null;
  if (words) return words;
  if (time) Object.assign(out, deadlineOf(valueFrom(time.index + time[0].length), era));
  else if (term) Object.assign(out, deadlineOf(term, era));
  return out;
}

/** "宣教部,6月底前完成": behind who it is, by when. */
function termApart(value: Span): [Span, Span | null] {
  const commas = [...value.fold.matchAll(/[,;] ?/g)].find(({ index, 0: comma }) => {
    const rest = value.fold.slice(index + comma.length);
    return timeWords.test(rest) && rest.length < 24;
  });
  if (!commas) return [value, null];
  return [trim(part(value, 0, commas.index)), part(value, commas.index + commas[0].length)];
}

function inWords(span: Span, era: Era): Annotations | null {
  const found = bracketLead(trim(span)) ?? leadBefore(span);
  if (!found) return null;
  const time = found.due ? deadlineOf(found.due, era) : { deadline: null, rawDeadline: null };
  const joint = found.joint ? organisations(found.joint).map((one) => literal(one)) : [];
  return { responsible: literal(found.lead, [], namesOf(found.lead)), joint, ...time };
}

function leadBefore(span: Span): { lead: Span; joint: Span | null; due: Span | null } | null {
  const number = markerOf(span.fold)?.length ?? 0;
  const line = part(span, number);
  const found = leadFirst(line)?.words;
  const piece = (one: Stretch | null) => one && part(line, one.from, one.to);
  return found ? { lead: piece(found.lead)!, joint: piece(found.joint), due: piece(found.due) } : null;
}

/** "镇党建办  镇文化站": units divided by nothing but blanks are a list. */
function listed(span: Span): string {
  const each = / |\n/.test(span.fold) && !/[,、;]/.test(span.fold) ? organisations(span) : [];
  if (each.length > 1) return each.map(({ text }) => text).join('、');
  return /同志|[/| ]/.test(span.fold) ? namesOf(span) : oneLine(span.text);
}

/** A value ends with its bracket, sentence or line. */
function endOfValue(span: Span): Span {
  let depth = 0;
  for (let i = 0; i < span.fold.length; i++) {
    const c = span.fold[i]!;
    if (c === '(' || c === '[') depth++;
    else if ((c === ')' || c === ']' || c === '】') && --depth < 0) return trim(part(span, 0, i), '。;,、');
    else if (depth === 0 && /[。;\n]/.test(c)) return trim(part(span, 0, i), '。;,、');
  }
  return trim(span, '。;,、([【');
}

/** `raw` only where the words say more than the date. */
export function deadlineOf(span: Span, era: Era): Pick<Annotations, 'deadline' | 'rawDeadline'> {
  const text = trim(span, '。;,、');
  if (text.text.length === 0) return { deadline: null, rawDeadline: null };
  const at = readStretch(text, era);
  const raw =
    at && at.range.from === 0 && /^ ?(?:之?前|以前|完成|前完成)?$/.test(text.fold.slice(at.range.to))
      ? null
      : text.text.replace(/\n/g, '');
  return { deadline: at?.end ?? at?.start ?? null, rawDeadline: raw };
}

const bracketed =
  /[([【] ?(?:主要)?(?:牵头|责任|主责|主办|承办|配合|协办|协助|参与|负责(?:人|单位|部门|科室|领导)|包[保联抓干](?:人|单位|部门|科室|领导)|完成时|实施单位|落实单位|分管领导|包保领导|整改时)[^()]{0,12}:/;
const onLine =
  /(?:(?:^|[。;\n]) ?|(?:(?<=[\u4e00-\u9fff)”,] ?)(?=(?:牵头|责任|配合|协办|包[保联抓干])(?:单位|部门|科室|股室|处室|部室|站所|班组|领导) ?:)|(?<=[,; )] ?)(?=(?:责任|负责)人 ?:)))(?:(?:牵头|责任|负责|主责|主办|承办|配合|协办|协助|实施|落实|分管|包[保联抓干])(?:单位|部门|科室|股室|处室|部室|站所|班组|领导|主体|人)|完成(?:时限|时间|期限)) ?:/;

/** Where annotations begin, in brackets or on a line of their own, to leave them out of titles and texts; -1 without any. */
export function annotationStart(folded: string): number {
  const all = [bracketed.exec(folded)?.index, onLine.exec(folded)?.index, bracketLeadAt(folded)].filter(
    (at) => at !== undefined,
  );
  return all.length > 0 ? Math.min(...all) : -1;
}

const bySentence =
  /(?:由|请) ?([^由,。;:、(]{2,20}?(?:\([^()]{2,14}\))?(?:、[^,。;:、(]{2,14}(?:\([^()]{2,14}\))?){0,5})(?:同志)?(?:具体|总|全面|共同|分别)?(?:牵头|负责|带队|主抓|承办)(?!人|同志|制|单位|部门|科室|领导|的)/;

/** 由…牵头: the words between. null without them. */
export function ledBy(span: Span): Span | null {
  const found = bySentence.exec(span.fold);
  if (!found) return null;
  const from = found.index + found[0].indexOf(found[1]!, 1);
  return personOnly(trim(part(span, from, from + found[1]!.length)));
}

const postBefore =
  /^(?!村|妇女)[\u4e00-\u9fff]{0,12}(?:书记|主任|主席|局长|院长|校长|站长|科长|处长|部长|镇长|乡长|县长|区长|市长|队长|所长|组长|经理|委员|干事|[\u4e00-\u9fff]长)$/;

/** "纪检组长柏青": the one who is named, without the post. */
export function personOnly(span: Span): Span {
  for (const n of [3, 2]) {
    const at = span.text.length - n;
    if (at >= 2 && postBefore.test(span.fold.slice(0, at)) && isName(span.fold.slice(at))) return part(span, at);
  }
  return span;
}
