import { day } from '@chuangwen/contracts';
import { tokenQuery } from '@chuangwen/platform';
import { z } from 'zod';

const rowNumbers = z
  .string()
  .max(40_000)
  .regex(/^(\d{1,6}(,\d{1,6})*)?$/)
  .default('')
  .transform((text) => (text === '' ? [] : [...new Set(text.split(',').map(Number))].sort((a, b) => a - b)));

export const choicesQuery = {
  /** Whether contacts are given accounts, with one-time codes. */
  accounts: z.enum(['true', 'false']).default('false'),
  /** Numbers of rows (as the spreadsheet counts them) to be left out; to be registered as agencies in spite of a doubt. */
  left: rowNumbers,
  taken: rowNumbers,
};

export const previewQuery = z.strictObject({ ...tokenQuery, ...choicesQuery });
export const importQuery = z.strictObject({
  ...choicesQuery,
  /** `fileHash` of the preview: what is entered is what was looked at. */
  fileHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** From which day the agencies are on record; without it, today. */
  validFrom: day.optional(),
});
