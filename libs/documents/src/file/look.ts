import { RuleViolation } from '@chuangwen/kernel';
import { refuseClassified, refuseMarkedLines, refuseMarkedPage } from '../head/marks';
import { paragraphsOf } from '../lines/paragraphs';
import { contentsOf } from './contents';
import type { File } from './file';
import { kindOfBytes } from './kind';
import type { Limits } from './limits';
import { packageOf, type Package } from './package';
import { membersOf, type Member } from './zip';

/** `text`: the parts that are looked at by their tags, and what ends a line in them. The rest of its `own` says nothing. */
type Inside = Readonly<{ text?: readonly [parts: RegExp, end: string]; own: RegExp }>;

const office = (folder: string) =>
  new RegExp(
    `^/?(?:\\[Content_Types\\]\\.xml|docProps/thumbnail\\.\\w{2,5}|(?:_rels|docProps|customXml|${folder})/(?!embeddings/).{1,200}\\.(?:xml|rels|bin|vml|fntdata|odttf))$`,
    'i',
  );
const insides: Readonly<Record<Package, Inside>> = {
  word: { own: office('word') },
  sheet: { own: office('xl') },
  slides: {
    text: [/^\/?ppt\/[^/]{1,40}\/[^/]{1,80}\.xml$/i, '</a:p>'],
    own: office('ppt'),
  },
  odf: {
    text: [/(?:^|\/)(?:content|styles)\.xml$/i, '</text:p>'],
    own: /^(?:mimetype|META-INF\/.*|Thumbnails\/.*|Configurations2\/.*|layout-cache|manifest\.rdf)$|(?:^|\/)(?:meta|settings)\.xml$/i,
  },
  ofd: {
    text: [/(?:Content|Page|Annotation|Signature)[^/]{0,40}\.xml$/i, '</ofd:TextObject>'],
    own: /\.(?:xml|dat|esl|ttf|otf)$/i,
  },
};
const pictured = /(?:^|\/)(?:media|Pictures)\/[^/]/i;
const depths = 2;

/**
 * Looks for classification marks in whatever a file is: documents, slides, OFD, what is embedded in them, the files of an
 * archive and of an archive in it. Answers with the names of what nobody could look into: a picture say, or what a limit
 * kept it from, with the rest still looked at. Throws RuleViolation notice.classified.
 */
export async function unseenIn(file: File, limits: Limits, depth = 0): Promise<string[]> {
  const { name, bytes } = file;
  return unlessSeen(name, async () => {
    if (kindOfBytes(bytes).kind !== 'zip') return lookAtDocument(file, limits);
    const members = membersOf(bytes, name, limits);
    const kind = packageOf(members.map((member) => member.name));
    if (!kind && depth >= depths) return [name];
    const whole = kind !== null && !insides[kind].text;
    const unseen = whole ? await unlessSeen(name, () => lookAtDocument(file, limits)) : [];
    for (const member of members) {
      const within = kind ? `${name}/${lastOf(member.name)}` : lastOf(member.name);
      unseen.push(...(await unlessSeen(within, () => lookAtMember(member, within, kind, limits, depth))));
    }
    return unseen;
  });
}

/** What `look` answers; the name where it could not. */
async function unlessSeen(name: string, look: () => Promise<string[]>): Promise<string[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RuleViolation)) return [name];
    if (error.code === 'notice.classified') throw error;
    return error.code === 'notice.file-empty' ? [] : [name];
  }
}

async function lookAtDocument({ name, bytes }: File, limits: Limits): Promise<string[]> {
  const { text, margin, hidden, warnings } = await contentsOf(bytes, name, limits);
  refuseMarkedLines(hidden.split('\n'));
  for (const words of [margin, text]) refuseClassified(paragraphsOf(words).list);
  return warnings.some(({ code }) => code === 'file.pages-without-text') ? [name] : [];
}

async function lookAtMember(
  member: Member,
  name: string,
  kind: Package | null,
  limits: Limits,
  depth: number,
): Promise<string[]> {
  if (member.name.endsWith('/')) return [];
  if (kind) {
    const { text, own } = insides[kind];
    if (pictured.test(member.name)) return [name];
    if (text?.[0].test(member.name)) return lookAtPart(member.content().toString('utf8'), name, text[1]);
    if (own.test(member.name)) return [];
    if (depth >= depths) return [name];
  }
  return unseenIn({ name, bytes: member.content() }, limits, depth + 1);
}

const lastOf = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').slice(-80);

/** By its tags alone. On a slide about secrecy several levels are named; a mark is one. */
function lookAtPart(xml: string, name: string, end: string): string[] {
  // A password leaves the parts of an ODF in their places.
  if (!/^\s{0,100}</.test(xml)) return [name];
  // A mark is short, so are its letters within their tags.
  const words = xml.split(end).filter((piece) => piece.includes('密'));
  refuseMarkedPage(
    words.map((piece) =>
      piece
        .slice(-20_000)
        .replace(/<[^<>]{0,2000}>/g, '')
        .trim(),
    ),
  );
  return [];
}
