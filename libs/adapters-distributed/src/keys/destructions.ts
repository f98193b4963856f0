import type { KeyListener } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { answered } from '../mongo/errors';
import { keysOf, vaultOf } from './collections';

/** Milliseconds between two looks for what others destroyed. */
const POLL = 500;
/** Who could not look for so long forgets everything, since anything may have been destroyed. */
const DEAF = 1_000;
/** After so long every process that runs has heard of a destruction, or could not look and forgot everything. */
export const ALL_HEARD = 1_500;

/** Numbers kept of destructions that were told already. */
const TOLD = 1_000;

/**
 * Hears of keys that were destroyed by any process and tells the listeners of this one. Destructions are numbered within their
 * transaction, so they become visible in the order of their numbers, and the last number heard is all that is to be remembered.
 */
export class Destructions {
  private readonly listeners: KeyListener[] = [];
  private readonly told = new Map<number, Promise<void>>();
  /** Tenants whose keys were given to this process and may be remembered in it. */
  private readonly given = new Set<string>();
  private readonly ending = new AbortController();
  /** When the last look began that succeeded. */
  private looked = performance.now();
  private readonly running: Promise<void>;

  private constructor(
    private readonly db: mongo.Db,
    private last: number,
  ) {
    this.running = this.run();
  }

  static async follow(db: mongo.Db): Promise<Destructions> {
    const found = await answered(() => vaultOf(db).findOne({ _id: 'destructions' }));
    return new Destructions(db, found && 'last' in found ? found.last : 0);
  }

  listen(listener: KeyListener): void {
    this.listeners.push(listener);
  }

  /** A key of this tenant is handed out now. */
  gave(tenant: string): void {
    this.given.add(tenant);
  }

  /** Tells the listeners, once for each number; resolves when they have forgotten. */
  async tell(number: number, tenant: string): Promise<void> {
    const telling = this.told.get(number) ?? this.tellAll([tenant]);
    this.told.set(number, telling);
    this.told.delete(number - TOLD);
    try {
      await telling;
    } catch (error) {
      this.told.delete(number); // not everybody has forgotten
      throw error;
    }
  }

  async tellAll(tenants: Iterable<string>): Promise<void> {
    const telling = [...tenants].flatMap((tenant) => this.listeners.map(async (listener) => listener(tenant)));
    await Promise.all(telling);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    for (let next = performance.now(); !signal.aborted;) {
      const now = performance.now();
      next = Math.max(next + POLL, now);
      await pause(next - now, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const begun = performance.now();
      try {
        if (begun - this.looked >= DEAF) await this.forgetEverything();
        await this.look();
        this.looked = begun;
      } catch {
        // It looks again in half a second.
      }
    }
  }

  private async look(): Promise<void> {
    const found = await answered(
      () =>
        keysOf(this.db)
          .find({ destruction: { $gt: this.last } })
          .project<{ tenant: string; destruction: number }>({ _id: 0, tenant: 1, destruction: 1 })
          .sort({ destruction: 1 })
          .toArray(),
      POLL - 100,
    );
    for (const { tenant, destruction } of found) {
      await this.tell(destruction, tenant);
      this.last = destruction;
    }
  }

  private async forgetEverything(): Promise<void> {
    const tenants = [...this.given];
    this.given.clear();
    try {
      await this.tellAll(tenants);
    } catch (error) {
      tenants.forEach((tenant) => this.gave(tenant));
      throw error;
    }
  }
}
