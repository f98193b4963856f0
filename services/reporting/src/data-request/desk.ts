import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { inSight, InjectView, permit, Streams, ViewReader, type Caller } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { requestsView, type RequestDocument } from '../projections/requests';
import { answerAggregate, answerStream, type Answer } from './answer';
import { requestAggregate, requestStream, type Known } from './request';

/** What somebody owes, as the streams stand: found by its id in the view, judged on the streams. */
export type OwedAnswer = Readonly<{
  answerId: string;
  organisationId: string;
  asker: string;
  request: Known;
  answer: Answer;
}>;

/** Finds requests and answers for commands, each within the caller's own tenant. */
@Injectable()
export class Desk {
  constructor(
    private readonly streams: Streams,
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
  ) {}

  /** A request of the caller's own tenant, with the post that may ask. Throws NotFound. */
  async asked(caller: Caller, requestId: string): Promise<{ request: Known; acting: Caller }> {
    const { state } = await this.streams.load(requestAggregate, requestStream(caller.tenant, requestId));
    if (state.status === 'unknown') throw new NotFound('request');
    if (!inSight(caller, 'data.read', state.organisationId)) throw new NotFound('request');
    return { request: state, acting: permit(caller, 'data.ask') };
  }

  /** An answer to a request of the caller's own tenant that still runs. Throws NotFound, `request.withdrawn`. */
  async answerTo(caller: Caller, requestId: string, answerId: string) {
    const { request, acting } = await this.asked(caller, requestId);
    const owing = request.owing.find((one) => one.answerId === answerId);
    if (!owing) throw new NotFound('answer');
    this.mustRun(request);
    return { owing, acting };
  }

  /** Somebody's answer that has been submitted is on its stream; of the others the stream is empty. */
  async answerOf(tenant: string, answerId: string): Promise<Answer> {
    return (await this.streams.load(answerAggregate, answerStream(tenant, answerId))).state;
  }

  /** What the caller's own tenant owes, in the caller's sight. Throws NotFound. */
  async owed(caller: Caller, answerId: string): Promise<OwedAnswer> {
    const [entry] = await this.requests.find(caller.tenant, { index: 'answer', value: answerId });
    const owing = entry?.is === 'owed' ? entry.owing.find((one) => one.answerId === answerId) : undefined;
    if (entry?.is !== 'owed' || !owing || !inSight(caller, 'data.read', owing.organisationId))
      throw new NotFound('answer');
    const { asker, requestId } = entry;
    const { state: request } = await this.streams.load(requestAggregate, requestStream(asker, requestId));
    if (request.status === 'unknown') throw new NotFound('request');
    const { organisationId } = owing;
    return { answerId, organisationId, asker, request, answer: await this.answerOf(caller.tenant, answerId) };
  }

  /** Posts at the organisation that owes, or at the tenant's own, may answer. */
  mayAnswer(caller: Caller, { organisationId }: OwedAnswer): Caller {
    return permit(caller, 'data.answer', organisationId, ...(caller.principal ? [caller.principal.root] : []));
  }

  mustRun({ status }: Known): void {
    if (status === 'withdrawn') throw new RuleViolation('request.withdrawn');
  }
}
