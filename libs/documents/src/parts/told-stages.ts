import type { Phase } from '../notice';
import { readStretch, type Era } from '../dates/years';
import { part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';

/** The month of the phase before: the next one does not begin earlier. */
export type After = { year: number; month: number } | null;

/** The month for the phase behind this one. */
export function passed(phase: Phase): After {
  const found = /^(\d{4})-(\d\d)/.exec(phase.start?.value ?? phase.end?.value ?? '');
  return found ? { year: Number(found[1]), month: Number(found[2]) } : null;
}

/** "动员阶段:3月10日-3月31日", a stage a line, without any number. */
export function stagedLines(prose: Span, era: Era): Phase[] {
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
export function toldStages(prose: Span, era: Era): Phase[] {
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
