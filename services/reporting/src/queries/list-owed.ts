import { id } from '@chuangwen/contracts';
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
import { Owing } from '../data-request/owing';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import {
  dueOn,
  monthKey,
  remindersOf,
  requestIdIn,
  requestsView,
  withdrawnBy,
  type RequestDocument,
  type RequestEntry,
} from '../projections/requests';
import { cursor, limit, monthsWith, pageOf } from './months';
import type { owedLine, owedList } from './request-shapes';

export const owedQuery = z.strictObject({
  ...tokenQuery,
  /** Only what is owed to this request. */
  request: id.optional(),
  after: cursor.optional(),
  limit,
});
type Asked = z.infer<typeof owedQuery>;

export class ListOwed extends Query<Answer<z.infer<typeof owedList>>> {
  constructor(
    readonly caller: Caller,
    readonly asked: Asked,
  ) {
    super();
  }
}

type Line = Readonly<{ entry: RequestEntry; answerId: string; organisation: string; deadline: string }>;

/**
 * What the caller's tenant owes, as far as the caller sees it: a page, read month by month. What is due next comes first, and
 * after what is still to come what is past, the latest first.
 */
@QueryHandler(ListOwed)
export class ListOwedHandler implements IQueryHandler<ListOwed> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly owing: Owing,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, asked }: ListOwed) {
    permit(caller, 'data.read');
    const today = dayOf(this.clock.now());
    const readers = [this.requests, this.answers];
    return fresh(readers, tokensOf(asked), await this.owing.askersOf(caller), async () => {
      const { after, limit } = asked;
      const isDone = (line: Line) => after !== undefined && order(placeOf(line), after, today) <= 0;
      const { lines, next } = await pageOf(this.months(caller, asked, today), limit, isDone, placeOf);
      return { answers: await this.shown(caller.tenant, lines, today), next };
    });
  }

  /** What the caller sees of each month, in order. */
  private async *months(caller: Caller, asked: Asked, today: string): AsyncGenerator<Line[]> {
    for await (const month of this.batches(caller.tenant, asked, today))
      yield month
        .filter(({ organisation }) => inSight(caller, 'data.read', organisation))
        .sort((a, b) => order(placeOf(a), placeOf(b), today));
  }

  /** Month by month, in the order of the list; this month is on both sides of today. */
  private async *batches(tenant: string, { request, after }: Asked, today: string): AsyncGenerator<Line[]> {
    if (request !== undefined) {
      const entry = await this.requests.get(tenant, requestIdIn(tenant, request));
      return yield linesOf(entry, today);
    }
    const [now, from] = [monthKey('owed', today), after === undefined ? null : monthKey('owed', after)];
    const months = await monthsWith(this.requests, tenant, 'owed');
    const isPast = (day: string): boolean => day < today;
    const sides = [
      { past: false, of: months.filter((month) => month >= now) },
      { past: true, of: months.filter((month) => month <= now).reverse() },
    ];
    for (const { past, of } of sides)
      for (const value of of) {
        // Months before the place to go on from.
        if (after !== undefined && from !== null && isBefore(value, past, from, isPast(after))) continue;
        const entries = await this.requests.find(tenant, { index: 'month', value });
        yield entries
          .flatMap((entry) => linesOf(entry, today))
          .filter(({ deadline }) => isPast(deadline) === past && monthKey('owed', deadline) === value);
      }
  }

  private async shown(tenant: string, lines: readonly Line[], today: string): Promise<z.infer<typeof owedLine>[]> {
    const answers = await this.answers.many(
      tenant,
      lines.map(({ answerId }) => answerId),
    );
    return lines.map(({ entry, ...line }, i) => {
      const standing = answers[i] ? answerOn(answers[i], today) : null;
      const { requestId, title, basis } = entry;
      return {
        ...line,
        ...{ requestId, title, basis },
        situation: withdrawnBy(entry, today) ? ('withdrawn' as const) : (standing?.situation ?? ('open' as const)),
        reminders: remindersOf(entry, line.answerId, today),
      };
    });
  }
}

const linesOf = (entry: RequestDocument | null, today: string): Line[] =>
  entry?.is !== 'owed'
    ? []
    : entry.owing.map(({ answerId, organisationId: organisation }) => ({
        ...{ entry, answerId, organisation },
        deadline: dueOn(entry, answerId, today),
      }));

const placeOf = ({ deadline, answerId }: Line): string => `${deadline}|${answerId}`;

/** Whether a month, on its side of today, lies before another one in the list. */
const isBefore = (month: string, past: boolean, other: string, otherPast: boolean): boolean =>
  past === otherPast ? (past ? month > other : month < other) : otherPast;

/** Of two places in the list: what is to come before what is past, and whatever is nearer to today first. */
function order(a: string, b: string, today: string): number {
  const [[dayA = '', idA = ''], [dayB = '', idB = '']] = [a.split('|'), b.split('|')];
  const past = dayA < today;
  if (past !== dayB < today) return past ? 1 : -1;
  if (dayA !== dayB) return dayA < dayB !== past ? -1 : 1;
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
