import type { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

export type HttpRequest = FastifyRequest;

/** A file on its way in: its name as the browser sent it (not to be trusted), its bytes as they come. */
export type Upload = Readonly<{ name: string; content: Readable }>;

/**
 * The file of a multipart request; null when it brings none. Read its content to the end, or destroy it. Of a file
 * above `limit` (bytes) one byte too many comes through: whoever stores it sees that, where a cut one would look whole.
 */
export async function uploaded(request: HttpRequest, limit: number): Promise<Upload | null> {
  if (!request.isMultipart()) return null;
  const part = await request.file({ limits: { fileSize: limit + 1 } });
  return part ? { name: part.filename, content: part.file } : null;
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
