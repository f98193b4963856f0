import { StorageUnavailable } from '@chuangwen/kernel';
import { killPoint } from '@chuangwen/ports';
import { setTimeout } from 'node:timers';
import type { AppendDocument } from '../events/append-document';
import type { Outbox } from '../events/outbox';
import type { MessageCodec } from '../feed/codec';
import type { Log, OnSent } from '../feed/options';
import type { Topic } from '../feed/topic';
import type { Publishing } from '../feed/feed';
import type { Leases } from './leases';
import type { Publisher } from './publisher';
import { Sending, SENT_BYTES } from './sending';

/** Appends read at once. */
const READ = 500;

/** Milliseconds. How often it looks for what other instances have appended; longer each time there was nothing. */
const FIRST_LOOK = 50;
const LAST_LOOK = 200;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
/** Who waits for what is stored to be published waits so long for the next of it. */
const STANDSTILL = 30_000;

/** Up to where a topic was sent what it lacked, in this round. */
type Cursor = Readonly<{ topic: string; after: AppendDocument }>;

export type RelayParts = Readonly<{
  outbox: Outbox;
  leases: Pick<Leases, 'held' | 'holds' | 'start' | 'stop'>;
  publisher: Publisher;
  codec: MessageCodec;
  /** Where new events of the service go now. */
  topic: () => Topic;
  log: Log;
  onSent?: OnSent | undefined;
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
  private readonly sending: Sending;

  constructor(private readonly parts: RelayParts) {
    this.sending = new Sending(parts.outbox, parts.publisher, parts.codec, parts.onSent);
  }

  start(): void {
    this.parts.leases.start();
    this.running = this.run();
  }

  /** Something was appended here, or buckets were taken over. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Resolves when all that is stored now is published, by whichever instance. Throws StorageUnavailable where that comes to a standstill. */
  async settled(): Promise<void> {
    const { outbox, topic } = this.parts;
    const { generation } = topic();
    let waiting = await outbox.waiting(generation);
    let moved = performance.now();
    for (let pause = 5; waiting.length > 0; pause = Math.min(pause * 2, FIRST_PAUSE)) {
      if (this.stopped) throw new StorageUnavailable('closed');
      if (performance.now() - moved > STANDSTILL)
        throw new StorageUnavailable('io', { cause: new Error(`${waiting.length} appends are not published yet`) });
      this.wake();
      await new Promise((resolve) => setTimeout(resolve, pause));
      const before = waiting.length;
      waiting = await outbox.stillWaiting(waiting, generation);
      if (waiting.length < before) moved = performance.now();
    }
  }

  /** How many appends the topic lacks that new events go to now. */
  backlog(): Promise<number> {
    return this.parts.outbox.backlog(this.parts.topic().generation);
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
    let at: Cursor | null = null;
    let look = FIRST_LOOK;
    let pause = FIRST_PAUSE;
    while (!this.stopped) {
      try {
        this.woken = false;
        const topic = this.parts.topic();
        // What one topic has been sent, another one still lacks.
        const after: AppendDocument | undefined = at?.topic === topic.name ? at.after : undefined;
        const page = await this.read(topic, after);
        const { bytes, all } = await this.sending.publish(topic, page, (append) => this.mayStill(append));
        this.told(null);
        pause = FIRST_PAUSE;
        const more = page.length === READ || bytes >= SENT_BYTES;
        // Never past what was not sent: what comes behind it in its stream must not lie before it.
        at = more && all ? { topic: topic.name, after: page.at(-1)! } : null;
        if (more || after) continue;
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

  private mayStill({ bucket }: AppendDocument): boolean {
    return !this.stopped && this.parts.leases.holds(bucket);
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
