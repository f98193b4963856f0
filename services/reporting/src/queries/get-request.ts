import { day, id } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
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
import { MOST_ROWS } from '../data-request/filled-sheet';
import { isLate, merged, type Owed } from '../data-request/merged';
import { Owing } from '../data-request/owing';
import { Tallies } from '../data-request/tallies';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import {
  dueOn,
  remindersOf,
  requestsView,
  withdrawnBy,
  type RequestDocument,
  type RequestEntry,
} from '../projections/requests';
import { owes, type RequestPage } from './request-shapes';

export const requestQuery = z.strictObject({
  ...tokenQuery,
  /** The recorded day it is seen on; today when absent. */
  asOf: day.optional(),
  /** Of a file everything comes, whatever page is asked for. */
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
  situation: owes.shape.situation.optional(),
  /** `true`: only those that are late, with their answer or without one. */
  late: z.enum(['true', 'false']).optional(),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
type Asked = z.infer<typeof requestQuery>;

/** Answers read at once, each with all that was ever submitted of it: a page of long ones is full after few. */
const BATCH = 10;

export class GetRequest extends Query<Answer<RequestPage>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** A request as of any recorded day: its sums and counts from counters, and a page of those who owe with their rows as one table. */
@QueryHandler(GetRequest)
export class GetRequestHandler implements IQueryHandler<GetRequest> {
  constructor(
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    private readonly owing: Owing,
    private readonly tallies: Tallies,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, requestId, asked }: GetRequest) {
    const acting = permit(caller, 'data.read');
    const { tenant } = caller;
    const asOf = asOfDay(asked.asOf, this.clock.now());
    const known = await this.requests.get(tenant, requestId);
    // Their answers are addressed to the one that asked, so it may wait for them, and is told when some can't be read.
    const tenants = [
      ...new Set([tenant, ...(known?.is === 'asked' ? known.owing : []).map(({ tenantId }) => tenantId)]),
    ];
    const freshness = await freshnessOf([this.requests, this.answers], tokensOf(asked), tenants);
    const entry = await this.requests.get(tenant, requestId);
    if (entry?.is !== 'asked' || !inSight(caller, 'data.read', entry.organisationId)) throw new NotFound('request');
    if (entry.issuedOn > asOf) throw new RuleViolation('request.not-yet-issued', { day: asOf, since: entry.issuedOn });
    const withdrawn = withdrawnBy(entry, asOf);
    const runs = withdrawn === null;
    const { found, next } = await this.page(tenant, entry, asOf, asked);
    const owed = await this.named(acting, found, asOf);
    const { sums, ...counts } = await this.tallies.of(tenant, { ...entry, owing: entry.owing.length }, asOf);
    const { title, basis, note, columns, rows, campaignId, issuedOn, again } = entry;
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
      withdrawn,
      counts,
      next,
      owing: owed.map((one) => ({
        ...{ answerId: one.answerId, organisation: one.organisationId, name: one.name },
        ...{ deadline: one.deadline, reminders: one.reminders },
        situation: one.standing?.situation ?? (runs ? 'open' : 'withdrawn'),
        late: isLate(one, runs ? asOf : null),
        submittedOn: one.standing?.submittedOn ?? null,
      })),
      sums: [...sums],
      table: merged(owed).map((row) => ({ ...row, cells: [...row.cells], sources: [...row.sources] })),
    };
    return { data, freshness };
  }

  /**
   * In the order of the request, whichever that is; long answers make it shorter than asked for. Throws RuleViolation
   * `request.after-unknown`.
   */
  private async page(
    tenant: string,
    entry: RequestEntry,
    asOf: string,
    { format, situation, late, after, limit }: Asked,
  ): Promise<{ found: Unnamed[]; next: string | null }> {
    const isFile = format !== 'json';
    const runs = withdrawnBy(entry, asOf) === null;
    const found: Unnamed[] = [];
    let rows = 0;
    for (let at = isFile ? 0 : placeAfter(entry, after); at < entry.owing.length; at += BATCH)
      for (const one of await this.read(tenant, entry, entry.owing.slice(at, at + BATCH), asOf)) {
        if (!isFile) {
          if (situation !== undefined && (one.standing?.situation ?? (runs ? 'open' : 'withdrawn')) !== situation)
            continue;
          if (late !== undefined && isLate(one, runs ? asOf : null) !== (late === 'true')) continue;
          rows += one.standing?.rows.length ?? 0;
          if (found.length === limit || (found.length > 0 && rows > MOST_ROWS))
            return { found, next: found.at(-1)!.answerId };
        }
        found.push(one);
      }
    return { found, next: null };
  }

  private async read(tenant: string, entry: RequestEntry, owing: RequestEntry['owing'], asOf: string) {
    const answers = await this.answers.many(
      tenant,
      owing.map(({ answerId }) => answerId),
    );
    return owing.map(({ answerId, organisationId, tenantId }, i): Unnamed => ({
      ...{ answerId, organisationId, tenantId },
      deadline: dueOn(entry, answerId, asOf),
      reminders: remindersOf(entry, answerId, asOf),
      standing: answers[i] ? answerOn(answers[i], asOf) : null,
    }));
  }

  private async named(caller: Caller, found: readonly Unnamed[], asOf: string): Promise<Owed[]> {
    const names = await this.owing.names(caller, found, asOf);
    return found.map((one) => ({ ...one, name: names.get(one.organisationId) ?? '' }));
  }
}

type Unnamed = Omit<Owed, 'name'>;

function placeAfter({ owing }: RequestEntry, after: string | undefined): number {
  if (after === undefined) return 0;
  const place = owing.findIndex(({ answerId }) => answerId === after);
  if (place < 0) throw new RuleViolation('request.after-unknown');
  return place + 1;
}
