import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { post } from '@chuangwen/contracts';
import { z } from 'zod';

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
const ticket = z.strictObject({ until: z.number(), principal });

export class PrincipalTickets {
  /** Made ready once: given as bytes, each ticket pays four times as much for it. */
  private readonly secret: KeyObject;

  constructor(secret: Uint8Array) {
    if (secret.length < 32) throw new Error('the secret of the tickets has at least 32 bytes');
    this.secret = createSecretKey(secret);
  }

  issue(principal: Principal, now: Date): string {
    const body = Buffer.from(JSON.stringify({ until: now.getTime() + LIFETIME_MS, principal })).toString('base64url');
    return `${body}.${this.sign(body)}`;
  }

  /** null unless it is ours, whole and not expired. */
  verify(text: string, now: Date): Principal | null {
    const [body = '', signature = '', ...more] = text.split('.');
    const [given, right] = [Buffer.from(signature), Buffer.from(this.sign(body))];
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
    // Ours, but perhaps of another release: a shape that is not known is no session, and no error.
    const read = ticket.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    return read.success && read.data.until > now.getTime() ? read.data.principal : null;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
