import type { KeyVault } from '@chuangwen/ports';
import type { KeyObject } from 'node:crypto';
import { Lru } from './lru';
import { readied } from './sealing';

/** Some hundred bytes each. */
const KEPT = 2_000;

/** Keys made ready, the recently used ones in memory: all are let go when any is destroyed. Absent keys are asked for each time. */
export class Keyring {
  private readonly ready = new Lru<KeyObject>(KEPT);
  /** How many were destroyed: a look-up that began before one keeps nothing after it. */
  private age = 0;

  constructor(private readonly vault: KeyVault) {
    vault.onDestroyed(() => {
      this.age += 1;
      this.ready.clear();
    });
  }

  /** What is in memory, without waiting. */
  known(tenant: string, subject: string): KeyObject | undefined {
    return this.ready.get(placeOf(tenant, subject));
  }

  /** null: there is none, or it was destroyed. */
  find(tenant: string, subject: string): Promise<KeyObject | null> | KeyObject {
    return this.known(tenant, subject) ?? this.fetched(tenant, subject, this.vault.find(tenant, subject));
  }

  /** Made where there is none; null: it was destroyed. */
  obtain(tenant: string, subject: string): Promise<KeyObject | null> | KeyObject {
    return this.known(tenant, subject) ?? this.fetched(tenant, subject, this.vault.obtain(tenant, subject));
  }

  private async fetched(
    tenant: string,
    subject: string,
    fetching: Promise<Uint8Array | null>,
  ): Promise<KeyObject | null> {
    const { age } = this;
    const bytes = await fetching;
    if (!bytes) return null;
    const key = readied(bytes);
    if (age === this.age) this.ready.set(placeOf(tenant, subject), key);
    return key;
  }
}

const placeOf = (tenant: string, subject: string) => `${tenant}\0${subject}`;
