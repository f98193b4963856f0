import { z } from 'zod';

const name = z.string().min(1).max(200);

/** What a person decided after the preview. */
export const choices = z.strictObject({
  /** By what is written in the table: whom it means; null: nobody, the field stays as it is. */
  units: z.record(name, z.string().min(1).max(64).nullable()).default({}),
  people: z.record(name, z.string().min(1).max(64).nullable()).default({}),
  /** Rows (`SHEET:ROW`) to leave out; rows to take although somebody changed the same field meanwhile. */
  skip: z.array(z.string().max(60)).max(5_000).default([]),
  overwrite: z.array(z.string().max(60)).max(5_000).default([]),
});
export type Choices = z.infer<typeof choices>;

/** As it comes in a query: JSON. */
export const choicesText = z
  .string()
  .max(12_000)
  .default('{}')
  .transform((text, context) => {
    const json = parsed(text);
    const read = choices.safeParse(json);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
