import { Clock, uuidFrom, type Caller } from '@chuangwen/platform';
import { RuleViolation } from '@chuangwen/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { mustFit, readCell } from '../data-request/cells';
import { Desk } from '../data-request/desk';
import { draftRows, Drafts } from '../data-request/drafts';

export const saveDraftBody = z.strictObject({ rows: draftRows });

export class SaveDraft extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly answerId: string,
    readonly body: z.infer<typeof saveDraftBody>,
  ) {
    super();
  }
}

/** Never an event, and nobody's but the tenant's own. What can't be read yet is kept as it was typed. */
@CommandHandler(SaveDraft)
export class SaveDraftHandler implements ICommandHandler<SaveDraft> {
  constructor(
    private readonly desk: Desk,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, answerId, body }: SaveDraft) {
    const owed = await this.desk.owed(caller, answerId);
    this.desk.mayAnswer(caller, owed);
    this.desk.mustRun(owed.request);
    const { answer, request } = owed;
    if (answer.status === 'accepted') throw new RuleViolation('answer.accepted-already');
    mustFit(body.rows.length, request.columns);
    const rows = body.rows.map(({ rowId, cells }, i) => ({
      rowId: rowId ?? uuidFrom(caller.commandId, 'row', String(i)),
      cells: request.columns.map((column, at) => readCell(cells[at] ?? null, column).value),
    }));
    await this.drafts.save(caller.tenant, answerId, { rows, savedAt: this.clock.now().toISOString() });
  }
}
