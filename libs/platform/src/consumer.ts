import { plainEvent, type StoredEvent } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { Delivery, Parked, Position, ReadModels, SeenChange, ViewCommit, ViewRef } from '@chuangwen/ports';
import { breath } from './breath';

/** Events taken in one go: a millisecond, on which whatever else the thread does waits. */
const IN_ONE_GO = 32;

type StreamKey = Readonly<{ topic: string; tenant: string; stream: string }>;
const keyOf = ({ topic, tenant, stream }: StreamKey) => `${topic}\0${tenant}\0${stream}`;

/** What a consumer makes of the events it is handed: the part of a commit that is its own. */
export type Work = Readonly<{
  /** Reads ahead what these events will need, all at once; what fails here fails again, and is judged, in `take`. */
  prepare?(events: readonly StoredEvent[]): Promise<void>;
  /** Takes one event whole, or throws and keeps nothing of it. */
  take(event: StoredEvent): Promise<void> | void;
  finish(): Pick<ViewCommit, 'documents' | 'counters'>;
}>;

const TRIES = 3;
/** Long enough to say what is wrong, short enough for a list. */
const REASON = 500;

/**
 * Gives each event of a delivery to the work once, in stream order, and commits what came of it together with positions,
 * `seen` and parked streams. Duplicates are dropped by `seen`; a gap is an error and leads to redelivery; an event that
 * keeps throwing is parked with its stream while the others go on.
 */
export class Consumption {
  constructor(
    private readonly models: ReadModels,
    private readonly clock: { now(): Date },
    private readonly begin: () => Work | Promise<Work>,
  ) {}

  async take(ref: ViewRef, delivery: Delivery): Promise<readonly SeenChange[]> {
    const batch = new Batch(this.models, this.clock, ref, await this.begin());
    await batch.add(delivery);
    const { commit, moved } = batch.drain();
    await this.models.commit(ref, commit);
    return moved;
  }

  /** Takes the events that wait behind a parked one. Returns how many; with `dryRun` nothing is kept. Throws what still fails. */
  async retry(ref: ViewRef, stream: StreamKey, dryRun: boolean): Promise<{ events: number; moved: SeenChange[] }> {
    const waiting = await this.models.parkedEvents(ref, stream);
    const [at = 0] = await this.models.seen(ref, [stream]);
    const work = await this.begin();
    let version = at;
    for (const event of waiting) {
      if (event.version <= version) continue;
      if (event.version > version + 1) throw gap(ref, event, version);
      await work.take(event);
      version = event.version;
    }
    const moved = version > at ? [{ ...stream, version, from: at }] : [];
    if (!dryRun) await this.models.commit(ref, { ...work.finish(), positions: [], seen: moved, unpark: [stream] });
    return { events: version - at, moved };
  }
}

/** Whether what is in memory is all there is. */
export type Memory = Readonly<{ complete: boolean }>;

/** What one or several deliveries come to before they are committed. */
export class Batch {
  private readonly seen = new Map<string, number>();
  private parked: Map<string, Parked & { topic: string }> | null = null;
  private moved = new Map<string, SeenChange>();
  private park: (Parked & { topic: string })[] = [];
  private parkedEvents: (StoredEvent & { topic: string })[] = [];
  private positions = new Map<string, Position>();

  constructor(
    private readonly models: ReadModels,
    private readonly clock: { now(): Date },
    private readonly ref: ViewRef,
    private readonly work: Work,
    /** Complete: begun on nothing and everything since went through this batch, so what it has not seen, nobody has. */
    private readonly memory: Memory = { complete: false },
  ) {}

  async add({ topic, partition, next, events }: Delivery): Promise<void> {
    for (let from = 0; from < events.length; from += IN_ONE_GO) {
      await breath();
      await this.addSome(topic, events.slice(from, from + IN_ONE_GO));
    }
    this.positions.set(`${topic}\0${partition}`, { topic, partition, next });
  }

  private async addSome(topic: string, events: readonly StoredEvent[]): Promise<void> {
    const keys = await this.lookedUp(topic, events);
    const parked = (this.parked ??= new Map(
      (await this.models.parked(this.ref)).map((entry) => [keyOf(entry), entry] as const),
    ));
    if (this.work.prepare) {
      const fresh = events.filter(
        (event, i) => event.version > (this.seen.get(keys[i]!) ?? 0) && !parked.has(keys[i]!),
      );
      await this.work.prepare(fresh);
    }
    for (const [i, event] of events.entries()) {
      const key = keys[i]!;
      const at = this.seen.get(key) ?? 0;
      if (event.version <= at) continue;
      if (parked.has(key)) {
        this.parkedEvents.push({ ...plainEvent(event), topic });
        continue;
      }
      if (event.version > at + 1) throw gap(this.ref, event, at);
      const taken = this.tried(event);
      const reason = taken instanceof Promise ? await taken : taken;
      const stream = { topic, tenant: event.tenant, stream: event.stream, version: event.version };
      if (reason === null) {
        this.seen.set(key, event.version);
        this.moved.set(key, { ...stream, from: this.moved.get(key)?.from ?? at });
        continue;
      }
      const entry = { ...stream, reason, attempts: TRIES, parkedAt: this.clock.now().toISOString() };
      parked.set(key, entry);
      this.park.push(entry);
      this.parkedEvents.push({ ...plainEvent(event), topic });
    }
  }

  /** The commit of all that was added since the last one. */
  drain(): { commit: ViewCommit; moved: readonly SeenChange[] } {
    const { park, parkedEvents } = this;
    const moved = [...this.moved.values()];
    const positions = [...this.positions.values()];
    [this.moved, this.park, this.parkedEvents, this.positions] = [new Map(), [], [], new Map()];
    return { commit: { ...this.work.finish(), positions, seen: moved, park, parkedEvents }, moved };
  }

  /** Forgets how far streams are: their versions are read again from what was committed. */
  forget(): void {
    this.seen.clear();
  }

  /** The key of each event's stream; how far those streams are is known afterwards. */
  private async lookedUp(topic: string, events: readonly StoredEvent[]): Promise<string[]> {
    const unknown = new Map<string, StreamKey>();
    const keys = events.map(({ tenant, stream }) => {
      const key = keyOf({ topic, tenant, stream });
      if (!this.memory.complete && !this.seen.has(key)) unknown.set(key, { topic, tenant, stream });
      return key;
    });
    if (unknown.size > 0) {
      const versions = await this.models.seen(this.ref, [...unknown.values()]);
      [...unknown.keys()].forEach((key, i) => this.seen.set(key, versions[i] ?? 0));
    }
    return keys;
  }

  /** The reason why an event can't be taken, or null. A store that is away is no fault of the event. */
  private tried(event: StoredEvent): string | null | Promise<string | null> {
    try {
      const taken = this.work.take(event);
      return taken instanceof Promise
        ? taken.then(
            () => null,
            (error: unknown) => this.triedAgain(event, error),
          )
        : null;
    } catch (error) {
      return this.triedAgain(event, error);
    }
  }

  private async triedAgain(event: StoredEvent, first: unknown): Promise<string | null> {
    let error = first;
    for (let tries = 1; ; tries += 1) {
      if (error instanceof StorageUnavailable) throw error;
      if (tries >= TRIES) return reasonOf(error);
      try {
        await this.work.take(event);
        return null;
      } catch (again) {
        error = again;
      }
    }
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, REASON);

const gap = (ref: ViewRef, event: StoredEvent, at: number) =>
  new Error(`${ref.view}: ${event.stream} jumps from ${at} to ${event.version}`);
