import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type {} from '@fastify/multipart';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { InvalidRequest } from './invalid';

export type HttpRequest = FastifyRequest;

/** A file on its way in: its own name, its bytes as they come. What the browser says of its type is not asked. */
export type Upload = Readonly<{ name: string; content: Readable }>;

/** Bytes of a field beside the files. */
const FIELD_LIMIT = 1000;

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
 * most `each` + 1 bytes and all together of `all` + 1: whoever reads them refuses what is more. `form`: what may stand beside
 * them. Throws InvalidRequest where it does not fit.
 */
export async function uploadedFiles<F extends z.ZodType>(
  request: HttpRequest,
  { each, all, most }: { each: number; all: number; most: number },
  form: F,
): Promise<Readonly<{ files: readonly Readonly<{ name: string; bytes: Buffer }>[]; form: z.infer<F> }> | null> {
  if (!request.isMultipart()) return null;
  const files: { name: string; bytes: Buffer }[] = [];
  const fields: Record<string, unknown> = {};
  let left = all + 1;
  const limits = { files: most + 2, fileSize: each + 1, fieldSize: FIELD_LIMIT };
  for await (const part of untilTooMany(request.parts({ limits }))) {
    if (part.type === 'field') fields[part.fieldname] = part.value;
    if (part.type !== 'file') continue;
    const pieces: Buffer[] = [];
    // What is too much is read to its end all the same, or the request would never end, but not kept.
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      if (files.length > most || left === 0) continue;
      pieces.push(piece.subarray(0, left));
      left -= Math.min(piece.length, left);
    }
    if (files.length <= most) files.push({ name: fileName(part.filename), bytes: Buffer.concat(pieces) });
  }
  const read = form.safeParse(fields);
  if (!read.success) throw new InvalidRequest(read.error.issues, fields);
  return { files, form: read.data };
}

/** Far too many files end the list instead of the request: there are more than `most` already, which is what to say. */
async function* untilTooMany<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'FST_FILES_LIMIT')) throw error;
  }
}

const file = { type: 'string', format: 'binary' };
const formOf = ({ most, fields }: Marks) => ({
  type: 'object',
  properties: { file: most === 1 ? file : { type: 'array', items: file, minItems: 1, maxItems: most }, ...fields },
  required: ['file'],
});

const MARK = 'x-upload';
const UPLOAD = { upload: true };
type Marks = Readonly<{ most: number; fields: object }>;

/** Documents a route that takes `most` files, with the fields of `form` beside them, or, as JSON, its body in their place. */
export const ApiUpload = (most = 1, form?: z.ZodObject) => {
  const { properties = {} } = form ? z.toJSONSchema(form, { io: 'input' }) : {};
  return applyDecorators(RouteConfig(UPLOAD), ApiExtension(MARK, { most, fields: properties } satisfies Marks));
};

/** Whether the route of a request is marked with ApiUpload. */
export const takesFiles = ({ routeOptions }: HttpRequest): boolean =>
  (routeOptions?.config as Partial<typeof UPLOAD> | undefined)?.upload === true;

/** Nest knows of the JSON only: the form with files stands before it, for what shows the first. */
export function describeUploads(document: OpenAPIObject): OpenAPIObject {
  for (const operations of Object.values(document.paths))
    for (const operation of Object.values(operations as Record<string, Marked>)) {
      const { [MARK]: marks, requestBody } = operation;
      if (marks === undefined) continue;
      const content = { 'multipart/form-data': { schema: formOf(marks) }, ...requestBody?.content };
      operation.requestBody = { ...requestBody, required: true, content };
      delete operation[MARK];
    }
  return document;
}

type Marked = { [MARK]?: Marks; requestBody?: { content: object; required?: boolean } };
