import { RuleViolation } from '@chuangwen/kernel';
import { z } from 'zod';
import { BODY_LIMIT, inMegabytes } from './limits';
import { uploaded, type HttpRequest } from './upload';

/** Bytes. */
const FILE_LIMIT = 10 * 1024 * 1024;

/**
 * A table pasted as comma-separated text; what is longer than a body may be is refused before (`request.too-large`); its
 * bound here is for the OpenAPI document. A file comes as multipart/form-data in the part `file`, and then there is no body.
 */
export const pastedTable = z.strictObject({
  text: z.string().min(1).max(BODY_LIMIT),
});
export type PastedTable = z.infer<typeof pastedTable> | null | undefined;

/** Not read yet: whoever takes it first asks whether the caller may. */
export type TableFile = Readonly<{
  /** Once. Throws RuleViolation `file.missing`, `file.too-large`. */
  read(): Promise<Readonly<{ bytes: Uint8Array; name: string }>>;
}>;

/** The spreadsheet that a request brings. */
export const tableFileOf = (request: HttpRequest, body: PastedTable): TableFile => ({
  read: () => readTableFile(request, body),
});

async function readTableFile(request: HttpRequest, body: PastedTable) {
  const upload = await uploaded(request, FILE_LIMIT);
  if (!upload) {
    if (!body) throw new RuleViolation('file.missing');
    return { bytes: Buffer.from(body.text, 'utf8'), name: '粘贴的表格.csv' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of upload.content as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > FILE_LIMIT) throw new RuleViolation('file.too-large', { limit: inMegabytes(FILE_LIMIT) });
    }
  } finally {
    upload.content.resume();
  }
  return { bytes: Buffer.concat(chunks), name: upload.name };
}
