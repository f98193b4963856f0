import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Clock, sha256Hex } from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { loginKey } from './accounts';

type Tries = Readonly<{ count: number; /** ISO instant. */ until: string }>;

const KIND = 'sign-in-tries';
const TRIES = 10;
const WINDOW_MS = 15 * 60_000;

/** Ten tries in 15 minutes for one login; a right password clears them. Other logins are not touched. */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /** Counts before the password is looked at, so that many tries at once are no way round. Throws RuleViolation `session.too-many-tries`. */
  async begin(login: string): Promise<void> {
    const key = keyOf(login);
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
      if (tries.count >= TRIES && left > 0)
        throw new RuleViolation('session.too-many-tries', { minutes: Math.ceil(left / 60_000) });
      const more: Tries = left > 0 ? { ...tries, count: tries.count + 1 } : first(now);
      if (await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: more }, more.until)) return;
    }
  }

  async succeeded(login: string): Promise<void> {
    await this.secrets.delete(INSTALLATION, KIND, keyOf(login));
  }
}

const first = (now: number): Tries => ({ count: 1, until: new Date(now + WINDOW_MS).toISOString() });
const keyOf = (login: string) => sha256Hex(loginKey(login));
