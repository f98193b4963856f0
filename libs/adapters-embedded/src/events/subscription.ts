import type { Consumer, Delivery, Subscription } from '@chuangwen/ports';
import { setTimeout } from 'node:timers';
import { PAGE } from './log';
import type { EventLogs } from './logs';

/** A net under the wake-ups: a topic is looked at this often anyway (ms). */
const POLL = 500;
/**
 * A delivery of fewer events is no more often than this (ms): under load the next one then holds many, which cost little
 * more than one. An event after a quiet moment is delivered at once.
 */
const GATHER = 4;
const FEW = 200;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** One consumer reading one topic from its own offset on, delivery by delivery, until stopped. */
export class TopicReader implements Subscription {
  private stopped = false;
  private woken = false;
  private wakeUp: (() => void) | null = null;
  private readonly unlisten: () => void;
  private readonly done: Promise<void>;

  constructor(
    private readonly logs: EventLogs,
    private readonly topic: string,
    private readonly consumer: Consumer,
    /** Resolves when this group's turn at the topic has come, with how to give it up. */
    turn: Promise<() => void>,
  ) {
    this.unlisten = logs.listen(topic, () => this.wake());
    this.done = this.run(turn);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.done;
  }

  private async run(turn: Promise<() => void>): Promise<void> {
    const release = await turn;
    let next: number | null = null;
    let pause = FIRST_PAUSE;
    while (!this.stopped) {
      try {
        next ??= await this.consumer.start(this.topic, 0);
        this.woken = false;
        const delivery = this.read(next);
        if (delivery) {
          const began = performance.now();
          const handled = await this.consumer.handle(delivery);
          next = handled === 'further' ? null : delivery.next;
          if (delivery.events.length < FEW) await this.sleep(GATHER - (performance.now() - began), false);
        } else await this.sleep(POLL);
        pause = FIRST_PAUSE;
      } catch {
        // Not ours to judge or to log: the consumer knows what it threw, and gets the same events again.
        next = null;
        await this.sleep(pause, false);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
    this.unlisten();
    release();
  }

  private read(from: number): Delivery | null {
    const { events, next } = this.logs.find(this.topic)?.feed(from, PAGE) ?? { events: [], next: from };
    return events.length === 0 ? null : { topic: this.topic, partition: 0, next, events };
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Until the time is up, or stopped, or (where it may) woken by an append. */
  private async sleep(ms: number, byAppends = true): Promise<void> {
    if (this.stopped || ms <= 0 || (byAppends && this.woken)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        if (!byAppends && !this.stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = null;
  }
}
