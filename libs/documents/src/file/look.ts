import { RuleViolation } from '@chuangwen/kernel';
import { refuseClassified, refuseMarkedLines, refuseMarkedPage } from '../head/marks';
import { paragraphsOf } from '../lines/paragraphs';
import { contentsOf } from './contents';
import type { File } from './file';
import { kindOfBytes } from './kind';
import type { Limits } from './limits';
import { entriesOf, unpack } from './zip';

/** Slides, OFD and ODF: which parts of the package hold text, and what ends a line in them. */
const packages: readonly (readonly [sign: RegExp, parts: RegExp, end: string])[] = [
  [
    /^ppt\/presentation\.xml$/i,
    /^ppt\/(?:slides|notesSlides|slideMasters|slideLayouts|comments)\/[^/]{1,80}\.xml$/i,
    '</a:p>',
  ],
  [/(?:^|\/)OFD\.xml$/i, /(?:Content|Page|Annotation|Signature)[^/]{0,40}\.xml$/i, '</ofd:TextObject>'],
  [/^content\.xml$/i, /^(?:content|styles)\.xml$/i, '</text:p>'],
];
const depths = 2;
const documentParts = /^(?:word\/document\.xml|\/?xl\/workbook\.(?:xml|bin))$/i;

/**
 * Looks for classification marks in whatever a file is: documents, slides, OFD, the files of an archive and of an archive
 * in it. Answers with the names of what nobody could look into, a picture say. Throws RuleViolation notice.classified,
 * and notice.too-large where a limit kept it from the rest.
 */
export async function unseenIn({ name, bytes }: File, limits: Limits, depth = 0): Promise<string[]> {
  try {
    if (kindOfBytes(bytes).kind === 'zip') {
      const names = entriesOf(bytes, name, limits).map((entry) => entry.name);
      const found = packages.find(([sign]) => names.some((one) => sign.test(one)));
      if (found) return lookAtParts(unpack(bytes, name, limits, found[1]), found[2]);
      if (!names.some((one) => documentParts.test(one)))
        return depth < depths ? await lookInto(unpack(bytes, name, limits, /[^/]$/), limits, depth) : [name];
    }
    const { text, margin, hidden, warnings } = await contentsOf(bytes, name, limits);
    refuseMarkedLines(hidden.split('\n'));
    for (const words of [margin, text]) refuseClassified(paragraphsOf(words).list);
    return warnings.some(({ code }) => code === 'file.pages-without-text') ? [name] : [];
  } catch (error) {
    if (!(error instanceof RuleViolation)) return [name];
    if (['notice.classified', 'notice.too-large'].includes(error.code)) throw error;
    return error.code === 'notice.file-empty' ? [] : [name];
  }
}

async function lookInto(files: ReadonlyMap<string, Buffer>, limits: Limits, depth: number): Promise<string[]> {
  const unseen: string[] = [];
  for (const [name, bytes] of files) unseen.push(...(await unseenIn({ name: lastOf(name), bytes }, limits, depth + 1)));
  return unseen;
}

const lastOf = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').slice(-80);

/** By its tags alone. On a slide about secrecy several levels are named; a mark is one. */
function lookAtParts(parts: ReadonlyMap<string, Buffer>, end: string): string[] {
  for (const xml of parts.values()) {
    const pieces = xml.toString('utf8').split(end);
    // A mark is short, so are its letters within their tags.
    const words = pieces.filter((piece) => piece.includes('密'));
    refuseMarkedPage(
      words.map((piece) =>
        piece
          .slice(-20_000)
          .replace(/<[^<>]{0,2000}>/g, '')
          .trim(),
      ),
    );
  }
  return [];
}
