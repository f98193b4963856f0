import type { NoticeContent, NoticeCorrected, NoticeImported, NoticeWithdrawn } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { contentOfNotice } from '../campaign/content-of-notice';
import { contradiction, phaseContradiction, short } from '../plan/dates';
import { correct, corrected, valueAt } from './correction';

export type Notice =
  | Readonly<{ is: 'none' }>
  | Readonly<{
      is: 'imported';
      noticeId: string;
      organisationId: string;
      /** As corrected; null once its key is destroyed. */
      content: NoticeContent | null;
      withdrawn: boolean;
    }>;
export type NoticeEvent = NoticeImported | NoticeCorrected | NoticeWithdrawn;
export type NoticeCommand =
  | Readonly<{ type: 'import-notice'; notice: NoticeImported['data'] }>
  | Readonly<{ type: 'correct-notice'; path: string; value: string | null; was?: string | undefined }>
  | Readonly<{ type: 'withdraw-notice'; reason: string }>;

function evolve(notice: Notice, event: NoticeEvent): Notice {
  if (event.type === 'notice.imported') {
    const { noticeId, organisationId, content } = event.data;
    return { is: 'imported', noticeId, organisationId, content, withdrawn: false };
  }
  if (notice.is === 'none') return notice;
  if (event.type === 'notice.withdrawn') return { ...notice, withdrawn: true };
  if (!notice.content) return notice;
  return { ...notice, content: corrected(notice.content, event.data.path, event.data.value) };
}

function decide(notice: Notice, command: NoticeCommand): NoticeEvent[] {
  if (command.type === 'import-notice')
    return notice.is === 'none' ? [{ type: 'notice.imported', data: command.notice }] : [];
  if (notice.is === 'none') throw new NotFound('notice');
  const { noticeId, organisationId } = notice;
  if (command.type === 'withdraw-notice')
    return notice.withdrawn
      ? []
      : [{ type: 'notice.withdrawn', data: { noticeId, organisationId, reason: command.reason } }];
  if (notice.withdrawn) throw new RuleViolation('notice.is-withdrawn');
  if (!notice.content) throw new RuleViolation('notice.erased');
  const { path, value, was } = command;
  const now = valueAt(notice.content, path);
  // Said by what it says, an entry that is gone needs not be removed once more.
  if (was !== undefined && now !== was) {
    if (value === null && now === undefined) return [];
    throw new RuleViolation('notice.changed-since', { now: short(now ?? '') });
  }
  const after = correct(notice.content, path, value);
  if (JSON.stringify(after) === JSON.stringify(notice.content)) return [];
  mustNotContradict(notice.content, after);
  return [{ type: 'notice.corrected', data: { noticeId, path, value } }];
}

/** What the notice says oddly of itself may stand until a campaign is made of it; a correction must not add to it. */
function mustNotContradict(before: NoticeContent, after: NoticeContent): void {
  const known = new Set(contradictions(before).map(({ params }) => JSON.stringify(params)));
  const fresh = contradictions(after).find(({ params }) => !known.has(JSON.stringify(params)));
  if (fresh) throw fresh;
}

function contradictions(content: NoticeContent): RuleViolation[] {
  const { items, phases } = contentOfNotice(content, (what, path) => `${what} ${path}`);
  return [...phases.map(phaseContradiction), ...items.map((item) => contradiction(item, phases))].filter(
    (refusal) => refusal !== null,
  );
}

export const noticeDecider: Decider<Notice, NoticeCommand, NoticeEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve,
  decide,
};

export const noticeAggregate: Aggregate<Notice, NoticeCommand, NoticeEvent> = {
  kind: 'notice@2',
  decider: noticeDecider,
  texts: true,
};

export const noticeStream = (noticeId: string): string => `notice-${noticeId}`;
