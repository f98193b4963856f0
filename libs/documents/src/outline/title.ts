import { knownHeading } from '../lines/lexicon';
import { part, trim, type Span } from '../source/mapped';
import { outside } from '../source/scan';
import type { Node } from './node';

export type Headed = { title: Span; rest: Span | null };

const glued = new RegExp(`^${knownHeading}(?!阶段|环节|时期|期[(:])(?= ?[\u4e00-\u9fff"“《\\d])`);
/** "整治目标实现主次干道…": the heading of a section, glued to its text, is known by how headings end. */
const looseHeading =
  /^[\u4e00-\u9fff]{2,4}?(?:目标|任务|内容|原则|要求|措施|步骤|机构|保障|时间|地点|对象|范围|主题|思想|意义|分工|方法)(?=[\u4e00-\u9fff“"《\d](?<![的和与及、是为])[^的])(?![和与及、])/;
const dated = /^ ?(?:(?:19|20)\d{2} ?年|\d{1,2} ?月)/;
const heading = new RegExp(`^${knownHeading}$`);
/** A title longer than this is a sentence; it is cut at its last comma. */
const longest = 80;

/** Divides an item into its title and what follows in the same paragraph. */
export function headed(node: Node): Headed {
  const line = trim(part(node.head, node.marker?.length ?? 0), node.marker?.style === 'heading' ? '【】:' : '');
  const known = glued.exec(line.fold);
  const sentence = firstSentence(line);
  // "指导思想坚持以…": only where what follows is a sentence of its own, not the rest of a longer heading.
  if (
    known &&
    !heading.test(line.fold.slice(0, sentence)) &&
    ((line.text.length > known[0].length + 12 && /[,。;]/.test(line.fold)) ||
      dated.test(line.fold.slice(known[0].length)))
  )
    return { title: part(line, 0, known[0].length), rest: part(line, known[0].length) };
  const loose = node.marker?.style === 'cn' && sentence > 24 ? looseHeading.exec(line.fold) : null;
  if (loose) return { title: part(line, 0, loose[0].length), rest: part(line, loose[0].length) };
  const blank = headingBlank(line);
  if (blank > 0) return { title: part(line, 0, blank), rest: nonEmpty(trim(part(line, blank))) };
  if (sentence >= line.text.length) return { title: trim(line, '。;:,.'), rest: null };
  return { title: trim(part(line, 0, sentence), '。;:,'), rest: nonEmpty(trim(part(line, sentence + 1))) };
}

/** "改进纳税服务 推行首问负责制。": where blanks stand for line ends, the first divides the heading from its text. */
function headingBlank(line: Span): number {
  const found = /^[\u4e00-\u9fff"“”、,]{2,30} {1,4}(?=[\u4e00-\u9fff\d《“"][^ ]{10})/.exec(line.fold);
  return found && /[。;]/.test(line.fold.slice(found[0].length, 400)) && !/,.*,/.test(found[0])
    ? found[0].trimEnd().length
    : 0;
}

const nonEmpty = (span: Span): Span | null => (span.text.length > 0 ? span : null);

function firstSentence(line: Span): number {
  const head = part(line, 0, Math.min(line.text.length, 400));
  const ends = outside(head.fold, head.text, '。;:?!');
  // "一是" points and short labels aside, a title has at least two characters.
  // "??" is no question but a garbled passage.
  const real = (at: number) => head.fold[at] !== '?' || (head.fold[at - 1] !== '?' && head.fold[at + 1] !== '?');
  const dot = /[\u4e00-\u9fff]\.(?= |$)/.exec(head.fold);
  let end = Math.min(
    ends.find((at) => at >= 2 && real(at)) ?? line.text.length,
    dot ? dot.index + 1 : line.text.length,
  );
  if (end > longest) {
    const commas = outside(head.fold, head.text, ',').filter((at) => at <= longest && at >= 8);
    end = commas.at(-1) ?? Math.min(end, line.text.length);
    if (end > 400) end = 400;
  }
  return end;
}
