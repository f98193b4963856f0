/** Reads go on side by side; a switch waits for those at work, and keeps new ones waiting until it is done. */
export class Gate {
  private reading = 0;
  private switching: Promise<void> | null = null;
  private idle: (() => void) | null = null;

  /** Don't nest: the inner read would wait for a switch that waits for the outer one. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    while (this.switching) await this.switching;
    this.reading += 1;
    try {
      return await work();
    } finally {
      this.reading -= 1;
      if (this.reading === 0) this.idle?.();
    }
  }

  /** One at a time: a second one waits, for another process may switch while this one does. */
  async change<T>(work: () => Promise<T>): Promise<T> {
    while (this.switching) await this.switching;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.switching = promise;
    try {
      if (this.reading > 0) await new Promise<void>((done) => (this.idle = done));
      return await work();
    } finally {
      this.idle = null;
      this.switching = null;
      resolve();
    }
  }
}
