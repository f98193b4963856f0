import { cellValue, type CellValue } from '@chuangwen/contracts';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { MOST_COLUMNS } from './header';
import { MOST_ROWS } from './filled-sheet';

/** Rows as somebody fills them in; a row without an id is new. */
export const draftRow = z.strictObject({
  rowId: z.string().min(1).max(64).optional(),
  /** As they were typed, in the order of the columns; empty: nothing. */
  cells: z.array(z.string().max(4000)).max(MOST_COLUMNS),
});
export const draftRows = z.array(draftRow).max(MOST_ROWS);
export type DraftRows = readonly Readonly<{ rowId?: string | undefined; cells: readonly CellValue[] }>[];

const KIND = 'answer-draft';
const kept = z.object({
  rows: z.array(z.object({ rowId: z.string(), cells: z.array(cellValue) })),
  savedAt: z.string(),
});
export type Draft = z.infer<typeof kept>;

/** Sheets that are being filled in: nobody's but the tenant's own, and never events. The last one saved stands. */
@Injectable()
export class Drafts {
  constructor(private readonly secrets: PrivateStore) {}

  async of(tenant: string, answerId: string): Promise<Draft | null> {
    const entry = await this.secrets.get(tenant, KIND, answerId);
    return entry && kept.parse(entry.value);
  }

  async save(tenant: string, answerId: string, draft: Draft): Promise<void> {
    for (;;) {
      if (await this.secrets.create(tenant, KIND, answerId, draft)) return;
      const entry = await this.secrets.get(tenant, KIND, answerId);
      if (entry && (await this.secrets.replace(tenant, KIND, { ...entry, value: draft }))) return;
    }
  }

  async drop(tenant: string, answerId: string): Promise<void> {
    await this.secrets.delete(tenant, KIND, answerId);
  }
}
