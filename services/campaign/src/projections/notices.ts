import type { NoticeContent, NoticeCorrected, NoticeImported, NoticeWithdrawn } from '@chuangwen/contracts';
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
  /** Why it does not count any more. */
  withdrawn: Readonly<{ reason: string; by: string; at: string }> | null;
  /** Of the stream, for If-Match. */
  version: number;
}>;

export const noticesView = defineView<NoticeDocument, NoticeImported | NoticeCorrected | NoticeWithdrawn>({
  name: 'notices',
  topics: ['campaign'],
  route: {
    'notice.imported': ({ data }) => data.noticeId,
    'notice.corrected': ({ data }) => data.noticeId,
    'notice.withdrawn': ({ data }) => data.noticeId,
  },
  evolve(notice, { type, data, meta }) {
    const { version, recordedAt: at, actor } = meta;
    if (type === 'notice.imported')
      return { ...data, corrections: [], importedAt: at, importedBy: actor.id, withdrawn: null, version };
    if (type === 'notice.withdrawn')
      return notice && { ...notice, withdrawn: { reason: data.reason, by: actor.id, at }, version };
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
