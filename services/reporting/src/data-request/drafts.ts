import { cellValue, type CellValue } from '@chuangwen/contracts';
import { open, seal } from '@chuangwen/platform';
import { KeyVault, PrivateStore } from '@chuangwen/ports';
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

type Sealed = Parameters<typeof open>[2];

const KIND = 'answer-draft';
/** How long one is kept that nobody comes back to. */
const DAYS = 366;
const kept = z.object({
  rows: z.array(z.object({ rowId: z.string(), cells: z.array(cellValue) })),
  savedAt: z.string(),
});
export type Draft = z.infer<typeof kept>;

const subjectOf = (answerId: string) => `document:${answerId}`;
const contextOf = (tenant: string, answerId: string) => `${tenant}/${answerId}/draft`;

/**
 * Sheets that are being filled in: nobody's but the tenant's own, and never events. The last one saved stands. They name
 * people as the answer will, so they are sealed with its key and forgotten with it.
 */
@Injectable()
export class Drafts {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly keys: KeyVault,
  ) {}

  /** null also once the answer's key is destroyed. */
  async of(tenant: string, answerId: string): Promise<Draft | null> {
    const entry = await this.secrets.get(tenant, KIND, answerId);
    const key = entry && (await this.keys.find(tenant, subjectOf(answerId)));
    return key ? kept.parse(open(key, contextOf(tenant, answerId), entry.value as Sealed)) : null;
  }

  async save(tenant: string, answerId: string, draft: Draft): Promise<void> {
    const key = await this.keys.obtain(tenant, subjectOf(answerId));
    if (!key) throw new Error(`the key of answer ${answerId} was destroyed`);
    const value = seal(key, subjectOf(answerId), contextOf(tenant, answerId), draft);
    const until = new Date(Date.parse(draft.savedAt) + DAYS * 86_400_000).toISOString();
    for (;;) {
      if (await this.secrets.create(tenant, KIND, answerId, value, until)) return;
      const entry = await this.secrets.get(tenant, KIND, answerId);
      if (entry && (await this.secrets.replace(tenant, KIND, { ...entry, value }, until))) return;
    }
  }

  async drop(tenant: string, answerId: string): Promise<void> {
    await this.secrets.delete(tenant, KIND, answerId);
  }
}
