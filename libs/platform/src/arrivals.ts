import type { SeenChange } from '@chuangwen/ports';

type Waiter = { view: string; topic: string; tenant: string; stream: string; version: number; done: () => void };

/** Who waits for a view to have seen a version is told when it has. */
export class Arrivals {
  private readonly waiters = new Set<Waiter>();

  announce(view: string, moved: readonly SeenChange[]): void {
    for (const waiter of this.waiters) if (waiter.view === view && moved.some((m) => reaches(m, waiter))) waiter.done();
  }

  /** Whoever waits for the view looks again: it was switched, or it moved and nobody says where. */
  look(view: string): void {
    for (const waiter of this.waiters) if (waiter.view === view) waiter.done();
  }

  /** Resolves at the arrival or after `ms`; the caller looks for itself what is true then. */
  next(view: string, want: SeenChange, ms: number): { arrived: Promise<void>; cancel: () => void } {
    let waiter: Waiter;
    let timer: NodeJS.Timeout;
    const cancel = () => {
      clearTimeout(timer);
      this.waiters.delete(waiter);
    };
    const arrived = new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        resolve();
      };
      waiter = { view, ...want, done };
      timer = setTimeout(done, ms);
      this.waiters.add(waiter);
    });
    return { arrived, cancel };
  }
}

const reaches = (moved: SeenChange, want: Waiter) =>
  moved.topic === want.topic &&
  moved.tenant === want.tenant &&
  moved.stream === want.stream &&
  moved.version >= want.version;
