import { readTables } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { Clock, uuidFrom, type Caller, type TableFile } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Desk } from '../data-request/desk';
import { Drafts } from '../data-request/drafts';
import { readFilledSheet, type UploadedSheet } from '../data-request/filled-sheet';

/** `save`: the rows become the draft; those with faults too, to be put right there. Without it nothing is written. */
export const uploadQuery = z.strictObject({ save: z.enum(['true', 'false']).default('false') });

export class UploadSheet extends Command<UploadedSheet & { saved: boolean }> {
  constructor(
    readonly caller: Caller,
    readonly answerId: string,
    readonly file: TableFile,
    readonly save: boolean,
  ) {
    super();
  }
}

/** A sheet filled in outside. Rows go, in their order, to the places of what was submitted before, so that a returned row stays itself. */
@CommandHandler(UploadSheet)
export class UploadSheetHandler implements ICommandHandler<UploadSheet> {
  constructor(
    private readonly desk: Desk,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, answerId, file, save }: UploadSheet) {
    const owed = await this.desk.owed(caller, answerId);
    this.desk.mayAnswer(caller, owed);
    this.desk.mustRun(owed.request);
    if (owed.answer.status === 'accepted') throw new RuleViolation('answer.accepted-already');
    const { bytes, name } = await file.read();
    const sheet = readFilledSheet(
      await readTables(bytes, name, { for: caller.tenant, signal: caller.gone }),
      owed.request.columns,
    );
    if (!save) return { ...sheet, saved: false };
    const before = owed.answer.status === 'none' ? [] : owed.answer.rows;
    const rows = sheet.rows
      .filter(({ fate }) => fate === 'taken' || fate === 'wrong')
      .map(({ cells }, i) => ({
        rowId: before[i]?.rowId ?? uuidFrom(caller.commandId, 'row', String(i)),
        cells: [...cells],
      }));
    if (rows.length === 0) throw new RuleViolation('answer.empty');
    await this.drafts.save(caller.tenant, answerId, { rows, savedAt: this.clock.now().toISOString() });
    return { ...sheet, saved: true };
  }
}
