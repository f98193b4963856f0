import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { post } from '@chuangwen/contracts';
import { z } from 'zod';
import { Lru } from './lru';

/**
 * Who is signed in, where, and with which posts today. Made by identity from a session (or, later, from OpenID Connect);
 * no other service knows how. It travels to inner services signed and for a short time only.
 */
export const principal = z.strictObject({
  account: z.string(),
  person: z.string(),
  tenant: z.string(),
  /** The tenant is a civilisation office. */
  office: z.boolean(),
  /** The tenant's own organisation. */
  root: z.string(),
  posts: z.array(z.strictObject({ post, organisation: z.string() })),
});
export type Principal = z.infer<typeof principal>;

/** Set by the front door only; whatever a client sends under this name is thrown away. */
export const PRINCIPAL_HEADER = 'x-chuangwen-principal';

const LIFETIME_MS = 60_000;
/** Who asks often within so long travels with the same ticket: signing one costs as much as the rest of a hop. */
const SAME_MS = 5_000;
const KEPT = 1_000;
const ticket = z.strictObject({ until: z.number(), principal });

export class PrincipalTickets {
  /** Made ready once: given as bytes, each ticket pays four times as much for it. */
  private readonly secret: KeyObject;
  private readonly issued = new Lru<{ at: number; ticket: string }>(KEPT);
  private readonly verified = new Lru<z.infer<typeof ticket>>(KEPT);

  constructor(secret: Uint8Array) {
    if (secret.length < 32) throw new Error('the secret of the tickets has at least 32 bytes');
    this.secret = createSecretKey(secret);
  }

  issue(principal: Principal, now: Date): string {
    const [at, who] = [now.getTime(), JSON.stringify(principal)];
    const last = this.issued.get(who);
    if (last && at >= last.at && at < last.at + SAME_MS) return last.ticket;
    const body = Buffer.from(`{"until":${at + LIFETIME_MS},"principal":${who}}`).toString('base64url');
    const ticket = `${body}.${this.sign(body)}`;
    this.issued.set(who, { at, ticket });
    return ticket;
  }

  /** null unless it is ours, whole and not expired. */
  verify(text: string, now: Date): Principal | null {
    const read = this.verified.get(text) ?? this.opened(text);
    return read && read.until > now.getTime() ? read.principal : null;
  }

  private opened(text: string): z.infer<typeof ticket> | null {
    const [body = '', signature = '', ...more] = text.split('.');
    const [given, right] = [Buffer.from(signature), Buffer.from(this.sign(body))];
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
    // Ours, but perhaps of another release: a shape that is not known is no session, and no error.
    const read = ticket.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    if (!read.success) return null;
    this.verified.set(text, read.data);
    return read.data;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
