import type { RequestColumn } from '@chuangwen/contracts';
import { InjectView, ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { dueOn, monthKey, MONTHS, requestsView, withdrawnBy, type RequestDocument } from '../projections/requests';
import { overlapsOf, sameColumns, type Overlap } from './overlap';

const RECENT_DAYS = 365;

/** What was asked of the same before: of requests that run, or were issued within a year. */
@Injectable()
export class AskedBefore {
  constructor(@InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>) {}

  async of(
    tenant: string,
    wanted: Readonly<{ requestId: string; columns: readonly Pick<RequestColumn, 'title'>[]; organisations: string[] }>,
    today: string,
  ): Promise<Overlap[]> {
    const recent = new Date(Date.parse(today) - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10);
    const months = (await this.requests.sum(tenant, MONTHS)).map(({ key }) => key);
    const wide = [
      ...months.filter((key) => key.startsWith('asked|') && key >= monthKey('asked', recent)),
      ...months.filter((key) => key.startsWith('due|') && key >= monthKey('due', today)),
    ];
    const ids = new Set<string>();
    for (const value of wide)
      for (const line of await this.requests.find(tenant, { index: 'month', value }))
        if (line.requestId !== wanted.requestId && sameColumns(wanted.columns, line.columns).length > 0)
          ids.add(line.requestId);
    // Who owes is read only of those that ask for one of the columns.
    const entries = (await this.requests.many(tenant, [...ids])).flatMap((entry) =>
      entry?.is === 'asked' ? [entry] : [],
    );
    const asked = entries
      .filter((entry) => !withdrawnBy(entry, today))
      .filter(
        (entry) =>
          entry.issuedOn >= recent || entry.owing.some(({ answerId }) => dueOn(entry, answerId, today) >= today),
      )
      .map(({ owing, ...entry }) => ({ ...entry, organisations: owing.map((one) => one.organisationId) }));
    return overlapsOf(wanted, asked);
  }
}
