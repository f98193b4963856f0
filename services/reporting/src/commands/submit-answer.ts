import type { AnswerRow } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { answerAggregate, answerStream } from '../data-request/answer';
import { readCell } from '../data-request/cells';
import { Desk, type OwedAnswer } from '../data-request/desk';
import { draftRows, Drafts, type DraftRows } from '../data-request/drafts';
import { sourcesOf } from '../data-request/fill';
import { Held } from '../data-request/held';

export const submitAnswerBody = z.strictObject({
  /** Without it, the draft as it was saved. */
  rows: draftRows.optional(),
  /** Whoever sends it has looked at every cell, those that the platform filled too. */
  confirmed: z.literal(true),
});

export class SubmitAnswer extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly answerId: string,
    readonly body: z.infer<typeof submitAnswerBody>,
  ) {
    super();
  }
}

@CommandHandler(SubmitAnswer)
export class SubmitAnswerHandler implements ICommandHandler<SubmitAnswer> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
    private readonly drafts: Drafts,
    private readonly held: Held,
  ) {}

  async execute({ caller, answerId, body }: SubmitAnswer) {
    const { tenant } = caller;
    const owed = await this.desk.owed(caller, answerId);
    const acting = this.desk.mayAnswer(caller, owed);
    const given = body.rows ?? (await this.drafts.of(tenant, answerId))?.rows;
    if (!given) throw new RuleViolation('answer.no-draft');
    const rows = await this.rowsOf(caller, owed, given);
    const { asker, organisationId, request } = owed;
    const answer = { answerId, requestId: request.requestId, organisationId, asker };
    const ref = answerStream(tenant, answerId);
    const outcome = await this.streams.execute(answerAggregate, ref, { is: 'submit', request, answer, rows }, acting);
    await this.drafts.drop(tenant, answerId);
    return outcome;
  }

  private async rowsOf(
    { tenant, commandId }: Caller,
    { request, organisationId, answerId, answer }: OwedAnswer,
    given: DraftRows,
  ): Promise<AnswerRow[]> {
    const filled = await this.held.rows(request, { tenantId: tenant, organisationId, answerId });
    const before = new Map(answer.status === 'none' ? [] : answer.rows.map((row) => [row.rowId, row]));
    return given.map(({ rowId, cells }, i) => {
      const values = request.columns.map((column, at) => readCell(cells[at] ?? null, column).value);
      const id = rowId ?? uuidFrom(commandId, 'row', String(i));
      const then = before.get(id);
      const sources = sourcesOf(values, filled, request.columns.length);
      // What was taken from the platform then still is, though it holds another figure by now.
      const kept = sources.map(
        (source, at) => source ?? (then && then.cells[at] === values[at] ? (then.sources[at] ?? null) : null),
      );
      return { rowId: id, cells: values, sources: kept };
    });
  }
}
