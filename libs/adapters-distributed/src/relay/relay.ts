import { StorageUnavailable } from '@chuangwen/kernel';
import { killPoint } from '@chuangwen/ports';
import { setTimeout } from 'node:timers';
import { storedEvents, type AppendDocument } from '../events/append-document';
import type { Outbox } from '../events/outbox';
import type { Message, MessageCodec } from '../feed/codec';
import type { Log } from '../feed/options';
import type { Topic } from '../feed/topic';
import type { Publishing } from '../feed/feed';
import type { Leases } from './leases';
import type { Publisher } from './publisher';

/** Appends read at once, and events or bytes sent at once. */
const READ = 500;
const SENT = 500;
const SENT_BYTES = 1024 * 1024;

/** Milliseconds. How often it looks for what other instances have appended; longer each time there was nothing. */
const FIRST_LOOK = 50;
const LAST_LOOK = 200;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
/** How long who asks for what is stored waits for it to be published. */
const SETTLED = 30_000;

export type RelayParts = Readonly<{
  outbox: Outbox;
  leases: Pick<Leases, 'held' | 'holds' | 'start' | 'stop'>;
  publisher: Publisher;
  codec: MessageCodec;
  /** Where new events of the service go now. */
  topic: () => Topic;
  log: Log;
}>;

/**
 * Publishes what the appends of one service have stored: reads it stream by stream in order, sends it, marks it. See
 * docs/decisions/0019 for why nothing is skipped, whoever is killed, frozen or slow.
 */
export class Relay implements Publishing {
  private stopped = false;
  private woken = false;
  private wakeUp: (() => void) | null = null;
  private running: Promise<void> = Promise.resolve();
  private away = false;

  constructor(private readonly parts: RelayParts) {}

  start(): void {
    this.parts.leases.start();
    this.running = this.run();
  }

  /** Something was appended here, or buckets were taken over. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Resolves when all that is stored now is published, by whichever instance. Throws StorageUnavailable where that takes too long. */
  async settled(): Promise<void> {
    const { outbox, topic } = this.parts;
    const { generation } = topic();
    const until = Date.now() + SETTLED;
    let waiting = await outbox.waiting(generation);
    for (let pause = 5; waiting.length > 0; pause = Math.min(pause * 2, FIRST_PAUSE)) {
      if (this.stopped) throw new StorageUnavailable('closed');
      if (Date.now() > until)
        throw new StorageUnavailable('io', { cause: new Error(`${waiting.length} appends are not published yet`) });
      this.wake();
      await new Promise((resolve) => setTimeout(resolve, pause));
      waiting = await outbox.stillWaiting(waiting, generation);
    }
  }

  /** Finishes what is being sent; what is not sent waits for another instance, or the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await this.parts.leases.stop();
    await this.parts.publisher.close();
  }

  /** Round and round through the streams, so that a busy one holds no other up; a rest where a round had nothing left. */
  private async run(): Promise<void> {
    let after: AppendDocument | undefined;
    let look = FIRST_LOOK;
    let pause = FIRST_PAUSE;
    while (!this.stopped) {
      try {
        this.woken = false;
        const topic = this.parts.topic(); // read and published to the same: what another one lacks is another question
        const page = await this.read(topic, after);
        const bytes = await this.publish(topic, page);
        this.told(null);
        pause = FIRST_PAUSE;
        const more = page.length === READ || bytes >= SENT_BYTES;
        const round = after === undefined;
        after = more ? page.at(-1) : undefined;
        if (more || !round) continue;
        look = page.length > 0 ? FIRST_LOOK : Math.min(look * 2, LAST_LOOK);
        await this.rest(look);
      } catch (error) {
        this.told(error);
        await this.rest(pause, false);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  private async read({ generation }: Topic, after: AppendDocument | undefined): Promise<AppendDocument[]> {
    const { outbox, leases } = this.parts;
    const buckets = leases.held();
    if (buckets.length === 0) return [];
    const page = await outbox.unpublished(buckets, generation, READ, after);
    if (page.length > 0) killPoint('relay-read');
    return page;
  }

  /** In the order read; what follows is sent only when all before it is acknowledged. Returns how many bytes. */
  private async publish(topic: Topic, page: readonly AppendDocument[]): Promise<number> {
    let [messages, whole, bytes, all]: [Message[], AppendDocument[], number, number] = [[], [], 0, 0];
    const send = async () => {
      if (whole.length > 0 || messages.length > 0) await this.send(topic, messages, whole);
      [messages, whole, bytes] = [[], [], 0];
    };
    for (const append of page) {
      if (this.stopped || !this.parts.leases.holds(append.bucket)) continue;
      for (const event of storedEvents(append)) {
        if (messages.length >= SENT || bytes >= SENT_BYTES) await send();
        const message = this.parts.codec.encode(topic, event);
        messages.push(message);
        bytes += message.value.length;
        all += message.value.length;
      }
      whole.push(append);
    }
    await send();
    return all;
  }

  /** `whole`: appends whose last event is among the messages. */
  private async send(topic: Topic, messages: readonly Message[], whole: readonly AppendDocument[]): Promise<void> {
    await this.parts.publisher.send(topic, messages);
    killPoint('relay-sent');
    const ids = whole.map(({ _id }) => _id);
    await this.parts.outbox.markPublished(ids, topic.generation);
    killPoint('relay-marked');
  }

  /** Once when it begins to fail and once when it goes on. */
  private told(error: unknown): void {
    if ((error !== null) === this.away) return;
    this.away = error !== null;
    this.parts.log.warn(
      JSON.stringify({ relay: this.away ? 'waits' : 'goes on', error: this.away ? String(error) : undefined }),
    );
  }

  private async rest(ms: number, wakeable = true): Promise<void> {
    if (this.stopped || (wakeable && this.woken)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        if (!wakeable && !this.stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = null;
  }
}
