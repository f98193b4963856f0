import type { Consumer } from '@chuangwen/ports';
import { setTimeout as wait } from 'node:timers/promises';
import { TopicCut, type BrokerLog, type LogMessage } from './broker-log';
import { beginIn, type Entry, type Generation } from './generations';
import type { Inbox } from './inbox';
import type { Log } from './options';
import { portPartition, type Topic } from './topic';

/** A topic that a group reads, and what the register says of it. */
export type Reading = Readonly<{ topic: Topic; generation: Generation; entry: Entry }>;

/** What a place does with the group's fetches. */
export type Fetches = Readonly<{ seek(offset: number): void; pause(): void; resume(): void }>;

export type PlaceContext = Readonly<{ consumer: Consumer; inbox: Inbox; brokers: BrokerLog; log: Log }>;

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
/** Events in a delivery. */
const PAGE = 500;

/** One partition as it was assigned to a member, until the next assignment. */
export class Place {
  /** The offset to deliver next; null while it is not known. */
  private next: number | null = null;
  /** Where it went back to, because what came did not follow on. */
  private soughtBack: number | null = null;
  private failures = 0;
  private readonly ended = new AbortController();
  /** The delivery in work. */
  work: Promise<void>;

  constructor(
    private readonly reading: Reading,
    readonly partition: number,
    private readonly fetches: Fetches,
    private readonly context: PlaceContext,
    /** Its delivery in work from before this assignment; the next one waits for that. */
    before: Promise<void>,
  ) {
    this.work = before.then(() => this.locate());
  }

  /** Assigned anew, here or elsewhere, or the member stops: takes no more deliveries. */
  end(): void {
    this.ended.abort();
  }

  /** Messages of one fetch, as far as they follow on; `resolved` is told how far they were handled. Never throws. */
  take(messages: readonly LogMessage[], goOn: () => boolean, resolved: (offset: string) => void): Promise<void> {
    if (this.next === null) {
      // Being asked: what was fetched meanwhile is of no use.
      this.fetches.pause();
      return Promise.resolve();
    }
    this.work = this.deliver(messages, this.next, goOn, resolved).catch((error: unknown) => this.failed(error));
    return this.work;
  }

  private async deliver(
    messages: readonly LogMessage[],
    next: number,
    goOn: () => boolean,
    resolved: (offset: string) => void,
  ): Promise<void> {
    const fresh = messages.filter(({ offset }) => Number(offset) >= next);
    if (Number(fresh[0]?.offset) !== next) return this.seekBack(next);
    const { topic } = this.reading;
    for (let from = 0; from < fresh.length; from += PAGE) {
      if (this.ended.signal.aborted || !goOn()) return;
      const page = fresh.slice(from, from + PAGE);
      const last = page.at(-1)!.offset;
      const events = this.context.inbox.events(topic, this.partition, page, true);
      const handled = await this.handle(Number(last) + 1, events);
      if (this.ended.signal.aborted) return;
      if (handled === 'further') return this.locate();
      this.next = Number(last) + 1;
      resolved(last);
    }
  }

  /** kafkajs goes to the end of a partition by itself where an offset is not there: once that is an accident, twice it is a loss. */
  private seekBack(next: number): void {
    if (this.soughtBack === next) throw new TopicCut(this.reading.topic, this.partition, next);
    this.soughtBack = next;
    this.fetches.seek(next);
  }

  private async handle(next: number, events: ReturnType<Inbox['events']>): Promise<void | 'further'> {
    const partition = portPartition(this.reading.topic, this.partition);
    const handled = await this.context.consumer.handle({ topic: this.reading.topic.service, partition, next, events });
    this.failures = 0;
    this.soughtBack = null;
    return handled;
  }

  /** Asks where to begin and has it fetched from there; again until it is told, or ended. */
  private async locate(): Promise<void> {
    this.next = null;
    try {
      const next = await this.begin();
      if (this.ended.signal.aborted) return;
      this.next = next;
      this.fetches.seek(next);
      this.fetches.resume();
    } catch (error) {
      this.failed(error);
    }
  }

  private async begin(): Promise<number> {
    const { reading, context, partition } = this;
    const { topic, entry, generation } = reading;
    const stands = (inPort: number) => context.consumer.start(topic.service, inPort);
    const at = await beginIn(entry, generation, partition, stands);
    await context.brokers.mustHold(topic, partition, at);
    // Begins in the middle of a new generation: it stands there from now on, though nothing may come for long.
    const begins = at > 0 && (await stands(portPartition(topic, partition))) === 0;
    if (begins && !this.ended.signal.aborted) await this.handle(at, []);
    return at;
  }

  /** Others go on meanwhile. What a consumer threw is the consumer's to tell. */
  private failed(error: unknown): void {
    this.next = null;
    if (this.ended.signal.aborted) return;
    if (error instanceof TopicCut) this.context.log.error(error.message);
    this.fetches.pause();
    const pause = Math.min(FIRST_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    this.failures += 1;
    void wait(pause, undefined, { signal: this.ended.signal }).then(
      () => {
        this.work = this.locate();
      },
      () => undefined,
    );
  }
}
