import { ConcurrencyConflict, NotFound, RuleViolation, StorageUnavailable, type Params } from '@chuangwen/kernel';
import { BlobDamaged } from '@chuangwen/ports';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller';
import { newId } from '../ids';
import { Log } from '../watch/log';
import { brokenUpload } from './broken-upload';
import { fieldErrors, InvalidRequest, type FieldError } from './invalid';
import { BODY_CHARACTERS, BODY_LIMIT, inMegabytes, UPLOAD_LIMIT } from './limits';
import { fill, platformMessages, titles, type Catalogue } from './messages';
import { pathOf, Routes } from './routes';
import { takesFiles } from './upload';

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
  private readonly log: Log;

  constructor(
    messages: Catalogue,
    private readonly routes = new Routes(),
    service = 'standalone',
  ) {
    this.log = new Log(service, 'problem');
    this.catalogue = { ...platformMessages, ...messages };
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest & { caller?: Caller }, reply: FastifyReply): void {
    const { headers, caller } = request;
    const problem = this.problemOf(this.clearer(error, request, reply), headers['accept-language'], caller);
    // Half an answer is out already (a download): all that is left is not to look as if it were whole.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    if (problem.status === 503) void reply.header('retry-after', '5');
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  /** What Fastify and Nest say of addresses and types of content, with what only the request knows. */
  private clearer(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    const status = ours(error) ? null : statusOf(error);
    if (status === 415 && takesFiles(request)) return new RuleViolation('request.upload-type');
    if (status !== 404) return error;
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return noRoute(request.method, request.url);
    void reply.header('allow', allowed.join(', '));
    return new RuleViolation('route.method', { method: request.method, allowed: allowed.join(', ') });
  }

  /** `by`: who is named in the log, where it is told there. */
  problemOf(error: unknown, acceptLanguage?: string, by?: Pick<Caller, 'tenant' | 'correlationId'>): Problem {
    const { code, params = {}, errors } = this.causeOf(error, by);
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

  private causeOf(error: unknown, by?: Pick<Caller, 'tenant' | 'correlationId'>): Cause {
    if (error instanceof RuleViolation && Object.hasOwn(this.catalogue, error.code))
      return { code: error.code, params: error.params };
    if (error instanceof NotFound) return { code: 'not-found' };
    if (error instanceof BlobDamaged) return { code: 'file.damaged' };
    if (error instanceof ConcurrencyConflict) return { code: 'stale-version' };
    if (error instanceof StorageUnavailable) return { code: `storage.${error.reason}` };
    if (error instanceof InvalidRequest) {
      return { code: 'request.invalid', params: { count: error.issues.length }, errors: fieldErrors(error) };
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
    if (codeOf(error) === 'FST_ERR_BAD_URL') return { code: 'request.address' };
    if (status >= 400 && status < 500) return { code: 'request.invalid', params: { count: 1 } };
    const reference = newId().slice(-8);
    this.log.error('a request failed', {
      tenant: by?.tenant,
      correlationId: by?.correlationId,
      reference,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
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

/** What Nest and Fastify themselves threw (unreadable JSON, unknown route, body over the limit). */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error === 'object' && error !== null && 'statusCode' in error) return Number(error.statusCode);
  return 500;
}

/** Of a file, whose limit is another than that of a form. */
const isUpload = (error: unknown): boolean => codeOf(error) === 'FST_REQ_FILE_TOO_LARGE';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

/** Thrown by a handler, which knows what it says. */
const ours = (error: unknown): boolean => error instanceof RuleViolation || error instanceof NotFound;

/** Of an address that no route has. */
export const noRoute = (method: string, url: string): RuleViolation =>
  new RuleViolation('route.unknown', { method, path: pathOf(url).slice(0, 200) });

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
