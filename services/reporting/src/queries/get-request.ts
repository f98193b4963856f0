import { day } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import {
  asOfDay,
  Clock,
  freshnessOf,
  inSight,
  InjectView,
  permit,
  tokenQuery,
  tokensOf,
  ViewReader,
  type Answer,
  type Caller,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { merged, type Owed } from '../data-request/merged';
import { Owing } from '../data-request/owing';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import { dueOn, remindersOf, requestsView, withdrawnBy, type RequestEntry } from '../projections/requests';
import type { RequestPage } from './request-shapes';

export const requestQuery = z.strictObject({
  ...tokenQuery,
  /** The recorded day it is seen on; today when absent. */
  asOf: day.optional(),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});

export class GetRequest extends Query<Answer<RequestPage>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly asked: z.infer<typeof requestQuery>,
  ) {
    super();
  }
}

/** A request with all its answers as one table, summed, with who is missing and who is late, as of any recorded day. */
@QueryHandler(GetRequest)
export class GetRequestHandler implements IQueryHandler<GetRequest> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestEntry>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly owing: Owing,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, requestId, asked }: GetRequest) {
    const acting = permit(caller, 'data.read');
    const { tenant } = caller;
    const asOf = asOfDay(asked.asOf, this.clock.now());
    const known = await this.requests.get(tenant, requestId);
    // Their answers are addressed to the one that asked, so it may wait for them, and is told when some can't be read.
    const tenants = [...new Set([tenant, ...(known?.owing ?? []).map(({ tenantId }) => tenantId)])];
    const freshness = await freshnessOf([this.requests, this.answers], tokensOf(asked), tenants);
    const entry = await this.requests.get(tenant, requestId);
    if (entry?.is !== 'asked' || entry.issuedOn > asOf || !inSight(caller, 'data.read', entry.organisationId))
      throw new NotFound('request');
    const owed = await this.owed(acting, entry, asOf);
    const { title, basis, note, columns, rows, campaignId, issuedOn, again } = entry;
    const table = merged(columns, owed, asOf);
    const extensions = entry.changes.flatMap((change) =>
      change.is === 'extended' && change.day <= asOf
        ? [
            {
              day: change.day,
              deadline: change.deadline,
              answers: change.answers && [...change.answers],
              reason: change.reason,
            },
          ]
        : [],
    );
    const data: RequestPage = {
      ...{ id: requestId, title, basis, note, columns: [...columns], rows, campaignId, issuedOn, asOf, extensions },
      again: again && { reason: again.reason, requests: [...again.requests] },
      deadline: dueOn(entry, '', asOf),
      withdrawn: withdrawnBy(entry, asOf),
      counts: table.counts,
      owing: [...owed]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ answerId, organisationId, name, deadline, reminders, standing }) => ({
          ...{ answerId, organisation: organisationId, name, deadline, reminders },
          situation: standing?.situation ?? 'open',
          submittedOn: standing?.submittedOn ?? null,
        })),
      missing: table.missing.map(({ answerId }) => answerId),
      late: table.late.map(({ answerId }) => answerId),
      sums: [...table.sums],
      table: table.rows.map((row) => ({ ...row, cells: [...row.cells], sources: [...row.sources] })),
    };
    return { data, freshness };
  }

  private async owed(caller: Caller, entry: RequestEntry, asOf: string): Promise<Owed[]> {
    const names = await this.owing.names(caller, entry.owing, asOf);
    const answers = await this.answers.many(
      caller.tenant,
      entry.owing.map(({ answerId }) => answerId),
    );
    return entry.owing.map(({ answerId, organisationId, tenantId }, i) => ({
      ...{ answerId, organisationId, tenantId },
      name: names.get(organisationId) ?? '',
      deadline: dueOn(entry, answerId, asOf),
      reminders: remindersOf(entry, answerId, asOf),
      standing: answers[i] ? answerOn(answers[i], asOf) : null,
    }));
  }
}
