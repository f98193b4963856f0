import type { Notice, Place } from '../notice';

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
  matchedBy: 'number' | 'title' | 'name' | null;
}>;

/** A notice read from several files; what is missing or fits nowhere is among `notice.warnings`. */
export type NoticeOfFiles = Readonly<{ notice: Notice; files: readonly NoticeFilePart[] }>;
