import { randomBytes } from 'node:crypto';
import { INSTALLATION } from '@chuangwen/contracts';
import { Clock, sha256Hex } from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import type { Holder } from './accounts';

/** HttpOnly, so that no script of a page can read it. */
export const SESSION_COOKIE = 'chuangwen_session';

type Kept = Readonly<{ holder: Holder; /** ISO instant. */ until: string }>;

const KIND = 'session';
const LIFETIME_MS = 12 * 3600_000;
/** A session in use is written again only after this while, not with every request. */
const EXTEND_AFTER_MS = 10 * 60_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Who is signed in, by an opaque token of 256 bits of which only the SHA-256 is kept; 12 hours from its last use. */
@Injectable()
export class Sessions {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  async open(holder: Holder): Promise<{ session: string; expiresAt: string }> {
    const session = randomBytes(32).toString('base64url');
    const expiresAt = this.end();
    const kept: Kept = { holder, until: expiresAt };
    if (!(await this.secrets.create(INSTALLATION, KIND, sha256Hex(session), kept, expiresAt)))
      throw new Error('two sessions of one token');
    return { session, expiresAt };
  }

  /** null when it is unknown, signed out or expired. */
  async find(session: string): Promise<Holder | null> {
    if (!TOKEN.test(session)) return null;
    const entry = await this.secrets.get(INSTALLATION, KIND, sha256Hex(session));
    if (!entry) return null;
    const { holder, until } = entry.value as Kept;
    const left = Date.parse(until) - this.clock.now().getTime();
    if (left <= 0) return null;
    if (left < LIFETIME_MS - EXTEND_AFTER_MS) {
      const later: Kept = { holder, until: this.end() };
      // Lost against another request or a sign-out, whose word then stands.
      await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: later }, later.until);
    }
    return holder;
  }

  async close(session: string): Promise<void> {
    if (TOKEN.test(session)) await this.secrets.delete(INSTALLATION, KIND, sha256Hex(session));
  }

  /** Every session of these accounts, but for the one kept. */
  async closeAll(accounts: readonly string[], kept: string | null = null): Promise<void> {
    const keep = kept === null ? null : sha256Hex(kept);
    for (const { key, value } of await this.secrets.list(INSTALLATION, KIND)) {
      const { holder } = value as Kept;
      if (accounts.includes(holder.accountId) && key !== keep) await this.secrets.delete(INSTALLATION, KIND, key);
    }
  }

  private end(): string {
    return new Date(this.clock.now().getTime() + LIFETIME_MS).toISOString();
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The token a request brings: `Authorization: Bearer …` or the cookie. The front door and the sign-out mean the same one. */
export function sessionOf({ authorization, cookie }: Headers): string | null {
  const bearer = typeof authorization === 'string' ? /^Bearer ([\w.-]{1,200})$/.exec(authorization)?.[1] : undefined;
  if (bearer) return bearer;
  for (const part of typeof cookie === 'string' ? cookie.split(';') : []) {
    const [name, value] = part.trim().split('=');
    if (name === SESSION_COOKIE && value) return value;
  }
  return null;
}
