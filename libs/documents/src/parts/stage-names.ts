import type { Node } from '../outline/node';
import { endOf, part, trim, type Span } from '../source/mapped';

const bracket = / ?[([【] ?([^()【】]{2,60}) ?[)\]】] ?:?/;
const stageWords = /^第 ?[一二三四五六七八九十\d]{1,3} ?(?:个)?(?:阶段|步骤|步|环节)(?:为|是)? ?[:,、.]? ?/;

export type Heading = { span: Span; rest: Span | null };

/** "第一阶段:宣传发动阶段(4-5月)。召开…" with or without colon, brackets and full stop. */
export function stageHeading(node: Node, title: Span): Heading {
  const line = trim(node.head);
  const from = stageWords.exec(line.fold)?.[0].length ?? node.marker!.length;
  const behind = part(line, from);
  const own = bracket.exec(behind.fold.slice(0, 120));
  // "第一阶段(4-5月):宣传发动。" the name may stand behind the dates.
  const firstEnd = behind.fold.search(/[。;]/);
  const colon = behind.fold.search(/:/);
  let end = firstEnd < 0 ? behind.text.length : firstEnd;
  if (own && own.index <= 20 && own.index > 0) end = own.index + own[0].length;
  else if (own?.index === 0 && /^[\u4e00-\u9fff]{2,12}(?:[。;,]|$)/.test(afterColon(behind.fold, own[0].length)))
    end = nameEnd(behind.fold, own[0].length);
  else if (colon > 0 && colon < end) end = colon;
  else if (end > 60) end = Math.max(behind.fold.slice(0, 60).search(/,/), 0) || title.text.length;
  const span = part(line, 0, Math.min(from + end, line.text.length));
  const rest = trim(part(line, endOf(span) - line.from), '。;:,');
  return { span, rest: rest.text.length > 0 ? rest : null };
}

const afterColon = (text: string, from: number): string => text.slice(from).replace(/^[: ]+/, '');
const nameEnd = (text: string, from: number): number => {
  const rest = afterColon(text, from);
  const end = rest.search(/[。;,]/);
  return end < 0 ? text.length : text.length - rest.length + end;
};

/** The name is what is left: without number, dates and the brackets around them. */
export function nameOf(heading: Span): Span {
  const stage = stageWords.exec(heading.fold);
  let name = stage ? trim(part(heading, stage[0].length), ':,、。;') : heading;
  const bracketed = bracket.exec(name.fold);
  if (bracketed && /\d|[一二三四五六七八九十]月|底|日|旬|长期|全年/.test(bracketed[1]!)) {
    const before = trim(part(name, 0, bracketed.index), ':,、。;');
    name = before.text.length > 0 ? before : behindDates(part(name, bracketed.index + bracketed[0].length));
  } else {
    const dates = /[,: ]?(?:\d{4}年)?\d{1,2}月.{0,30}$/.exec(name.fold);
    if (dates && dates.index >= 2) name = trim(part(name, 0, dates.index), ':,、。;');
    const leading = /^(?:\d{4}年)?\d{1,2}(?:月|[-至]).{0,20}?[,: ](?=.{2})/.exec(name.fold);
    if (leading) name = trim(part(name, leading[0].length), ':,、。;');
  }
  const said = /^(?:主要)?(?:为|是) ?(?=.{2})/.exec(name.fold);
  if (said) name = part(name, said[0].length);
  if (name.text.length > 0) return name;
  return trim(part(heading, 0, stage?.[0].length ?? heading.text.length), ':,、。; (');
}

/** "(4-5月)为动员部署阶段,制定方案": the name is the first clause. */
function behindDates(span: Span): Span {
  const end = span.fold.search(/[,。;]/);
  const clause = trim(part(span, 0, end < 0 ? span.text.length : end), ':,、。;');
  const lead = /^(?:主要)?(?:为|是) ?/.exec(clause.fold);
  return lead ? part(clause, lead[0].length) : clause;
}
