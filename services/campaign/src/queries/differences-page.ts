import { item } from '@chuangwen/contracts';
import { z } from 'zod';
import type { Entry } from '../plan/resolve';
import { diffText } from './diff-text';

const words = item.extend({ responsible: z.string().nullable() });
type Words = z.infer<typeof words>;

const mark = z.object({ is: z.enum(['same', 'added', 'removed']), text: z.string() });

export const planDifferences = z
  .object({
    planId: z.string(),
    from: z.number().int(),
    to: z.number().int(),
    added: z.array(words),
    /** Field by field; `marks`: of texts, what came and went. */
    changed: z.array(
      z.object({
        itemId: z.string(),
        title: z.string(),
        fields: z.array(
          z.object({
            field: z.string(),
            from: z.string().nullable(),
            to: z.string().nullable(),
            marks: z.array(mark),
          }),
        ),
      }),
    ),
    /** `reason`: of whoever dropped it in this plan; null: it is gone from the plan above, or was taken out again. */
    dropped: z.array(z.object({ itemId: z.string(), title: z.string(), reason: z.string().nullable() })),
  })
  .meta({ id: 'PlanDifferences' });
type Differences = Pick<z.infer<typeof planDifferences>, 'added' | 'changed' | 'dropped'>;

const FIELDS = ['number', 'title', 'text', 'phaseId', 'deadline', 'evidenceWanted', 'responsible', 'joint'] as const;

export function differencesBetween(before: readonly Entry[], after: readonly Entry[]): Differences {
  const [old, now] = [before, after].map(
    (entries) => new Map(entries.filter(({ mark }) => mark !== 'dropped').map((entry) => [entry.item.itemId, entry])),
  );
  const reasons = new Map(after.map(({ item, reason }) => [item.itemId, reason]));
  return {
    added: [...(now?.values() ?? [])].filter(({ item }) => !old?.has(item.itemId)).map(wordsOf),
    changed: [...(now?.values() ?? [])].flatMap((entry) => {
      const was = old?.get(entry.item.itemId);
      const fields = was ? fieldsOf(wordsOf(was), wordsOf(entry)) : [];
      return fields.length > 0 ? [{ itemId: entry.item.itemId, title: entry.item.title, fields }] : [];
    }),
    dropped: [...(old?.values() ?? [])]
      .filter(({ item }) => !now?.has(item.itemId))
      .map(({ item: { itemId, title } }) => ({ itemId, title, reason: reasons.get(itemId) ?? null })),
  };
}

const wordsOf = ({ item, responsible }: Entry): Words => ({ ...item, responsible });

function fieldsOf(before: Words, after: Words): Differences['changed'][number]['fields'] {
  return FIELDS.flatMap((field) => {
    const [from, to] = [text(before[field]), text(after[field])];
    return from === to ? [] : [{ field, from, to, marks: diffText(from ?? '', to ?? '') }];
  });
}

const text = (value: string | readonly string[] | null | undefined): string | null =>
  Array.isArray(value) ? value.join('、') || null : ((value as string | null | undefined) ?? null);
