import type { NoticeContent } from '@chuangwen/contracts';
import { InjectView, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { issuerKey, suggestionsFor, type Suggestion } from '../notice/suggestions';
import { noticesView, type NoticeDocument } from '../projections/notices';

/** Corrections that people made in other notices of the same issuer, as far as they fit this one. */
@Injectable()
export class Suggestions {
  constructor(@InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>) {}

  async of(tenant: string, noticeId: string, content: NoticeContent | null): Promise<Suggestion[]> {
    const issuer = content?.issuer?.value;
    if (!content || !issuer) return [];
    const same = await this.notices.find(tenant, { index: 'issuer', value: issuerKey(issuer) });
    const earlier = same
      .filter((notice) => notice.noticeId !== noticeId && notice.withdrawn === null && notice.content !== null)
      .flatMap(({ corrections }) => corrections)
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return suggestionsFor(content, earlier);
  }
}
