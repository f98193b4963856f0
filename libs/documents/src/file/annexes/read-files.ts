import { RuleViolation } from '@chuangwen/kernel';
import { refuseClassified, refuseMarkedLines } from '../../head/marks';
import { paragraphsOf } from '../../lines/paragraphs';
import type { Item, Notice, Phase, Place, Task, Warning } from '../../notice';
import { readNotice } from '../../read-notice';
import { contentsOf, needsOffice, type Contents } from '../contents';
import type { Limits } from '../limits';
import { readContents } from '../read-bytes';
import type { File } from '../file';
import { firstLines, mainDocument } from './main-document';
import { named } from '../named';
import { matchAnnexes, type Match } from './match';
import type { NoticeFilePart, NoticeOfFiles } from './notice-of-files';

type Opened = { file: File; contents: Contents | null; refused: RuleViolation | null };

/**
 * The files of one notice, in one thread: the notice itself is read, and the annexes that its list knows are read behind it as
 * if they were one document. An annex that cannot be read or fits nowhere is a warning; one with a classification mark
 * refuses the whole. Throws as readBytes does.
 */
export async function readFiles(files: readonly File[], limits: Limits): Promise<NoticeOfFiles> {
  const all: Opened[] = [];
  for (const [index, file] of files.entries()) all.push(await opened(file, index, limits));
  const readable = all.filter((one) => one.contents !== null);
  if (readable.length === 0) throw all[0]!.refused ?? new RuleViolation('notice.file-empty', { file: files[0]!.name });
  const main =
    readable[
      mainDocument(readable.map(({ file, contents }) => ({ ...file, text: contents!.text, sheet: contents!.sheet })))
    ]!;
  const notice = naming(main.file, () => readContents(main.contents!, main.file.name));
  const part: NoticeFilePart = {
    name: main.file.name,
    role: 'main',
    place: { start: 0, end: notice.text.length },
    annex: null,
    matchedBy: null,
    warnings: [],
  };
  if (files.length === 1) return { notice, files: [part] };
  const others = all.filter((one) => one !== main);
  // Each at its own head, whether it fits the list or not.
  for (const { file, contents } of others)
    naming(file, () => {
      refuseMarkedLines(contents?.hidden.split('\n') ?? []);
      for (const words of contents ? [contents.margin, contents.text] : []) refuseClassified(paragraphsOf(words).list);
    });
  const matches = matchAnnexes(
    notice.attachments.map(({ value }) => value),
    others.map(({ file, contents }) => ({ name: file.name, head: contents ? firstLines(contents.text, 6) : [] })),
  );
  const { text, parts } = joined(notice, others, matches);
  const missing = missingOf(notice, matches);
  const textAnnexes = parts.flatMap(({ place }, i) => (place && !others[i]!.contents!.sheet ? [place] : []));
  return {
    notice: withAnnexes(notice, text, textAnnexes, [...parts.flatMap(({ warnings }) => warnings), ...missing]),
    files: all.map((one) => (one === main ? part : parts[others.indexOf(one)]!)),
  };
}

/** What is refused in it names it. */
function naming<T>({ name }: File, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RuleViolation ? named(error, name) : error;
  }
}

async function opened(file: File, index: number, limits: Limits): Promise<Opened> {
  try {
    if (file.bytes.length === 0) throw new RuleViolation('notice.file-empty');
    return { file, contents: await contentsOf(file.bytes, file.name, limits), refused: null };
  } catch (error) {
    if (error instanceof RuleViolation && error.code === needsOffice) throw new RuleViolation(needsOffice, { index });
    // None is a matter of this one file; what is an archive, or locked, would be kept though nobody can tell what is in it.
    if (!(error instanceof RuleViolation)) throw error;
    const refused = named(error, file.name);
    if (refusesAll.includes(error.code)) throw refused;
    return { file, contents: null, refused };
  }
}

const refusesAll = ['notice.classified', 'notice.too-large', 'notice.file-type', 'notice.password'];

/** The text of the notice and, behind it in the order of its list, those of its annexes, each under its number. */
function joined(
  notice: Notice,
  others: readonly Opened[],
  matches: readonly (Match | null)[],
): { text: string; parts: NoticeFilePart[] } {
  let text = notice.text;
  const places = new Map<number, Place>();
  const order = others
    .map((_, i) => i)
    .filter((i) => matches[i] && others[i]!.contents)
    .sort((a, b) => numberOf(matches[a]!) - numberOf(matches[b]!));
  for (const i of order) {
    const content = others[i]!.contents!.text;
    const heading = /^\s{0,20}附\s?件/.test(content) ? '' : `附件${numberOf(matches[i]!)}\n`;
    const start = text.length + 1 + heading.length;
    text += `\n${heading}${content}`;
    places.set(i, { start, end: text.length });
  }
  return { text, parts: others.map((one, i) => partOf(one, matches[i] ?? null, places.get(i) ?? null, notice)) };
}

