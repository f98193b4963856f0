import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { Entry, PrivateStore } from '@chuangwen/ports';
import { serviceOf, type Installation } from './installation';
import { dropLeftDigests } from './view-digests';

const [KIND, KEY] = ['move', 'turn'];
/**
 * How long (ms) it is held without a word of its holder: one that was killed is waited for so long. By the stopwatch of who waits,
 * and of who holds: no clock is compared with another's.
 */
const HELD = 15_000;
const RENEWED = 4_000;
/** Longer than a dead one holds it. */
const PATIENCE = 30_000;
const LOOK = 250;
/** Then (ms) what a killed one left is gone in any case; clocks of processes differ by less. */
const GONE = 24 * 3600_000;

/** Of this process: where no other can be at the same data, a holder of another one is dead. */
const PROCESS = randomUUID();

type Holder = Readonly<{ turn: string; process: string }>;

/**
 * One move at a time in an installation, in whatever processes they are asked for: they build the same views beside the live ones.
 * `work` calls `mustHold` at each step. `waits` is told while another one is under way. Throws RuleViolation `move.under-way`, and
 * `move.turn-lost` when this process stood still for so long that another one went on.
 */
export async function inTurn<T>(
  installation: Installation,
  waits: () => void,
  work: (mustHold: () => void) => Promise<T>,
): Promise<T> {
  const turn = new Turn(installation);
  for (const until = performance.now() + PATIENCE; !(await turn.taken());) {
    if (performance.now() > until) throw new RuleViolation('move.under-way');
    waits();
    await pause(LOOK);
  }
  const renewing = setInterval(() => void turn.renew().catch(() => undefined), RENEWED);
  try {
    await dropLeftDigests(installation.services); // of one that was killed
    return await work(() => turn.mustHold());
  } finally {
    clearInterval(renewing);
    await turn.end();
  }
}

class Turn {
  private readonly holder: Holder = { turn: randomUUID(), process: PROCESS };
  private readonly secrets: PrivateStore;
  private readonly shared: boolean;
  private renewed = -Infinity;
  /** What another one said last, and since when that is known. */
  private word: Readonly<{ said: string; since: number }> = { said: '', since: 0 };

  constructor(private readonly installation: Installation) {
    const { ports } = serviceOf(installation, installation.registerService).runtime;
    [this.secrets, this.shared] = [ports.secrets, ports.events.shared];
  }

  async taken(): Promise<boolean> {
    const asked = performance.now();
    const taken =
      (await this.secrets.create(INSTALLATION, KIND, KEY, this.holder, this.expiry())) || (await this.takenOver());
    if (taken) this.renewed = asked;
    return taken;
  }

  async renew(): Promise<void> {
    const asked = performance.now();
    const entry = await this.own();
    if (entry && (await this.secrets.replace(INSTALLATION, KIND, entry, this.expiry()))) this.renewed = asked;
  }

  mustHold(): void {
    if (performance.now() - this.renewed > HELD) throw new RuleViolation('move.turn-lost');
  }

  async end(): Promise<void> {
    if (await this.own()) await this.secrets.delete(INSTALLATION, KIND, KEY);
  }

  private async takenOver(): Promise<boolean> {
    const entry = await this.secrets.get(INSTALLATION, KIND, KEY);
    if (!entry || !this.isDead(entry)) return false;
    return this.secrets.replace(INSTALLATION, KIND, { ...entry, value: this.holder }, this.expiry());
  }

  private isDead({ value, revision }: Entry): boolean {
    const { turn, process } = value as Holder;
    if (!this.shared && process !== PROCESS) return true;
    const said = `${turn} ${revision}`;
    if (said !== this.word.said) this.word = { said, since: performance.now() };
    return performance.now() - this.word.since > HELD;
  }

  private async own() {
    const entry = await this.secrets.get(INSTALLATION, KIND, KEY);
    return (entry?.value as Holder | undefined)?.turn === this.holder.turn ? entry : null;
  }

  private expiry(): string {
    return new Date(this.installation.now().getTime() + GONE).toISOString();
  }
}
