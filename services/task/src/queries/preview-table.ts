import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  fill,
  fresh,
  permit,
  platformMessages,
  type Answer,
  type Caller,
  type Catalogue,
  type TableFile,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { messages } from '../messages';
import type { Choices } from '../table/choices';
import type { Fate } from '../table/fate';
import type { PreviewShape } from '../table/shapes';
import { Tables, type Judged } from '../table/tables';

export class PreviewTable extends Query<Answer<PreviewShape>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly file: TableFile,
    readonly choices: Choices,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** Each row's fate; nothing is written. */
@QueryHandler(PreviewTable)
export class PreviewTableHandler implements IQueryHandler<PreviewTable> {
  constructor(private readonly tables: Tables) {}

  async execute({ caller, campaignId, file, choices, tokens }: PreviewTable): Promise<Answer<PreviewShape>> {
    const acting = permit(caller, 'task.read');
    const views = [this.tables.sight.tasks, this.tables.layouts, this.tables.places.orders];
    return fresh(views, tokens, [caller.tenant], async () =>
      shown(await this.tables.judged(acting, campaignId, file, choices)),
    );
  }
}

const catalogue: Catalogue = { ...platformMessages, ...messages };

/** The words of a refusal, as the API would say them. */
export function wordsOf(error: RuleViolation | NotFound): { code: string; 'zh-CN': string; en: string } {
  const [code, params] = error instanceof RuleViolation ? [error.code, error.params] : ['not-found', {}];
  const message = catalogue[code];
  return { code, 'zh-CN': fill(message?.zh ?? code, params), en: fill(message?.en ?? code, params) };
}

function shown({ sha256, table, fates }: Judged): PreviewShape {
  const titleOf = new Map(table.columns.map(({ field, title }) => [field, title]));
  const counts = { unchanged: 0, changed: 0, new: 0, unmatched: 0, refused: 0, skipped: 0 };
  for (const { fate } of fates) counts[fate] += 1;
  const rows = fates.map((fate) => ({
    sheet: fate.sheet,
    row: fate.row,
    title: fate.title,
    taskId: fate.taskId,
    fate: fate.fate,
    changes: 'changes' in fate ? fate.changes.map((one) => ({ ...one, title: nameOf(one, titleOf) })) : [],
    unmatched: 'unmatched' in fate ? fate.unmatched.map((one) => ({ ...one, candidates: [...one.candidates] })) : [],
    notes: fate.notes.map((note) => ({ ...note, ...wordsOf(new RuleViolation(note.code, { text: note.text })) })),
    refused: 'violation' in fate ? wordsOf(fate.violation) : null,
  }));
  return { fileHash: sha256, columns: [...table.columns], counts, rows };
}

type Change = Extract<Fate, { changes: unknown }>['changes'][number];
const nameOf = ({ field, title }: Change, titleOf: ReadonlyMap<Change['field'], string>): string =>
  field === null ? title : (titleOf.get(field) ?? title);
