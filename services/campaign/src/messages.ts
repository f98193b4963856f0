import type { Catalogue } from '@chuangwen/platform';
import { noticeMessages } from './messages/notices';
import { planMessages } from './messages/plans';
import { revisionMessages } from './messages/revisions';

/** What a person reads for every refusal of this service. */
export const messages: Catalogue = { ...noticeMessages, ...planMessages, ...revisionMessages };
