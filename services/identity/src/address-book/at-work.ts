import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '@chuangwen/platform';
import { PrivateStore, type Entry } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';

const KIND = 'address-book-at-work';
/** So long (ms) a process that was killed still seems to be at it. More than clocks may differ. */
const LIFE_MS = 10_000;
const BEAT_MS = 500;

type Kept = Readonly<{ by: string; done: number }>;
type Import = Readonly<{ tenant: string; importId: string }>;

/** Who enters an address book, and how far that is: one process does, and every one can tell. */
@Injectable()
export class ImportsAtWork {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /** Rows that are done; null: nobody is at work. At most half a second old. */
  async done({ tenant, importId }: Import): Promise<number | null> {
    const entry = await this.secrets.get(tenant, KIND, importId);
    return entry ? keptIn(entry).done : null;
  }

  /** Whoever begins says how far it is until it ends. null: somebody is at it. */
  async begin(of: Import, done: () => number): Promise<ImportTurn | null> {
    const turn = new ImportTurn(this.secrets, of, done, () =>
      new Date(this.clock.now().getTime() + LIFE_MS).toISOString(),
    );
    return (await turn.take()) ? turn : null;
  }
}

/** One process's turn at an import. */
export class ImportTurn {
  private readonly by = randomUUID();
  private readonly ending = new AbortController();
  private beating: Promise<void> = Promise.resolve();
  private taken = false;

  constructor(
    private readonly secrets: PrivateStore,
    private readonly of: Import,
    private readonly done: () => number,
    private readonly until: () => string,
  ) {}

  /** Somebody else has it: this one stood still for so long. */
  get isLost(): boolean {
    return this.taken;
  }

  async take(): Promise<boolean> {
    if (!(await this.create())) return false;
    this.beating = this.beat();
    return true;
  }

  private async tell(): Promise<void> {
    const { tenant, importId } = this.of;
    const entry = await this.secrets.get(tenant, KIND, importId);
    if (entry && keptIn(entry).by === this.by)
      await this.secrets.replace(tenant, KIND, { ...entry, value: this.value() }, this.until());
    else if (entry || !(await this.create())) this.taken = true;
  }

  /** Best effort: what is left lapses. */
  async end(): Promise<void> {
    const { tenant, importId } = this.of;
    this.ending.abort();
    await this.beating;
    if (!this.taken) await this.secrets.delete(tenant, KIND, importId).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted && !this.taken) {
      await pause(BEAT_MS, undefined, { signal }).catch(() => undefined);
      // A store that is away hears it the next time.
      if (!signal.aborted) await this.tell().catch(() => undefined);
    }
  }

  private create(): Promise<boolean> {
    const { tenant, importId } = this.of;
    return this.secrets.create(tenant, KIND, importId, this.value(), this.until());
  }

  private value(): Kept {
    return { by: this.by, done: this.done() };
  }
}

const keptIn = ({ value }: Entry): Kept => value as Kept;
