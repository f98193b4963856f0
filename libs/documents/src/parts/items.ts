import type { Item, Warning } from '../notice';
import { parseRange } from '../dates/ranges';
import { readStretch, type Era } from '../dates/years';
import { garbledAt } from '../lines/garbled';
import { headed } from '../outline/title';
import { lastOf, ownText } from '../outline/sections';
import { numberOf, type Node } from '../outline/node';
import { organisations } from '../source/lists';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { annotationsIn, annotationStart, deadlineOf, ledBy, type Annotations } from './annotations';
import { bracketLead } from './bracket-leads';
import { afterLead } from './lead-first';
import { ledWork, type LedWork } from './led-work';
import { namesOf } from './names-of';

/** A number without any words is no item. */
export const isSomething = ({ title }: Item): boolean => title.place !== null;

/** A numbered item with everything below it. `told`: what is annotated behind it concerns the item above it. */
export type Read = { item: Item; rawDeadline: string | null; annotated: boolean; node: Node; led?: boolean };

export function readItem(node: Node, era: Era, deep = 0, told = false): Read {
  const full = headed(node);
  const line = trim(part(node.head, node.marker?.length ?? 0));
  // Below a whole sentence stands what closes the list, below a heading its text.
  const whole = node.children.length === 0 && (node.body.length === 0 || /。$/.test(line.fold));
  const sentence = whole ? ledWork(line) : null;
  if (sentence) return ledItem(node, sentence, era);
  // "…,责任人:古丽娟": the colon that ends a title may be that of an annotation.
  const early = annotationStart(line.fold);
  const annotated = early > 1 && early < full.title.text.length ? early : annotationStart(full.title.fold);
  const named = workOnly(annotated > 1 ? trim(part(full.title, 0, annotated), '。;,、(') : full.title);
  const points = node.marker?.style === 'shi' || node.marker?.style === 'circle';
  // Behind a colon that is an annotation's stands its value, no text.
  const rest = annotated > 1 && annotated < full.title.text.length && early === annotated ? null : full.rest;
  const own = withoutAnnotation(ownText(rest, node.body));
  const words = told ? beforeAnnotation(ownWithHead(node)) : ownWithHead(node);
  const below = told ? null : annotatedBelow(node);
  const said = annotationsIn(below ?? words, era);
  // "道德建设(政治处牵头):开展…": the bracket closes the title, not the paragraph.
  const inTitle = said.responsible === null && below === null ? bracketLead(full.title) : null;
  const found = inTitle
    ? { ...annotationsIn(full.title, era), ...(said.deadline ? { deadline: said.deadline } : {}) }
    : said;
  const leaf = node.children.length === 0;
  const led = found.responsible ?? (leaf || own ? ledIn(words) : null);
  const day = led && found.responsible ? leadingDay.exec(named.fold) : null;
  const days = led && found.responsible && !day ? trailingDays.exec(named.fold) : null;
  const title = day ? part(named, day[0].length) : days ? part(named, 0, days.index) : named;
  const when = day ? part(named, 0, day[0].length) : days ? part(named, days.index) : null;
  const onDay = when ? (readStretch(when, era)?.end ?? null) : null;
  const item: Item = {
    number: numberOf(node),
    title: literal(title, [...node.warnings, ...garbledIn(cover(node.head, points ? node.head : lastOf(node)))]),
    text: own && literal(own, [], own.text.trim()),
    responsible: led,
    joint: found.joint,
    deadline: found.deadline ?? (leaf ? (deadlineInText(words, era) ?? onDay) : null),
    phase: null,
    children: deep > 12 ? [] : node.children.map(childItem).filter(isSomething),
  };
  return { item, rawDeadline: found.rawDeadline, annotated: found.deadline !== null, node };

  function childItem(child: Node): Item {
    const last = child === node.children.at(-1);
    return readItem(child, era, deep + 1, last && (told || below !== null)).item;
  }
}

/** The whole item is one sentence with its owner in it. */
function ledItem(node: Node, { work, who, joint, due, rest }: LedWork, era: Era): Read {
  const time = due ? deadlineOf(due, era) : { deadline: null, rawDeadline: null };
  const item: Item = {
    number: numberOf(node),
    title: literal(work, [...node.warnings, ...garbledIn(node.head)]),
    text: rest && literal(rest, [], rest.text.trim()),
    responsible: literal(who, [], namesOf(who)),
    joint: joint ? organisations(joint).map((one) => literal(one)) : [],
    deadline: time.deadline ?? (rest ? deadlineInText(rest, era) : null),
    phase: null,
    children: [],
  };
  return {
    item,
    rawDeadline: time.rawDeadline,
    annotated: time.deadline !== null,
    node,
    led: due !== null || rest === null,
  };
}

const point = /^(?:shi|circle|letter|numParen)$/;

/**
 * What is annotated behind the last of several points is said of all of them: "一是…二是…(责任单位:…)". So it is with a
 * list of 1. 2. 3. where the annotation stands on a line of its own and no other of them has one.
 */
