import type { Notice, Place, Warning } from '../../notice';

export type MatchedBy = 'number' | 'title' | 'name';

/**
 * One of the files a notice came in. `place` is where its text stands in `notice.text`, so every place in the notice names
 * a file by where it falls; null for what was not read into it. `annex` is the entry of `notice.attachments` it was matched to,
 * counted from 0, and `matchedBy` what told so.
 */
export type NoticeFilePart = Readonly<{
  name: string;
  role: 'main' | 'annex' | 'unmatched';
  place: Place | null;
  annex: number | null;
  matchedBy: MatchedBy | null;
  warnings: readonly Warning[];
}>;

/** A notice read from several files; what is missing or fits nowhere is among `notice.warnings` as well. `files` in the order given. */
export type NoticeOfFiles = Readonly<{ notice: Notice; files: readonly NoticeFilePart[] }>;

/** The file whose text holds an offset of the notice's text; null for none. */
export const fileAt = (files: readonly NoticeFilePart[], offset: number): NoticeFilePart | null =>
  files.find(({ place }) => place && offset >= place.start && offset < place.end) ?? null;
