import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

export type HttpRequest = FastifyRequest;

/** A file on its way in: its own name, its bytes as they come. What the browser says of its type is not asked. */
export type Upload = Readonly<{ name: string; content: Readable }>;

/** Reordering and control characters could make a name look like another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A file's own name as somebody sent it, without folders and unseen characters; never empty. */
export function fileName(sent: string | undefined): string {
  const name = basename((sent ?? '').replaceAll('\\', '/'))
    .replace(UNSEEN, '')
    .trim()
    .slice(-200)
    .toWellFormed();
  return name === '' || name === '.' || name === '..' ? '未命名' : name;
}

/**
 * The file of a multipart request; null when it brings none. Read its content to the end, or destroy it. Of a file
 * above `limit` (bytes) one byte too many comes through: whoever stores it sees that, where a cut one would look whole.
 */
export async function uploaded(request: HttpRequest, limit: number): Promise<Upload | null> {
  if (!request.isMultipart()) return null;
  const part = await request.file({ limits: { fileSize: limit + 1 } });
  return part ? { name: fileName(part.filename), content: part.file } : null;
}

/**
 * All files of a multipart request, read; null when it is none. At most `most` + 1 come, so that one too many is seen, each of at
 * most `each` + 1 bytes and all together of `all` + 1: whoever reads them refuses what is more.
 */
export async function uploadedFiles(
  request: HttpRequest,
  { each, all, most }: { each: number; all: number; most: number },
): Promise<readonly Readonly<{ name: string; bytes: Buffer }>[] | null> {
  if (!request.isMultipart()) return null;
  const files: { name: string; bytes: Buffer }[] = [];
  let left = all + 1;
  for await (const part of untilTooMany(request.files({ limits: { files: most + 2, fileSize: each + 1 } }))) {
    const pieces: Buffer[] = [];
    // What is too much is read to its end all the same, or the request would never end, but not kept.
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      if (files.length > most || left === 0) continue;
      pieces.push(piece.subarray(0, left));
      left -= Math.min(piece.length, left);
    }
    if (files.length <= most) files.push({ name: fileName(part.filename), bytes: Buffer.concat(pieces) });
  }
  return files;
}

/** Far too many files end the list instead of the request: there are more than `most` already, which is what to say. */
async function* untilTooMany<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'FST_FILES_LIMIT')) throw error;
  }
}

const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] };

/** Documents a route that takes a file or, as JSON, something else in its place. */
export const ApiUpload = (json: z.ZodType) => {
  const { $schema: _dialect, ...other } = z.toJSONSchema(json, { io: 'input' });
  return applyDecorators(
    ApiConsumes('application/json', 'multipart/form-data'),
    ApiBody({ schema: { oneOf: [other, file] } as never }),
  );
};
