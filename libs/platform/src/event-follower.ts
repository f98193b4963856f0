import type { StoredEvent } from '@chuangwen/contracts';
import type { ICommand } from '@nestjs/cqrs';
import { Lanes, ViewMoved } from '@chuangwen/ports';
import type { Delivery, EventFeed, Position, ReadModels, SeenChange, Subscription, ViewRef } from '@chuangwen/ports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from './caller';
import { told } from './consumer-log';
import { sha256Hex } from './ids';
import { hears, lagOf, nextOf, samePlaces } from './lag';

/** A check that others disturb is tried so often, with so long between (ms). */
const [TRIES, AGAIN] = [20, 250];

/** A caller for one step of a workflow or of a due job: the same cause and step make the same command id, so a repeat changes nothing. */
export type Step = (tenant: string, step: string) => Caller;

export type SendCommand = (command: ICommand) => Promise<unknown>;

/** In the platform's own name. */
export const callerOf = (
  tenant: string,
  name: string,
  commandId: string,
  cause: Readonly<{ correlationId: string; causationId: string }>,
): Caller => ({
  tenant,
  actor: { kind: 'workflow', id: name },
  principal: null,
  commandId,
  bodyHash: sha256Hex(commandId),
  correlationId: cause.correlationId,
  causationId: cause.causationId,
});

/** Its history was imported, or adopted from another installation: it has had its effects elsewhere. */
export const happenedElsewhere = ({ origin, adopted }: StoredEvent): boolean => origin === 'import' || adopted === true;

/** What keeps its place in the feed among the read models without being read: workflows and schedules. */
export abstract class EventFollower {
  /** A retry and a delivery must not cross: what the one parks, the other would take away. */
  protected readonly turn = new Lanes();
  private subscription: Subscription | null = null;

  constructor(
    readonly ref: ViewRef,
    readonly topics: readonly string[],
    protected readonly models: ReadModels,
    protected readonly feed: EventFeed,
    protected readonly group: string,
  ) {}

  async start(): Promise<void> {
    this.subscription = await this.feed.subscribe({
      group: this.group,
      topics: this.topics,
      start: async (topic, partition) => {
        const next = nextOf(await this.models.positions(this.ref), topic, partition);
        this.assigned();
        return next;
      },
      handle: async (delivery) => {
        const taken = this.turn.run('', () => this.take(delivery));
        await told(this.group, delivery, taken);
      },
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = null;
    await this.turn.run('', async () => undefined); // a retry in work
  }

  protected abstract take(delivery: Delivery): Promise<void>;

  /** It reads a partition from now on, that another process may have read before. */
  protected assigned(): void {}

  /**
   * Takes a parked stream's events again. A dry run sends no command: they are real. `told` hears of each that is sent, or
   * would be.
   */
  abstract retry(
    stream: { topic: string; tenant: string; stream: string },
    dryRun: boolean,
    told?: (command: ICommand) => void,
  ): Promise<number>;

  /** Whether it is heard for here. */
  async running(): Promise<boolean> {
    return hears(this.subscription);
  }

  /** How many events it is behind, over all its topics. */
  lag(): Promise<number> {
    return lagOf(this.models, this.feed, this.ref, this.topics);
  }

  /** Whether it has taken all events before these ends. */
  async reaches(ends: readonly Position[]): Promise<boolean> {
    const at = await this.models.positions(this.ref);
    return ends.every(({ topic, partition, next }) => nextOf(at, topic, partition) >= next);
  }

  parked() {
    return this.models.parked(this.ref);
  }

  /** The events of a parked stream. */
  waiting(stream: { topic: string; tenant: string; stream: string }): Promise<StoredEvent[]> {
    return this.models.parkedEvents(this.ref, stream);
  }

  /**
   * Whether it has taken just those events that lie before its offsets: how many streams stand elsewhere. One that stood
   * too far would pass over events for good, and no view would show it. Where another process takes events meanwhile, the
   * stretch that it took is looked at as well; throws ViewMoved where that does not end.
   */
  async misplaced(): Promise<number> {
    return this.turn.run('', async () => {
      const taken = new Map<string, SeenChange>();
      for (let from: readonly Position[] = [], tries = 1; ; tries += 1) {
        const at = await this.models.positions(this.ref);
        await this.takenBefore(at, from, taken);
        const expected = new Map(taken);
        for (const { topic, tenant, stream, version } of await this.parked())
          expected.set(nameOf({ topic, tenant, stream }), { topic, tenant, stream, version: version - 1 });
        const seen = await this.models.seen(this.ref, [...expected.values()]);
        const count = [...expected.values()].filter(({ version }, one) => seen[one] !== version).length;
        if (count === 0 || samePlaces(at, await this.models.positions(this.ref))) return count;
        if (tries === TRIES) throw new ViewMoved(this.ref);
        from = at;
        await pause(AGAIN);
      }
    });
  }

  /** Adds to `taken` the last version of each stream that lies between the positions. */
  private async takenBefore(at: readonly Position[], from: readonly Position[], taken: Map<string, SeenChange>) {
    for await (const { topic, partition, next, events } of this.feed.replay(this.topics, { from })) {
      const until = events.length - Math.max(0, next - nextOf(at, topic, partition));
      for (const { tenant, stream, version } of events.slice(0, Math.max(0, until))) {
        const one = { topic, tenant, stream, version };
        // The same may come twice: the furthest counts.
        if (version > (taken.get(nameOf(one))?.version ?? 0)) taken.set(nameOf(one), one);
      }
    }
  }
}

const nameOf = ({ topic, tenant, stream }: Omit<SeenChange, 'version'>): string => `${topic}\0${tenant}\0${stream}`;
