import { existsSync } from 'node:fs';
import { EventLog } from './log';

/** What happens in a topic, for those who wait for it. */
type Listener = () => void;

/** The logs of all services of a folder. Each is its service's topic; appends wake who listens. */
export class EventLogs {
  private readonly open = new Map<string, EventLog>();
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly pathOf: (service: string) => string) {}

  /** null while the service has never run on this folder. */
  find(service: string): EventLog | null {
    const known = this.open.get(service);
    if (known) return known;
    const path = this.pathOf(service);
    if (!existsSync(path)) return null;
    const log = new EventLog(path);
    this.open.set(service, log);
    return log;
  }

  wake(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }

  listen(topic: string, listener: Listener): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  close(): void {
    for (const log of this.open.values()) log.close();
    this.open.clear();
  }
}
