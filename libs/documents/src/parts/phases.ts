import type { Phase } from '../notice';
import { readStretch, type Era } from '../dates/years';
import { headed } from '../outline/title';
import { contentOf, lastOf, ownText, type Section } from '../outline/sections';
import type { Node } from '../outline/tree';
import { cover, endOf, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';

type After = { year: number; month: number } | null;
const bracket = / ?[([【] ?([^()【】]{2,60}) ?[)\]】] ?:?/;
const stageWords = /^第 ?[一二三四五六七八九十\d]{1,3} ?(?:个)?(?:阶段|步骤|步|环节)(?:为|是)? ?[:,、.]? ?/;

/** Phases of a section about them: its items, or the stages that its prose tells of. */
export function phasesOf(section: Section, era: Era): Phase[] {
  const nodes = section.node.children.filter((node) => node.marker?.style !== 'heading');
  const prose = nodes.length === 0 && contentOf(section);
  if (prose) {
    const staged = stagedLines(prose, era);
    if (staged.length > 0) return staged;
    const told = toldStages(prose, era);
    return told.length > 0 ? told : monthlyProse(prose, era);
  }
  let after: After = null;
  const out: Phase[] = [];
  for (const node of nodes) {
    const phase = phaseOf(node, era, after);
    if (!phase) continue;
    out.push(phase);
    after = passed(phase) ?? after;
  }
  return out;
}

function passed(phase: Phase): After {
  const found = /^(\d{4})-(\d\d)/.exec(phase.start?.value ?? phase.end?.value ?? '');
  return found ? { year: Number(found[1]), month: Number(found[2]) } : null;
}

/** One stage: its name without the number and the dates; dates from its heading, else from its first sentence. */
export function phaseOf(node: Node, era: Era, after: After = null): Phase | null {
  const stage = node.marker?.style === 'stage';
  const { title, rest } = headed(node);
  const heading: Heading = stage ? stageHeading(node, title) : { span: title, rest };
  const dates =
    readStretch(heading.span, era, after) ?? (heading.rest && readStretch(firstClause(heading.rest), era, after));
  const text = ownWith(node, heading.rest);
  if (!dates && !stage && !/阶段|期$|步/.test(title.fold)) return null;
  return {
    name: literal(nameOf(heading.span)),
    start: dates?.start ?? null,
    end: dates?.end ?? null,
    text: text && literal(text, [], text.text.trim()),
  };

  function ownWith(of: Node, first: Span | null): Span | null {
    if (of.children.length === 0) return ownText(first, of.body);
    const begin = first ?? of.body[0] ?? of.children[0]!.head;
    return cover(begin, lastOf(of));
  }
}

type Heading = { span: Span; rest: Span | null };

/** "第一阶段:宣传发动阶段(4-5月)。召开…" with or without colon, brackets and full stop. */
function stageHeading(node: Node, title: Span): Heading {
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
function nameOf(heading: Span): Span {
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

function firstClause(span: Span): Span {
  const end = span.fold.slice(0, 80).search(/[,。;]/);
  return part(span, 0, end < 0 ? Math.min(80, span.text.length) : end);
}

/** "动员阶段:3月10日-3月31日", a stage a line, without any number. */
function stagedLines(prose: Span, era: Era): Phase[] {
  const out: Phase[] = [];
  let from = 0;
  for (const line of prose.fold.slice(0, 10_000).split('\n')) {
    const span = trim(part(prose, from, from + line.length), '。;');
    from += line.length + 1;
    const found = /^([^,。;:( ]{2,12}(?:阶段|期)) ?(?:[:(])/.exec(span.fold);
    const dates = found && readStretch(part(span, found[0].length), era);
    if (!found || !dates) continue;
    const name = part(span, 0, found[1]!.length);
    out.push({ name: literal(name), start: dates.start, end: dates.end, text: null });
  }
  return out.length >= 2 ? out : [];
}

/** "3月为宣传发动阶段,…。4月至9月为组织实施阶段,…。": a stage a sentence, its dates first. */
function toldStages(prose: Span, era: Era): Phase[] {
  const out: Phase[] = [];
  let after: After = null;
  for (const found of prose.fold.slice(0, 10_000).matchAll(/[^。;\n]{6,400}/g)) {
    const sentence = trim(part(prose, found.index, found.index + found[0].length));
    const told = /^(?:从)?([^,。;:为是]{2,30})(?:为|是)([^,。;:为是()]{2,12}阶段)/.exec(sentence.fold);
    const dates = told && readStretch(part(sentence, 0, told[0].length - told[2]!.length), era, after);
    if (!told || !dates) continue;
    const rest = trim(part(sentence, told[0].length), ',:');
    const name = part(sentence, told[0].length - told[2]!.length, told[0].length);
    const phase: Phase = {
      name: literal(name),
      start: dates.start,
      end: dates.end,
      text: rest.text.length > 0 ? literal(rest, [], rest.text) : null,
    };
    after = passed(phase) ?? after;
    out.push(phase);
  }
  return out.length >= 2 ? out : [];
}

const monthHead =
  /^(?:第?[一二三四]季度(?=[,:])|(?:(?:19|20)\d{2} ?年 ?)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?: ?月(?:份|底|初|[上中下]旬)?)?(?: ?[-至] ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}))? ?月?(?:份|底|[上中下]旬)?(?=[,:]))/;

/** Paragraphs that begin with their month: a plan by months. Fewer than two are only a sentence with a date. */
export function monthly(loose: readonly Span[], era: Era): { phase: Phase; paragraphs: Span[] }[] {
  const out: { phase: Phase; paragraphs: Span[] }[] = [];
  let after: After = null;
  for (const line of loose) {
    const found = monthHead.exec(line.fold);
    const head = found && /月|季/.test(found[0]) ? part(line, 0, found[0].length) : null;
    const dates = head && readStretch(head, era, after);
    if (head && dates) {
      const rest = trim(part(line, head.text.length), ',:');
      const phase: Phase = {
        name: literal(head),
        start: dates.start,
        end: dates.end,
        text: literal(rest, [], rest.text),
      };
      after = passed(phase);
      out.push({ phase, paragraphs: [line] });
    } else out.at(-1)?.paragraphs.push(line);
  }
  return out.length >= 2 ? out : [];
}

/** Sections whose headings are months: 7月份, with what is to be done below. Their titles are all that is read for a date. */
export function monthSections(sections: readonly Section[], era: Era): { phase: Phase; section: Section }[] {
  const out: { phase: Phase; section: Section }[] = [];
  let after: After = null;
  for (const section of sections) {
    const dates = section.kind === 'month' && readStretch(section.title, era, after);
    if (!dates) continue;
    const text = contentOf(section);
    const phase: Phase = {
      name: literal(section.title),
      start: dates.start,
      end: dates.end,
      text: text && literal(text, [], text.text.trim()),
    };
    after = passed(phase) ?? after;
    out.push({ phase, section });
  }
  return out.length >= 2 ? out : [];
}

/** "服务期限:5月1日-5月31日" is one phase under the name of its own heading. */
export function timePhase(section: Section, era: Era): Phase | null {
  const name = /^.{0,8}?(?:期限|时间|时限|日期)/.exec(section.title.fold);
  const text = section.rest ?? section.node.body[0];
  const dates = text && readStretch(text, era);
  // The hour of a meeting is no stretch of work.
  if (/会议|培训|集合|报到|上报|报送/.test(section.title.fold)) return null;
  if (!name || !text || !dates || !dates.start || !dates.end) return null;
  return {
    name: literal(part(section.title, 0, name[0].length)),
    start: dates.start,
    end: dates.end,
    text: literal(text),
  };
}

const monthStarts =
  /(?:^|[。;\n]) ?(第?[一二三四]季度|(?:(?:19|20)\d{2}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月?(?:份|底|初|[上中下]旬)?(?: ?[-至] ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月?(?:份|底|[上中下]旬)?)?)(?=[,:])/g;

/** "三月份:宣传发动。四月至九月:组织实施。" within one paragraph. */
export function monthlyProse(text: Span, era: Era): Phase[] {
  const starts = [...text.fold.slice(0, 20_000).matchAll(monthStarts)].filter((found) => /月|季/.test(found[1]!));
  const pieces = starts.map((found, i) => {
    const from = found.index + found[0].length - found[1]!.length;
    return trim(part(text, from, starts[i + 1]?.index ?? text.text.length), '。;');
  });
  return monthly(pieces, era).map(({ phase }) => phase);
}
