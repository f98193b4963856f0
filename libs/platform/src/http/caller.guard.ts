import { RuleViolation } from '@chuangwen/kernel';
import { createParamDecorator, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../caller';
import type { Clock } from '../clock';
import { canonicalJson, newId, sha256Hex, uuidFrom } from '../ids';
import { PRINCIPAL_HEADER, type Principal, type PrincipalTickets } from '../principal';
import { goneOf } from './gone';
import { mustBePlain } from './plain';
import { takesFiles } from './upload';

const PUBLIC = 'chuangwen:public';

/** A route that needs no session. Everything else answers 401 without one. */
export const Public = () => SetMetadata(PUBLIC, true);

type WithCaller = FastifyRequest & { caller?: Caller };

/** Turns the front door's signed ticket into the Caller of the request, and turns away what no schema should see. */
export class CallerGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(
    private readonly tickets: PrincipalTickets,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<WithCaller>();
    for (const part of [request.params, request.query, request.body]) mustBePlain(part);
    if (request.isMultipart() && !takesFiles(request)) throw new RuleViolation('request.media-type');
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const ticket = request.headers[PRINCIPAL_HEADER];
    const principal = typeof ticket === 'string' ? this.tickets.verify(ticket, this.clock.now()) : null;
    if (!principal) throw new RuleViolation('session.required');
    const commandId = commandIdOf(request, principal);
    const expectedVersion = expectedVersionOf(request);
    request.caller = {
      tenant: principal.tenant,
      actor: { kind: 'person', id: principal.person },
      principal,
      commandId,
      bodyHash: hashOfRequest(request, request.body),
      correlationId: commandId,
      causationId: commandId,
      gone: goneOf(request.raw.socket),
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    };
    return true;
  }
}

/** The Caller, as a parameter of a route. */
export const From = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<WithCaller>();
  if (!caller) throw new RuleViolation('session.required');
  return caller;
});

/** SHA-256 in hex of what is asked: method, path and content (for an upload: the file's own hash and name). */
export function hashOfRequest(request: FastifyRequest, content: unknown): string {
  return request.method === 'GET'
    ? ''
    : sha256Hex(`${request.method} ${request.url}\n${canonicalJson(content ?? null)}`);
}

/**
 * A key is made by a client and ids are made from it, so it counts for this person in this tenant only: nobody gets
 * another's ids by sending their key.
 */
function commandIdOf(request: FastifyRequest, { tenant, person }: Principal): string {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return newId();
  if (typeof given !== 'string' || !/^[A-Za-z0-9-]{8,64}$/.test(given)) throw new RuleViolation('request.command-id');
  return uuidFrom(given, tenant, person);
}

function expectedVersionOf(request: FastifyRequest): number | undefined {
  const given = request.headers['if-match'];
  if (given === undefined) return undefined;
  const version = /^"?(\d{1,9})"?$/.exec(given)?.[1];
  if (version === undefined) throw new RuleViolation('request.version');
  return Number(version);
}
