import {
  Clock,
  dayOf,
  inSight,
  InjectView,
  permit,
  tokenQuery,
  tokensOf,
  ViewReader,
  freshnessOf,
  type Answer,
  type Caller,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Owing } from '../data-request/owing';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import { dueOn, remindersOf, requestsView, withdrawnBy, type RequestEntry } from '../projections/requests';
import type { owedList, requestList } from './request-shapes';

export const listQuery = z.strictObject(tokenQuery);

export class ListRequests extends Query<Answer<z.infer<typeof requestList>>> {
  constructor(
    readonly caller: Caller,
    readonly asked: z.infer<typeof listQuery>,
  ) {
    super();
  }
}

/** What the caller's tenant asks of others, the newest first. */
@QueryHandler(ListRequests)
export class ListRequestsHandler implements IQueryHandler<ListRequests> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestEntry>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, asked }: ListRequests) {
    const { tenant } = permit(caller, 'data.read');
    const today = dayOf(this.clock.now());
    const freshness = await freshnessOf([this.requests, this.answers], tokensOf(asked), [tenant]);
    const entries = await this.requests.find(tenant, { index: 'is', value: 'asked' });
    const mine = entries.filter(({ organisationId }) => inSight(caller, 'data.read', organisationId));
    const data = await Promise.all(mine.map((entry) => this.line(entry, tenant, today)));
    return {
      data: data.sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : a.issuedOn > b.issuedOn ? -1 : a.id < b.id ? -1 : 1)),
      freshness,
    };
  }

  private async line(entry: RequestEntry, tenant: string, today: string) {
    const answers = await this.answers.many(
      tenant,
      entry.owing.map(({ answerId }) => answerId),
    );
    const first = answers.map((answer) => (answer ? (answerOn(answer, today)?.firstOn ?? null) : null));
    const answered = first.filter((day) => day !== null).length;
    return {
      id: entry.requestId,
      title: entry.title,
      basis: entry.basis,
      issuedOn: entry.issuedOn,
      deadline: dueOn(entry, '', today),
      withdrawn: withdrawnBy(entry, today) !== null,
      owing: entry.owing.length,
      answered,
      missing: entry.owing.length - answered,
      late: entry.owing.filter(({ answerId }, i) => (first[i] ?? today) > dueOn(entry, answerId, today)).length,
    };
  }
}

export class ListOwed extends Query<Answer<z.infer<typeof owedList>>> {
  constructor(
    readonly caller: Caller,
    readonly asked: z.infer<typeof listQuery>,
  ) {
    super();
  }
}

/** What the caller's tenant owes, as far as the caller sees it; what is due first comes first. */
@QueryHandler(ListOwed)
export class ListOwedHandler implements IQueryHandler<ListOwed> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestEntry>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly owing: Owing,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, asked }: ListOwed) {
    const { tenant } = permit(caller, 'data.read');
    const today = dayOf(this.clock.now());
    const freshness = await freshnessOf(
      [this.requests, this.answers],
      tokensOf(asked),
      await this.owing.askersOf(caller),
    );
    const entries = await this.requests.find(tenant, { index: 'is', value: 'owed' });
    const owed = entries.flatMap((entry) =>
      entry.owing
        .filter(({ organisationId }) => inSight(caller, 'data.read', organisationId))
        .map(({ answerId, organisationId }) => ({ entry, answerId, organisation: organisationId })),
    );
    const answers = await this.answers.many(
      tenant,
      owed.map(({ answerId }) => answerId),
    );
    const data = owed.map(({ entry, answerId, organisation }, i) => {
      const standing = answers[i] ? answerOn(answers[i], today) : null;
      const situation = withdrawnBy(entry, today) ? ('withdrawn' as const) : (standing?.situation ?? ('open' as const));
      const { requestId, title, basis } = entry;
      const deadline = dueOn(entry, answerId, today);
      return {
        answerId,
        requestId,
        organisation,
        title,
        basis,
        deadline,
        situation,
        reminders: remindersOf(entry, answerId, today),
      };
    });
    return {
      data: data.sort((a, b) =>
        a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : a.answerId < b.answerId ? -1 : 1,
      ),
      freshness,
    };
  }
}
