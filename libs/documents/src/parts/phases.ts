import type { Phase } from '../notice';
import { readStretch, type Era } from '../dates/years';
import { headed } from '../outline/title';
import { contentOf, lastOf, ownText, type Section } from '../outline/sections';
import type { Node } from '../outline/node';
import { cover, part, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { monthlyProse } from './months';
import { nameOf, stageHeading, type Heading } from './stage-names';
import { passed, stagedLines, toldStages, type After } from './told-stages';

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

function firstClause(span: Span): Span {
  const end = span.fold.slice(0, 80).search(/[,。;]/);
  return part(span, 0, end < 0 ? Math.min(80, span.text.length) : end);
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
