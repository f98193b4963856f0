import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Clock, sha256Hex } from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { loginKey } from './accounts';

type Tries = Readonly<{ count: number; /** ISO instant. */ until: string }>;

const KIND = 'sign-in-tries';
const FAMILIAR = 'sign-in-familiar';
const WINDOW_MS = 15 * 60_000;
/** From one source. */
const TRIES = 10;
/** From all sources together from which nobody has signed in with this login yet: guessing from many places is bounded too. */
const STRANGERS = 100;
const FAMILIAR_DAYS = 90;

/**
 * Ten tries in 15 minutes for one login from one source, a hundred from all unfamiliar sources together. A stranger's tries
 * never count against a source from which the holder has signed in before. A right password clears its source's tries.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /** Counts before the password is looked at, so that many tries at once are no way round. Throws RuleViolation `session.too-many-tries`. */
  async begin(login: string, source: string): Promise<void> {
    await this.count(keyOf(login, source), TRIES);
    if (!(await this.secrets.get(INSTALLATION, FAMILIAR, keyOf(login, source))))
      await this.count(keyOf(login, null), STRANGERS);
  }

  async succeeded(login: string, source: string): Promise<void> {
    await this.secrets.delete(INSTALLATION, KIND, keyOf(login, source));
    const until = new Date(this.clock.now().getTime() + FAMILIAR_DAYS * 86_400_000).toISOString();
    const key = keyOf(login, source);
    if (await this.secrets.create(INSTALLATION, FAMILIAR, key, {}, until)) return this.uncount(keyOf(login, null));
    const entry = await this.secrets.get(INSTALLATION, FAMILIAR, key);
    if (entry) await this.secrets.replace(INSTALLATION, FAMILIAR, entry, until);
  }

  /** Somebody who may has given a new password: whoever was stopped may try again, from wherever. */
  async clear(login: string): Promise<void> {
    for (const { key } of await this.secrets.list(INSTALLATION, KIND, sha256Hex(loginKey(login))))
      await this.secrets.delete(INSTALLATION, KIND, key);
  }

  /** A right try was no stranger's after all. */
  private async uncount(key: string): Promise<void> {
    for (;;) {
      const entry = await this.secrets.get(INSTALLATION, KIND, key);
      if (!entry) return;
      const tries = entry.value as Tries;
      const less: Tries = { ...tries, count: Math.max(0, tries.count - 1) };
      if (await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: less }, less.until)) return;
    }
  }

  private async count(key: string, limit: number): Promise<void> {
    for (;;) {
      const now = this.clock.now().getTime();
      const entry = await this.secrets.get(INSTALLATION, KIND, key);
      const tries = entry?.value as Tries | undefined;
      if (!entry || !tries) {
        const one = first(now);
        if (await this.secrets.create(INSTALLATION, KIND, key, one, one.until)) return;
        continue;
      }
      const left = Date.parse(tries.until) - now;
      if (tries.count >= limit && left > 0)
        throw new RuleViolation('session.too-many-tries', { minutes: Math.ceil(left / 60_000) });
      const more: Tries = left > 0 ? { ...tries, count: tries.count + 1 } : first(now);
      if (await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: more }, more.until)) return;
    }
  }
}

const first = (now: number): Tries => ({ count: 1, until: new Date(now + WINDOW_MS).toISOString() });
const keyOf = (login: string, source: string | null) =>
  `${sha256Hex(loginKey(login))}${source === null ? '' : `:${sha256Hex(source).slice(0, 32)}`}`;
