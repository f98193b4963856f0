import type { NoticeContent } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Claims, dayOf, InjectView, Streams, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { short } from '../plan/dates';
import { noticesView, type NoticeDocument } from '../projections/notices';
import { noticeAggregate, noticeStream } from './notice';
import { numberKey } from './number-key';

type Coming = Readonly<{
  tenant: string;
  noticeId: string;
  /** As the notice says it; null: it has none, and nothing is asked. */
  docNumber: string | null;
  /** It is meant, whatever was imported before. */
  again: boolean;
}>;

/** Notices by their document number, as long as they are not withdrawn. */
@Injectable()
export class KnownNotices {
  constructor(
    private readonly claims: Claims,
    private readonly streams: Streams,
    @InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>,
  ) {}

  /** Runs `write`, which imports it. Throws `notice.there-already`, which names the one that has the same number. */
  async asNew<T>({ tenant, noticeId, docNumber, again }: Coming, write: () => Promise<T>): Promise<T> {
    const key = docNumber === null ? null : numberKey(docNumber);
    if (docNumber === null || key === null) return write();
    // As the streams stand: a view may not have heard yet that one was withdrawn.
    const fate = async (id: string, at: string) => {
      const { state } = await this.streams.load(noticeAggregate, { tenant, stream: noticeStream(id) });
      if (state.is === 'none') return 'coming';
      const number = state.content?.docNumber?.value;
      if (state.withdrawn || number === undefined || numberKey(number) !== key) return 'gone';
      const title = short(nameOf(state.content) ?? number, 60);
      return new RuleViolation('notice.there-already', { number: short(number), day: dayOf(new Date(at)), title, id });
    };
    const older = async () =>
      (await this.notices.find(tenant, { index: 'number', value: key })).map((one) => ({
        by: one.noticeId,
        at: one.importedAt,
      }));
    const claim = { tenant, kind: 'notice-number', key, by: noticeId };
    return this.claims.holding(claim, again ? null : { fate, older }, write);
  }
}

/** What people know it by; null where it says nothing of the kind. */
const nameOf = (content: NoticeContent | null): string | null => (content?.title ?? content?.planTitle)?.value ?? null;
