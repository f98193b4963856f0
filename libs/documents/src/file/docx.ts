import { RuleViolation } from '@chuangwen/kernel';
import { htmlToText } from './html';
import type { Limits } from './limits';
import { mayHide, withoutHiddenText } from './docx-hidden';
import { stored, unpack, type Entry } from './zip';

/** `margin` is what stands in the headers and footers of its pages, where a mark may stand as well; `hidden` what nobody sees. */
export type DocxText = { text: string; margin: string; hidden: string; pictures: boolean };

/** The text of a Word document, tables as rows between bars. Pictures are never opened. */
export async function docxToText(
  bytes: Uint8Array,
  file: string,
  entries: readonly Entry[],
  limits: Limits,
): Promise<DocxText> {
  let hides = false;
  const parts = unpack(bytes, file, limits, /\.(?:xml|rels)$/i, (name, content) => {
    hides ||= mayHide(content);
    return isMargin.test(name);
  });
  const seen = hides ? withoutHiddenText(unpack(bytes, file, limits, /\.(?:xml|rels)$/i)) : null;
  const margin = [...parts.values()].flatMap((xml) => paragraphsIn(xml.toString('utf8')));
  const { default: mammoth } = await import('mammoth');
  try {
    const noPictures = mammoth.images.imgElement(async () => ({ src: '' }));
    const { value } = await mammoth.convertToHtml(
      { buffer: seen ? stored(seen.parts) : Buffer.from(bytes) },
      { convertImage: noPictures, externalFileAccess: false },
    );
    return {
      text: htmlToText(value),
      margin: margin.join('\n'),
      hidden: seen?.hidden ?? '',
      pictures: entries.some(({ name }) => /^word\/media\/./i.test(name)),
    };
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  }
}

const isMargin = /^word\/(?:header|footer)\d{0,3}\.xml$/i;

/** The texts of the paragraphs of a part, by its tags alone: only marks are looked for in it. */
const paragraphsIn = (xml: string): string[] =>
  xml
    .slice(0, 500_000)
    .split('</w:p>')
    .slice(0, 500)
    .map((part) => [...part.matchAll(/<w:t(?:\s[^<>]{0,80})?>([^<]{0,500})<\/w:t>/g)].map(([, text]) => text).join(''));
