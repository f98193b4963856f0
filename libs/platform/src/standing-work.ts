import type { StoredEvent } from '@chuangwen/contracts';
import { instant, type Document, type DocumentChange, type ReadModels, type ViewRef } from '@chuangwen/ports';
import type { EventCodec, Recorded } from './codec';
import type { Work } from './consumer';
import { happenedElsewhere } from './event-follower';
import type { Instruction, Schedule } from './schedule';
import { jobPlace, tenantPlace, type Place, type Standing } from './standing';

type Entry = Place & Readonly<{ was: Document | null }> & { now: Document | null };
/** How what stands under a key changed. */
export type Change = Readonly<{ tenant: string; key: string; was: Standing | null; now: Standing | null }>;

/** What stands after some events, made of what stood before them. */
export class StandingWork implements Work {
  private readonly entries = new Map<string, Entry>();
  private readonly opened = new Map<StoredEvent, readonly Instruction[]>();
  /** Jobs that an event spoke of. */
  private readonly named = new Map<string, Readonly<{ tenant: string; key: string }>>();

  constructor(
    private readonly schedule: Schedule,
    private readonly ref: ViewRef,
    private readonly models: ReadModels,
    private readonly codec: EventCodec,
    private readonly now: Date,
  ) {}

  /** Opens the events and loads their documents in one read. */
  async prepare(events: readonly StoredEvent[]): Promise<void> {
    const places: Place[] = [];
    for (const event of events)
      try {
        const instructions = await this.instructions(event);
        this.opened.set(event, instructions);
        places.push(...placesOf(event.tenant, instructions));
      } catch {
        // Not judged here: this one event fails again when it is taken.
      }
    await this.know(places);
  }

  async take(event: StoredEvent): Promise<void> {
    const instructions = this.opened.get(event) ?? (await this.instructions(event));
    await this.know(placesOf(event.tenant, instructions));
    for (const one of instructions) this.follow(one, event);
  }

  finish() {
    const documents = [...this.entries.values()]
      .filter(({ was, now }) => was !== now)
      .map(({ tenant, id, was, now }): DocumentChange => ({ tenant, id, body: now, was, index: {} }));
    return { documents, counters: [] };
  }

  changes(): Change[] {
    return [...this.named.values()].map(({ tenant, key }) => {
      const { was, now } = this.entry(jobPlace(tenant, key)) as { was: Standing | null; now: Standing | null };
      return { tenant, key, was, now };
    });
  }

  private follow(one: Instruction, event: StoredEvent): void {
    const { tenant, correlationId, id: causationId } = event;
    const key = nameOf(one);
    this.named.set(`${tenant}\0${key}`, { tenant, key });
    const entry = this.entry(jobPlace(tenant, key));
    entry.now = null;
    if (!('schedule' in one)) return;
    const { at, data } = one.schedule;
    // What was due before the history came here had its effect elsewhere.
    if (happenedElsewhere(event) && instant(at) <= this.now.getTime()) return;
    entry.now = { at, data, correlationId, causationId };
    this.entry(tenantPlace(tenant)).now ??= {};
  }

  /** Throws for an event that can't be known, and when what is said of it is no instruction. */
  private async instructions(stored: StoredEvent): Promise<readonly Instruction[]> {
    const { on, name } = this.schedule;
    if (!Object.hasOwn(on, stored.type)) {
      this.codec.mustKnow(stored);
      return [];
    }
    const handler = on[stored.type] as (event: Recorded) => readonly Instruction[];
    const instructions = handler({ ...(await this.codec.decodeOnce(stored)), meta: stored });
    for (const one of instructions) {
      if (nameOf(one) === '') throw new TypeError(`schedule ${name}: ${stored.type} names no job`);
      if ('schedule' in one) instant(one.schedule.at);
    }
    return instructions;
  }

  private entry(place: Place): Entry {
    return this.entries.get(keyOf(place))!;
  }

  private async know(places: readonly Place[]): Promise<void> {
    const unknown = new Map(places.map((place) => [keyOf(place), place] as const));
    for (const key of this.entries.keys()) unknown.delete(key);
    if (unknown.size === 0) return;
    const found = await this.models.load(this.ref, [...unknown.values()]);
    [...unknown].forEach(([key, place], at) => {
      const was = found[at] ?? null;
      this.entries.set(key, { ...place, was, now: was });
    });
  }
}

const keyOf = ({ tenant, id }: Place) => `${tenant}\0${id}`;
const nameOf = (one: Instruction): string => ('schedule' in one ? one.schedule.key : one.cancel);

const placesOf = (tenant: string, instructions: readonly Instruction[]): Place[] =>
  instructions.length === 0 ? [] : [tenantPlace(tenant), ...instructions.map((one) => jobPlace(tenant, nameOf(one)))];
