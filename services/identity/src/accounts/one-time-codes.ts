import { randomInt, timingSafeEqual } from 'node:crypto';
import { INSTALLATION } from '@chuangwen/contracts';
import { Clock, sha256Hex } from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';

type Kept = Readonly<{ hash: string; /** ISO instant. */ until: string }>;

const KIND = 'one-time-code';
/** Nothing that is mistaken for something else on paper: no I, L, O, U, 0, 1. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUPS = 4;
const GROUP = 4;

/**
 * Codes by which a person sets a password: 78 bits by chance, so that a plain SHA-256 keeps them; one an account, the
 * newest counts, and it works once.
 */
@Injectable()
export class OneTimeCodes {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /** `code` is told to nobody else, and can't be read again. */
  async issue(accountId: string, days: number): Promise<{ code: string; expiresAt: string }> {
    const code = newCode();
    const expiresAt = new Date(this.clock.now().getTime() + days * 86_400_000).toISOString();
    const kept: Kept = { hash: hashOf(code), until: expiresAt };
    for (;;) {
      if (await this.secrets.create(INSTALLATION, KIND, accountId, kept, expiresAt)) break;
      const entry = await this.secrets.get(INSTALLATION, KIND, accountId);
      if (entry && (await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: kept }, expiresAt))) break;
    }
    return { code, expiresAt };
  }

  /** True once for the right code before its end. */
  async use(accountId: string, code: string): Promise<boolean> {
    const entry = await this.secrets.get(INSTALLATION, KIND, accountId);
    if (!entry) return false;
    const { hash, until } = entry.value as Kept;
    if (Date.parse(until) <= this.clock.now().getTime()) return false;
    if (!timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(code)))) return false;
    return this.secrets.delete(INSTALLATION, KIND, accountId);
  }
}

const hashOf = (code: string): string =>
  sha256Hex(
    code
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, ''),
  );

function newCode(): string {
  const letters = Array.from({ length: GROUPS * GROUP }, () => LETTERS[randomInt(LETTERS.length)]!);
  return Array.from({ length: GROUPS }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP).join('')).join('-');
}
