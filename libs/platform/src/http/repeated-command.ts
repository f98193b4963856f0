import type { EventStore } from '@chuangwen/ports';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { of, type Observable } from 'rxjs';
import type { Caller, Outcome } from '../caller';
import { repeats } from '../watch/metrics';

/**
 * A command that was done is answered from its receipt before anything looks at what is there now: its answer was lost,
 * and by now a person's post may have ended, so that the handler's own look-ups would refuse what has long happened.
 *
 * Only for an Idempotency-Key that the client sent, and only when the receipt under the caller's own tenant and command id
 * is of the same request. Everything else goes on to the handler, which judges: another body under the same key, uploads
 * (their hash is of a content not read yet), commands whose hash leaves out a password, and those of several streams. So a
 * handler of several steps must write the receipt under the caller's own command id with the step that makes the whole real.
 */
export class RepeatedCommand implements NestInterceptor {
  constructor(
    private readonly service: string,
    private readonly store: EventStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const known = await this.answered(request);
    if (!known) return next.handle();
    repeats.inc({ service: this.service });
    return of(known);
  }

  private async answered({ method, headers, caller }: FastifyRequest & { caller?: Caller }): Promise<Outcome | null> {
    if (!caller || method === 'GET' || headers['idempotency-key'] === undefined) return null;
    if (headers['content-type']?.startsWith('multipart/')) return null;
    const receipt = await this.store.receipt(caller.tenant, caller.actor.id, caller.commandId);
    return receipt?.bodyHash === caller.bodyHash ? (JSON.parse(receipt.answer) as Outcome) : null;
  }
}
