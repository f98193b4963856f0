import { setTimeout as pause } from 'node:timers/promises';
import { RuleViolation } from '@chuangwen/kernel';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { Clock } from './clock';
import { nothingWritten } from './nothing-written';

/** Something that one of a tenant has: a kind of it (`notice-number`) and which. `by`: the id of what takes it. */
export type Claim = Readonly<{ tenant: string; kind: string; key: string; by: string }>;

/** Who took something; `at`: ISO instant. */
export type Holding = Readonly<{ by: string; at: string }>;
type Taken = Readonly<{ from: Holding | null }>;

/** How whoever comes second finds out whether it may. */
export type Others = Readonly<{
  /** What became of one who took it: why nobody else may have it now; `gone`: it counts no more; `coming`: not written yet. */
  fate: (by: string, at: string) => Promise<RuleViolation | 'gone' | 'coming'>;
  /** Who took it before there were claims, as a view knows. */
  older?: () => Promise<readonly Holding[]>;
}>;

/** A claim whose command died before its event lapses after this while. */
const LAPSES_MS = 60_000;
const PATIENCE_MS = 2_000;
const PAUSE_MS = 20;

/**
 * Who takes first what only one may have, decided where two that come at once see each other: a view shows neither of them
 * yet. What is held from before there were claims, only views know: `older`.
 */
@Injectable()
export class Claims {
  constructor(
    private readonly store: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work`, which writes what `claim.by` is, with the claim held; it may be run again by the same one. `others` null: it is
   * meant to be one more, whoever has it. Throws the fate that forbids it, `claim.under-way` while another is at it for long.
   */
  async holding<T>(claim: Claim, others: Others | null, work: () => Promise<T>): Promise<T> {
    const taken = await this.take(claim, others);
    try {
      if (others) await this.mustBeGone(claim.by, others);
      return await work();
    } catch (error) {
      if (taken && nothingWritten(error)) await this.release(claim, taken.from);
      throw error;
    }
  }

  /** Whom it was taken from; null where the same one held it before. */
  private async take({ tenant, kind, key, by }: Claim, others: Others | null): Promise<Taken | null> {
    for (const until = performance.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
      const now = this.clock.now();
      const value: Holding = { by, at: now.toISOString() };
      if (await this.store.create(tenant, kind, key, value)) return { from: null };
      const entry = await this.store.get(tenant, kind, key);
      if (!entry) continue;
      const held = entry.value as Holding;
      if (held.by === by) return null;
      if ((await this.isFree(held, now, others)) && (await this.store.replace(tenant, kind, { ...entry, value })))
        return { from: held };
      if (performance.now() > until) throw new RuleViolation('claim.under-way');
    }
  }

  private async isFree({ by, at }: Holding, now: Date, others: Others | null): Promise<boolean> {
    const fate = others === null ? 'gone' : await others.fate(by, at);
    if (fate instanceof RuleViolation) throw fate;
    return fate === 'gone' || now.getTime() - Date.parse(at) > LAPSES_MS;
  }

  private async mustBeGone(but: string, { fate, older }: Others): Promise<void> {
    for (const { by, at } of (await older?.()) ?? []) {
      const told = by === but ? 'gone' : await fate(by, at);
      if (told instanceof RuleViolation) throw told;
    }
  }

  /** Whoever had it has it again: that one's work may be under way still. Best effort: what is told is why the work failed, and what is left lapses. */
  private async release({ tenant, kind, key, by }: Claim, from: Holding | null): Promise<void> {
    try {
      const entry = await this.store.get(tenant, kind, key);
      if (!entry || (entry.value as Holding).by !== by) return;
      if (from) await this.store.replace(tenant, kind, { ...entry, value: from });
      else await this.store.delete(tenant, kind, key);
    } catch {
      // Nobody is told of it twice.
    }
  }
}
