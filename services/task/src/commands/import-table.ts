import { ConcurrencyConflict, NotFound, RuleViolation } from '@chuangwen/kernel';
import { permit, sha256Hex, Streams, uuidFrom, type Caller, type Outcome, type TableFile } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { additionsAggregate, additionsStream } from '../additions/additions';
import { wordsOf } from '../queries/preview-table';
import type { Choices } from '../table/choices';
import { recorded } from '../table/columns';
import type { Fate } from '../table/fate';
import { rowKey } from '../table/known';
import type { ImportedShape } from '../table/shapes';
import { tableAggregate, tableStream } from '../table/table';
import { Tables } from '../table/tables';
import { taskAggregate, taskStream } from '../task/aggregate';

export class ImportTable extends Command<Outcome<ImportedShape>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly file: TableFile,
    readonly asked: Readonly<{ fileHash: string; choices: Choices }>,
    readonly hashOf: (content: unknown) => string,
  ) {
    super();
  }
}

/** Rows are tasks of their own, so some are written together. */
const AT_ONCE = 16;

type Taken = Extract<Fate, { plan: unknown }>;
type Left = ImportedShape['left'][number];

/**
 * Takes the rows of a table that was looked at: each row whole or not at all, each under a command id of its own, so that what
 * broke off goes on where it stopped. The receipt of the whole is written last.
 */
@CommandHandler(ImportTable)
export class ImportTableHandler implements ICommandHandler<ImportTable> {
  constructor(
    private readonly streams: Streams,
    private readonly tables: Tables,
  ) {}

  async execute({ caller, campaignId, file, asked, hashOf }: ImportTable): Promise<Outcome<ImportedShape>> {
    const acting = permit(caller, 'task.read');
    const bodyHash = hashOf({ fileHash: asked.fileHash });
    const { sha256, table, fates } = await this.tables.judged(acting, campaignId, file, asked.choices, asked.fileHash);
    const left: Left[] = [];
    const [added, changed]: [string[], string[]] = [[], []];
    for (let at = 0; at < fates.length; at += AT_ONCE) {
      const some = fates.slice(at, at + AT_ONCE);
      const refusals = await Promise.all(
        some.map((fate) => ('plan' in fate ? this.taken(caller, fate, bodyHash) : leftAs(fate))),
      );
      some.forEach((fate, i) => {
        const refused = refusals[i];
        if (refused) left.push({ sheet: fate.sheet, row: fate.row, ...wordsOf(refused) });
        else if ('plan' in fate) (fate.fate === 'new' ? added : changed).push(fate.plan.taskId);
      });
    }
    const count = (what: Fate['fate']) => fates.filter(({ fate }) => fate === what).length;
    const counts = { added, changed, unchanged: count('unchanged'), refused: left.length, skipped: count('skipped') };
    const ref = tableStream(caller.tenant, campaignId);
    const record = { campaignId, sha256, columns: recorded(table.columns), ...counts };
    // Codes and places only: the answer is kept with the receipt, which is not sealed.
    const answer = () => ({ ...counts, left: left.map((one) => ({ ...one, sheet: '', 'zh-CN': '', en: '' })) });
    const outcome = await this.streams.execute(tableAggregate, ref, record, { ...acting, bodyHash }, answer);
    return { ...outcome, answer: { ...outcome.answer, left } };
  }

  /** Before it is there, so that a plan that goes finds it. */
  private async note(caller: Caller, planId: string, taskId: string): Promise<void> {
    const noting = { ...caller, commandId: uuidFrom(caller.commandId, 'noted', taskId) };
    await this.streams.execute(
      additionsAggregate,
      additionsStream(caller.tenant, planId),
      { is: 'note', planId, taskId },
      noting,
    );
  }

  /** null: it is done. */
  private async taken(caller: Caller, fate: Taken, bodyHash: string): Promise<RuleViolation | NotFound | null> {
    const { taskId, version, add, steps } = fate.plan;
    try {
      const acting = await this.tables.acting(caller, fate);
      const commandId = uuidFrom(caller.commandId, 'row', taskId);
      const row = {
        ...acting,
        commandId,
        bodyHash: sha256Hex(`${bodyHash} ${rowKey(fate)}`),
        expectedVersion: version,
      };
      if (add) await this.note(acting, add.planId, taskId);
      await this.streams.execute(taskAggregate, taskStream(caller.tenant, taskId), { is: 'take-row', add, steps }, row);
      return null;
    } catch (error) {
      if (error instanceof ConcurrencyConflict) return new RuleViolation('table.row-moved');
      if (error instanceof RuleViolation || error instanceof NotFound) return error;
      throw error;
    }
  }
}

function leftAs(fate: Exclude<Fate, Taken>): RuleViolation | null {
  if (fate.fate === 'refused') return fate.violation;
  if (fate.fate !== 'unmatched') return null;
  return new RuleViolation('table.names-open', { names: fate.unmatched.map(({ name }) => name).join('、') });
}
