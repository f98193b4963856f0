import type { RequestColumn } from '@chuangwen/contracts';
import { InjectView, ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import { dueOn, extendedBy, withdrawnBy, type RequestChange } from '../projections/requests';
import { ANSWERS, FIRST, lateOf, tallied, type Tally } from './tally';

type Counted = Readonly<{
  requestId: string;
  owing: number;
  deadline: string;
  columns: readonly RequestColumn[];
  changes: readonly RequestChange[];
}>;

/** How a request stands as of a recorded day, from its counters: answers are read only of those that were given time of their own. */
@Injectable()
export class Tallies {
  constructor(@InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>) {}

  async of(
    tenant: string,
    request: Counted,
    asOf: string,
  ): Promise<Tally & { owing: number; missing: number; late: number }> {
    const { requestId, owing, columns } = request;
    const deadline = dueOn(request, '', asOf);
    const own = extendedBy(request, asOf).filter((answerId) => dueOn(request, answerId, asOf) !== deadline);
    const [counters, first, answers] = await Promise.all([
      this.answers.sum(tenant, ANSWERS, { keyPrefix: requestId, until: asOf }),
      this.answers.sum(tenant, FIRST, { keyPrefix: `${requestId}|`, until: asOf }),
      this.answers.many(tenant, own),
    ]);
    const tally = tallied(counters[0]?.values ?? {}, columns);
    const days = first.map(({ key, values }) => ({ day: key.split('|')[1] ?? '', answered: values['answered'] ?? 0 }));
    const apart = own.map((answerId, i) => ({
      firstOn: (answers[i] && answerOn(answers[i], asOf)?.firstOn) ?? null,
      deadline: dueOn(request, answerId, asOf),
    }));
    // Of a withdrawn one nothing is owed any more; what came late while it ran came late.
    const runs = withdrawnBy(request, asOf) === null;
    const late = lateOf({ owing, deadline, asOf: runs ? asOf : null }, days, apart);
    return { ...tally, owing, missing: runs ? owing - tally.answered : 0, late };
  }
}
