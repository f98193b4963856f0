import { ConcurrencyConflict, NotFound, RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { BlobDamaged } from '@chuangwen/ports';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../ids';
import { brokenUpload } from './broken-upload';
import { fieldErrors, InvalidRequest, type FieldError } from './invalid';
import { BODY_CHARACTERS, BODY_LIMIT, inMegabytes, UPLOAD_LIMIT } from './limits';
import { fill, platformMessages, titles, type Catalogue } from './messages';

export type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable and public. */
  code: string;
  params: Params;
  /** The detail in each language. */
  messages: Readonly<{ 'zh-CN': string; en: string }>;
  errors?: readonly FieldError[];
}>;

type Cause = Readonly<{ code: string; params?: Params; errors?: readonly FieldError[] }>;

/** The one place where errors become application/problem+json, in the words of each language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly catalogue: Catalogue;
  private readonly log = new Logger('problem');

  constructor(messages: Catalogue) {
    this.catalogue = { ...platformMessages, ...messages };
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemOf(error, request.headers['accept-language']);
    // Half an answer is out already (a download): all that is left is not to look as if it were whole.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    if (problem.status === 503) void reply.header('retry-after', '5');
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  problemOf(error: unknown, acceptLanguage?: string): Problem {
    const { code, params = {}, errors } = this.causeOf(error);
    const message = this.catalogue[code] ?? platformMessages['internal']!;
    const status = message.status ?? 422;
    const title = titles[status] ?? titles[500]!;
    const messages = { 'zh-CN': fill(message.zh, params), en: fill(message.en, inEnglish(params)) };
    const english = prefersEnglish(acceptLanguage);
    return {
      type: `urn:chuangwen:problem:${code}`,
      title: english ? title.en : title.zh,
      status,
      detail: english ? messages.en : messages['zh-CN'],
      code,
      params,
      messages,
      ...(errors ? { errors } : {}),
    };
  }

  private causeOf(error: unknown): Cause {
    if (error instanceof RuleViolation && Object.hasOwn(this.catalogue, error.code))
      return { code: error.code, params: error.params };
    if (error instanceof NotFound) return { code: 'not-found' };
    if (error instanceof BlobDamaged) return { code: 'file.damaged' };
    if (error instanceof ConcurrencyConflict) return { code: 'stale-version' };
    if (error instanceof StorageUnavailable) return { code: `storage.${error.reason}` };
    if (error instanceof InvalidRequest) {
      return { code: 'request.invalid', params: { count: error.issues.length }, errors: fieldErrors(error.issues) };
    }
    const broken = brokenUpload(error);
    if (broken) return { code: broken };
    const status = statusOf(error);
    if (status === 404) return { code: 'not-found' };
    if (status === 401) return { code: 'session.required' };
    if (status === 413)
      return isUpload(error)
        ? { code: 'file.too-large', params: { limit: inMegabytes(UPLOAD_LIMIT) } }
        : { code: 'request.too-large', params: { limit: inMegabytes(BODY_LIMIT), characters: BODY_CHARACTERS } };
    if (status === 415) return { code: 'request.media-type' };
    if (status >= 400 && status < 500) return { code: 'request.invalid', params: { count: 1 } };
    const reference = newId().slice(-8);
    this.log.error(
      oneLine({ reference, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    return { code: 'internal', params: { reference } };
  }
}

/** A parameter that is words itself may bring its English ones beside it: `missing`, `missing.en`. */
const inEnglish = (params: Params): Params => ({
  ...params,
  ...Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (name.endsWith('.en') ? [[name.slice(0, -3), value]] : [])),
  ),
});

/** JSON of printable characters: what a client sent may stand in it, and must neither look like another line of the log nor steer a terminal. */
const oneLine = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What Nest and Fastify themselves threw (unreadable JSON, unknown route, body over the limit). */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error === 'object' && error !== null && 'statusCode' in error) return Number(error.statusCode);
  return 500;
}

/** Of a file, whose limit is another than that of a form. */
const isUpload = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

/** Chinese unless English is asked for more strongly, or as strongly and first. */
export function prefersEnglish(acceptLanguage = ''): boolean {
  const wishes = acceptLanguage.slice(0, 500).split(',');
  const best = { zh: 0, en: 0, first: '' };
  for (const wish of wishes) {
    const [, language, weight = '1'] = /^\s*(zh|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(wish) ?? [];
    if (!language) continue;
    const name = language.toLowerCase() as 'zh' | 'en';
    best.first ||= name;
    best[name] = Math.max(best[name], Number(weight) || 0);
  }
  return best.en > best.zh || (best.en === best.zh && best.en > 0 && best.first === 'en');
}
