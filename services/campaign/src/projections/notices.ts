import type { NoticeContent, NoticeCorrected, NoticeImported } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform';
import { corrected } from '../notice/correction';

export type NoticeDocument = Readonly<{
  noticeId: string;
  organisationId: string;
  fileName: string | null;
  source: Readonly<{ sha256: string; size: number }>;
  /** With its corrections; null once its key is destroyed. */
  content: NoticeContent | null;
  /** In the order in which they were made, each against the content as it was then. */
  corrections: readonly Readonly<{ path: string; value: string | null; by: string; at: string }>[];
  importedAt: string;
  importedBy: string;
  /** Of the stream, for If-Match. */
  version: number;
}>;

export const noticesView = defineView<NoticeDocument, NoticeImported | NoticeCorrected>({
  name: 'notices',
  topics: ['campaign'],
  route: {
    'notice.imported': ({ data }) => data.noticeId,
    'notice.corrected': ({ data }) => data.noticeId,
  },
  evolve(notice, { type, data, meta }) {
    const { version, recordedAt: at, actor } = meta;
    if (type === 'notice.imported') return { ...data, corrections: [], importedAt: at, importedBy: actor.id, version };
    if (!notice?.content) return notice;
    const { path, value } = data;
    return {
      ...notice,
      content: corrected(notice.content, path, value),
      corrections: [...notice.corrections, { path, value, by: actor.id, at }],
      version,
    };
  },
});
