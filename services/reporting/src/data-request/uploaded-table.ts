import { readTables, type Table } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { uploaded, type HttpRequest } from '@chuangwen/platform';
import { z } from 'zod';

/** Bytes. */
const FILE_LIMIT = 10 * 1024 * 1024;

/** A table pasted as comma-separated text. A file comes as multipart/form-data in the part `file`. */
export const tableBody = z.strictObject({ text: z.string().min(1).max(1_000_000) });
export type TableBody = z.infer<typeof tableBody> | null | undefined;

/** The tables of a request's file. Throws RuleViolation `request.no-file`, `request.file-too-large`, `document.…`. */
export async function tablesOf(request: HttpRequest, body: TableBody): Promise<readonly Table[]> {
  const upload = await uploaded(request, FILE_LIMIT);
  if (!upload) {
    if (!body) throw new RuleViolation('request.no-file');
    return readTables(Buffer.from(body.text, 'utf8'), '粘贴的表格.csv');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of upload.content as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > FILE_LIMIT) throw new RuleViolation('request.file-too-large', { limit: FILE_LIMIT / 1024 / 1024 });
    }
  } finally {
    upload.content.resume();
  }
  return readTables(Buffer.concat(chunks), upload.name);
}
