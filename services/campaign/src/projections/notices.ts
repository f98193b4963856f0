import type { NoticeContent, NoticeCorrected, NoticeFile, NoticeImported, NoticeWithdrawn } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import { corrected, valueAt } from '../notice/correction';
import { numberKey } from '../notice/number-key';
import { issuerKey } from '../notice/suggestions';

export type Correction = Readonly<{
  path: string;
  from: string | null;
  value: string | null;
  by: string;
  at: string;
}>;

export type NoticeDocument = Readonly<{
  noticeId: string;
  organisationId: string;
  fileName: string | null;
  source: Readonly<{ sha256: string; size: number }>;
  /** With its corrections; null once its key is destroyed. */
  content: NoticeContent | null;
  /** In the order in which they were made, each against the content as it was then; `from`: what stood there. */
  corrections: readonly Correction[];
  files: readonly NoticeFile[];
  importedAt: string;
  importedBy: string;
  /** Why it does not count any more. */
  withdrawn: Readonly<{ reason: string; by: string; at: string }> | null;
  /** Of the stream, for If-Match. */
  version: number;
}>;

export const noticesView = defineView<NoticeDocument, NoticeImported | NoticeCorrected | NoticeWithdrawn>({
  name: 'notices@3',
  formerly: ['notices@2', 'notices'],
  topics: ['campaign'],
  route: {
    'notice.imported': ({ data }) => data.noticeId,
    'notice.corrected': ({ data }) => data.noticeId,
    'notice.withdrawn': ({ data }) => data.noticeId,
  },
  evolve(notice, { type, data, meta }) {
    const { version, recordedAt: at, actor } = meta;
    if (type === 'notice.imported') {
      const { again: _said, ...notice } = data;
      return {
        ...notice,
        files: data.files ?? [],
        corrections: [],
        importedAt: at,
        importedBy: actor.id,
        withdrawn: null,
        version,
      };
    }
    if (type === 'notice.withdrawn')
      return notice && { ...notice, withdrawn: { reason: data.reason, by: actor.id, at }, version };
    if (!notice?.content) return notice;
    const { path, value } = data;
    const from = valueAt(notice.content, path) ?? null;
    return {
      ...notice,
      content: corrected(notice.content, path, value),
      corrections: [...notice.corrections, { path, from, value, by: actor.id, at }],
      version,
    };
  },
  // As it was read, as it was corrected: the next notice of the same issuer may be read either way.
  index: ({ content, corrections, withdrawn }) => ({
    // Found by its number is what another import may be the same as.
    number: (withdrawn === null && numberKey(content?.docNumber?.value ?? '')) || [],
    issuer: [content?.issuer?.value, ...corrections.map(({ path, from }) => (path === 'issuer' ? from : null))].flatMap(
      (name) => (name ? [issuerKey(name)] : []),
    ),
  }),
});
