import type { Phase } from '../notice';
import { readStretch, type Era } from '../dates/years';
import { contentOf, type Section } from '../outline/sections';
import { part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { passed, type After } from './told-stages';

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
