import type { StoredEvent } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { Delivery, Parked, Position, ReadModels, SeenChange, ViewCommit, ViewRef } from '@chuangwen/ports';

type StreamKey = Readonly<{ topic: string; tenant: string; stream: string }>;
const keyOf = ({ topic, tenant, stream }: StreamKey) => `${topic}\0${tenant}\0${stream}`;

/** What a consumer makes of the events it is handed: the part of a commit that is its own. */
export type Work = Readonly<{
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

  async take(ref: ViewRef, delivery: Delivery): Promise<SeenChange[]> {
    const seen = await this.seenOf(ref, delivery);
    const parked = new Map((await this.models.parked(ref)).map((entry) => [keyOf(entry), entry]));
    const work = await this.begin();
    const moved = new Map<string, SeenChange>();
    const park: (Parked & { topic: string })[] = [];
    const parkedEvents: (StoredEvent & { topic: string })[] = [];
    for (const event of delivery.events) {
      const stream = { topic: delivery.topic, tenant: event.tenant, stream: event.stream };
      const key = keyOf(stream);
      const at = seen.get(key) ?? 0;
      if (event.version <= at) continue;
      if (parked.has(key)) {
        parkedEvents.push({ ...event, topic: delivery.topic });
        continue;
      }
      if (event.version > at + 1) throw gap(ref, event, at);
      const reason = await this.tried(work, event);
      if (reason === null) {
        seen.set(key, event.version);
        moved.set(key, { ...stream, version: event.version });
        continue;
      }
      const entry = {
        ...stream,
        version: event.version,
        reason,
        attempts: TRIES,
        parkedAt: this.clock.now().toISOString(),
      };
      parked.set(key, entry);
      park.push(entry);
      parkedEvents.push({ ...event, topic: delivery.topic });
    }
    const positions: Position[] = [{ topic: delivery.topic, partition: delivery.partition, next: delivery.next }];
    await this.models.commit(ref, { ...work.finish(), positions, seen: [...moved.values()], park, parkedEvents });
    return [...moved.values()];
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
    const moved = version > at ? [{ ...stream, version }] : [];
    if (!dryRun) await this.models.commit(ref, { ...work.finish(), positions: [], seen: moved, unpark: [stream] });
    return { events: version - at, moved };
  }

  private async seenOf(ref: ViewRef, { topic, events }: Delivery): Promise<Map<string, number>> {
    const streams = new Map<string, StreamKey>();
    for (const { tenant, stream } of events) streams.set(keyOf({ topic, tenant, stream }), { topic, tenant, stream });
    const versions = await this.models.seen(ref, [...streams.values()]);
    return new Map([...streams.keys()].map((key, i) => [key, versions[i] ?? 0]));
  }

  /** The reason why an event can't be taken, or null. A store that is away is no fault of the event. */
  private async tried(work: Work, event: StoredEvent): Promise<string | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        const taken = work.take(event);
        if (taken instanceof Promise) await taken;
        return null;
      } catch (error) {
        if (error instanceof StorageUnavailable) throw error;
        if (tries >= TRIES) return reasonOf(error);
      }
    }
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, REASON);

const gap = (ref: ViewRef, event: StoredEvent, at: number) =>
  new Error(`${ref.view}: ${event.stream} jumps from ${at} to ${event.version}`);
