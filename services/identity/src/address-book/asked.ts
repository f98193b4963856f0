import { day } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { uploaded, type HttpRequest } from '@chuangwen/platform';
import { z } from 'zod';

/** Bytes. */
const FILE_LIMIT = 10 * 1024 * 1024;

/** Pasted as comma-separated text. A file comes as multipart/form-data in the part `file`. */
export const bookBody = z.strictObject({ text: z.string().min(1).max(1_000_000) });

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

export const previewQuery = z.strictObject(choicesQuery);
export const importQuery = z.strictObject({
  ...choicesQuery,
  /** `fileHash` of the preview: what is entered is what was looked at. */
  fileHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** From which day the agencies are on record; without it, today. */
  validFrom: day.optional(),
});

export type BookFile = Readonly<{ bytes: Uint8Array; name: string }>;

/** Throws RuleViolation `address-book.missing`, `file.too-large`. */
export async function bookFile(
  request: HttpRequest,
  body: z.infer<typeof bookBody> | null | undefined,
): Promise<BookFile> {
  const upload = await uploaded(request, FILE_LIMIT);
  if (!upload) {
    if (!body) throw new RuleViolation('address-book.missing');
    return { bytes: Buffer.from(body.text, 'utf8'), name: '粘贴的表格.csv' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of upload.content as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > FILE_LIMIT) throw new RuleViolation('address-book.too-large', { limit: FILE_LIMIT / 1024 / 1024 });
    }
  } finally {
    upload.content.resume();
  }
  return { bytes: Buffer.concat(chunks), name: upload.name };
}
