import { setInterval } from 'node:timers';
import { current, isSignedBy, topicOf, type Entry } from './generations';
import type { TopicRegister } from './register';
import type { Topic } from './topic';

/** How soon (ms) a process hears that a topic has a new generation. */
const LOOK = 1_000;

/** The register as a process last saw it. */
export class Topics {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> | null = null;

  constructor(
    readonly prefix: string,
    private readonly register: TopicRegister,
    entries: readonly Entry[],
    /** Fingerprint of the key with which this process signs. */
    private readonly signer: string,
  ) {
    for (const entry of entries) this.entries.set(entry._id, entry);
    this.timer = setInterval(() => void this.look(), LOOK);
    this.timer.unref();
  }

  /** Throws for a service without a topic. */
  entry(service: string): Entry {
    const entry = this.entries.get(service);
    if (!entry) throw new Error(`The service ${service} has no topic`);
    return entry;
  }

  /** The topic that is read now. */
  read(service: string): Topic {
    return topicOf(this.prefix, service, current(this.entry(service)));
  }

  /** The topic that new events go to: another one for the moment between filling a new generation and reading it. */
  written(service: string): Topic {
    const { next } = this.entry(service);
    return next?.turned ? topicOf(this.prefix, service, next) : this.read(service);
  }

  onChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    clearInterval(this.timer);
    this.listeners.clear();
  }

  /** Whoever cannot look now goes on with what it knows: then an event is published in the old generation too, and to be found in both. */
  private look(): Promise<void> {
    this.looking ??= this.register
      .find([...this.entries.keys()])
      .then((found) => found.forEach((entry) => this.seen(entry)))
      .catch(() => undefined)
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  /** One that was begun with another key is nothing to this process: it goes on with what it knows until it is started anew. */
  private seen(entry: Entry): void {
    if (!isSignedBy(entry.next ?? current(entry), this.signer)) return;
    if (JSON.stringify(entry) === JSON.stringify(this.entries.get(entry._id))) return;
    this.entries.set(entry._id, entry);
    for (const listener of this.listeners) listener();
  }
}