function annotatedBelow(node: Node): Span | null {
  const last = node.children.at(-1);
  if (!last || annotationStart(ownWithHead(node).fold) >= 0) return null;
  // One point alone, which counts on from another item, is an item with an annotation of its own.
  if (node.children.length === 1 && last.marker!.n > 1) return null;
  if (node.children.some((child) => child !== last && annotatedAnywhere(child))) return null;
  const deeper = annotatedBelow(last);
  if (deeper) return point.test(last.marker?.style ?? '') ? deeper : null;
  const own = ownWithHead(last);
  const at = last.children.length === 0 ? annotationStart(own.fold) : -1;
  if (at < 0) return null;
  const onItsLine = own.fold.lastIndexOf('\n', at + 1) >= at - 1 && node.children.length > 1;
  return point.test(last.marker?.style ?? '') || onItsLine ? part(own, at) : null;
}

const annotatedAnywhere = (node: Node): boolean =>
  annotationStart(ownWithHead(node).fold) >= 0 || node.children.some(annotatedAnywhere);

function beforeAnnotation(span: Span): Span {
  const at = annotationStart(span.fold);
  return at < 0 ? span : part(span, 0, at);
}

const leadingDue = new RegExp(
  `^(?:(?:19|20)\\d{2} ?年)?\\d{1,2} ?月(?: ?\\d{1,2} ?[日号]|[底末初]|[上中下]旬)? ?(?:之前|以前|前) ?[,:] ?(?=.{4})`,
);

/** "3月5日组织…", with somebody who answers for it: the day it is due on. */
const leadingDay =
  /^(?:(?:19|20)\d{2} ?年)?\d{1,2} ?月(?: ?\d{1,2} ?[日号](?: ?(?:之前|以前|前))?|[底末](?:之前|以前|前)) ?(?=[\u4e00-\u9fff“]{4})/;

/** "…,5月1日至5日". */
const trailingDays =
  / ?, ?(?:(?:19|20)\d{2} ?年)?\d{1,2} ?月 ?\d{1,2} ?日?(?: ?(?:-|至|到) ?(?:\d{1,2} ?月 ?)?\d{1,2} ?日)(?:期间)?$/;

const trailingLead = / ?, ?由[^,。;由]{2,30}(?:牵头|负责|承办|主抓|落实)[^,。;]{0,10}$/;

const trailingDue = / ?, ?(?:(?:19|20)\d{2} ?年)?\d{1,2} ?月[^,。;]{0,6}前(?:全部|全面)?(?:完成|到位|落实)?$/;

/** "11月10日前,各车站完成整治,由段办公室负责": date and owner are facts of their own, the work stands between them. */
function workOnly(title: Span): Span {
  const due = leadingDue.exec(title.fold)?.[0].length ?? 0;
  const led = trailingLead.exec(title.fold)?.index ?? title.text.length;
  const work = afterLead(led - due >= 4 ? part(title, due, led) : title);
  const dueBehind = work.text.length < title.text.length ? trailingDue.exec(work.fold) : null;
  return dueBehind && dueBehind.index >= 4 ? part(work, 0, dueBehind.index) : work;
}

/** Who and by when are facts of their own, no part of the text. */
function withoutAnnotation(span: Span | null): Span | null {
  if (!span) return null;
  const at = annotationStart(span.fold);
  const text = at < 0 ? span : trim(part(span, 0, at));
  return text.text.length > 0 ? text : null;
}

const ownWithHead = (node: Node): Span => (node.body.length > 0 ? cover(node.head, node.body.at(-1)!) : node.head);

function ledIn(span: Span): Annotations['responsible'] {
  const led = ledBy(span);
  return led && literal(led);
}

const dueWords =
  /(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月(?: ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?[日号]|[底末初]|[上中下]旬)? ?(?:之前|以前|前)/;

/** "6月底前完成" in the words of the item. More than one such date says nothing about the item as a whole. */
export function deadlineInText(span: Span, era: Era): Annotations['deadline'] {
  const found = dueWords.exec(span.fold);
  if (!found || dueWords.test(span.fold.slice(found.index + found[0].length))) return null;
  const at = part(span, Math.max(0, found.index - 6), found.index + found[0].length);
  const year = /(?:(?:19|20)\d{2} ?年|[今本当明次]年)/.exec(at.fold);
  const own = year ? part(at, year.index) : part(span, found.index, found.index + found[0].length);
  return parseRange(own.fold) ? (readStretch(own, era)?.end ?? null) : null;
}

export function garbledIn(span: Span): Warning[] {
  return garbledAt(span.text, 1).map(({ from, to }) => ({
    code: 'text.garbled',
    params: { text: span.text.slice(Math.max(0, from - 6), to + 6) },
  }));
}

/** Items which came by another numbering than the section's own: a lone (一) followed by 1、2、3、 is one list. */
export function levelled(nodes: readonly Node[]): { nodes: Node[]; mixed: boolean } {
  const [only] = nodes;
  const lone = nodes.length === 1 && only && only.children.length > 0;
  if (!lone || only.marker?.style !== 'cnParen' || !only.children.every((child) => child.marker?.style === 'num'))
    return { nodes: [...nodes], mixed: false };
  const named = [only, ...only.children].map((node) => headed(node));
  // All of them are a short heading with a paragraph below: they are of one kind.
  const alike = named.every(
    ({ title }, i) =>
      title.text.length <= 30 && ([only, ...only.children][i]!.body.length > 0 || named[i]!.rest !== null),
  );
  return alike
    ? { nodes: [{ ...only, children: [] }, ...only.children], mixed: true }
    : { nodes: [...nodes], mixed: false };
}
