import {
  Clock,
  dayOf,
  fresh,
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
import { Tallies } from '../data-request/tallies';
import { answersView, type AnswerEntry } from '../projections/answers';
import {
  dueOn,
  monthKey,
  requestsView,
  withdrawnBy,
  type RequestDocument,
  type RequestLine,
} from '../projections/requests';
import { cursor, limit, monthsWith, pageOf } from './months';
import type { requestLine, requestList } from './request-shapes';

export const listQuery = z.strictObject({ ...tokenQuery, after: cursor.optional(), limit });
type Asked = z.infer<typeof listQuery>;

export class ListRequests extends Query<Answer<z.infer<typeof requestList>>> {
  constructor(
    readonly caller: Caller,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** What the caller's tenant asks of others, the newest first: a page, read month by month. */
@QueryHandler(ListRequests)
export class ListRequestsHandler implements IQueryHandler<ListRequests> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly tallies: Tallies,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, asked }: ListRequests) {
    const { tenant } = permit(caller, 'data.read');
    const today = dayOf(this.clock.now());
    return fresh([this.requests, this.answers], tokensOf(asked), [tenant], async () => {
      const { after, limit } = asked;
      const isDone = (line: RequestLine) => after !== undefined && !isBehind(line, after);
      const { lines, next } = await pageOf(this.months(caller, after), limit, isDone, placeOf);
      return { requests: await Promise.all(lines.map((line) => this.line(line, tenant, today))), next };
    });
  }

  private async *months(caller: Caller, after?: string): AsyncGenerator<RequestLine[]> {
    const months = await monthsWith(this.requests, caller.tenant, 'asked');
    for (const value of months.reverse()) {
      if (after !== undefined && value > monthKey('asked', after)) continue;
      const found = await this.requests.find(caller.tenant, { index: 'month', value });
      yield found
        .filter((line) => line.is === 'line')
        .filter((line) => inSight(caller, 'data.read', line.organisationId))
        .sort(newestFirst);
    }
  }

  private async line(line: RequestLine, tenant: string, today: string): Promise<z.infer<typeof requestLine>> {
    const { requestId, title, basis, issuedOn } = line;
    const { owing, answered, missing, late } = await this.tallies.of(tenant, line, today);
    return {
      ...{ id: requestId, title, basis, issuedOn },
      deadline: dueOn(line, '', today),
      withdrawn: withdrawnBy(line, today) !== null,
      ...{ owing, answered, missing, late },
    };
  }
}

const newestFirst = (a: RequestLine, b: RequestLine): number =>
  a.issuedOn === b.issuedOn ? (a.requestId < b.requestId ? -1 : 1) : a.issuedOn < b.issuedOn ? 1 : -1;
const placeOf = ({ issuedOn, requestId }: RequestLine): string => `${issuedOn}|${requestId}`;
function isBehind({ issuedOn, requestId }: RequestLine, after: string): boolean {
  const [day = '', id = ''] = after.split('|');
  return issuedOn < day || (issuedOn === day && requestId > id);
}