const numberOf = ({ annex, number }: Match): number => (annex === null ? (number ?? 1) : annex + 1);

function partOf(
  { file, contents, refused }: Opened,
  match: Match | null,
  place: Place | null,
  notice: Notice,
): NoticeFilePart {
  const warnings: Warning[] = [...(contents?.warnings ?? [])];
  const params = { file: file.name };
  if (refused) warnings.push({ code: 'annex.unreadable', params: { ...params, reason: refused.code } });
  else if (!match) warnings.push({ code: 'annex.unmatched', params });
  else if (match.annex === null)
    warnings.push({ code: 'annex.not-listed', params: { ...params, number: match.number ?? 0 } });
  else if (match.differs) {
    const title = notice.attachments[match.annex]!.value;
    warnings.push({
      code: 'annex.number-differs',
      params: { ...params, number: match.number ?? 0, expected: match.annex + 1, title },
    });
  }
  return {
    name: file.name,
    role: match ? 'annex' : 'unmatched',
    place,
    annex: match?.annex ?? null,
    matchedBy: match?.by ?? null,
    warnings,
  };
}

/** Annexes of the list that no file was, unless they stand in the notice's own file. */
function missingOf({ text, attachments }: Notice, matches: readonly (Match | null)[]): Warning[] {
  return attachments.flatMap(({ value }, annex): Warning[] => {
    const here = new RegExp(`(?:^|\\n)\\s{0,20}附\\s?件\\s?${annex + 1}(?!\\d)\\s{0,4}[：:]?\\s{0,20}(?:\\n|$)`).test(
      text,
    );
    const only = attachments.length === 1 && /\n\s{0,20}附\s?件\s{0,4}\n/.test(text);
    if (here || only || matches.some((match) => match?.annex === annex)) return [];
    return [{ code: 'annex.missing', params: { number: annex + 1, title: value } }];
  });
}

/** What the notice says stays as it was read alone; what stands in its annexes comes to it. */
function withAnnexes(notice: Notice, text: string, annexes: readonly Place[], warnings: readonly Warning[]): Notice {
  const whole = readNotice(text);
  const end = notice.text.length;
  const behind = (place: Place | null | undefined): boolean => !!place && place.start >= end;
  const added = <T extends Item | Phase | Task>(own: readonly T[], all: readonly T[]): T[] => [
    ...own,
    ...all.filter((one) => behind('name' in one ? one.name.place : 'title' in one ? one.title.place : one.text.place)),
  ];
  const { leadingGroup: group } = whole;
  const groupPlace = [group?.leader, ...(group?.deputies ?? []), ...(group?.members ?? []), group?.office].find(
    Boolean,
  )?.place;
  const known = new Set(notice.warnings.map(({ code }) => code));
  return {
    ...notice,
    text,
    planTitle: notice.planTitle ?? planTitleIn(text, annexes),
    guidingThought: notice.guidingThought ?? (behind(whole.guidingThought?.place) ? whole.guidingThought : null),
    goals: notice.goals ?? (behind(whole.goals?.place) ? whole.goals : null),
    leadingGroup: notice.leadingGroup ?? (behind(groupPlace) ? group : null),
    phases: added(notice.phases, whole.phases),
    measures: added(notice.measures, whole.measures),
    requirements: added(notice.requirements, whole.requirements),
    tasks: added(notice.tasks, whole.tasks),
    warnings: [...notice.warnings, ...whole.warnings.filter(({ code }) => !known.has(code)), ...warnings],
  };
}

/** The title of the first annex that is a plan: a table or a list is none. */
function planTitleIn(text: string, annexes: readonly Place[]): Notice['planTitle'] {
  for (const { start, end } of [...annexes].sort((a, b) => a.start - b.start)) {
    const title = titleOf(text.slice(start, Math.min(end, start + 4_000)));
    if (!title?.place || !/(?:方案|计划|规划|要点|意见|安排|办法|细则)$/.test(title.value)) continue;
    return { ...title, place: { start: title.place.start + start, end: title.place.end + start } };
  }
  return null;
}

function titleOf(text: string): Notice['title'] {
  try {
    return readNotice(text).title;
  } catch (error) {
    if (error instanceof RuleViolation) return null;
    throw error;
  }
}
