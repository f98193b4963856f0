/** Runs what shares a key one after another, so that commands of this process on one stream don't collide. */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const tail = this.tails.get(key);
    const result = tail ? tail.then(work, work) : work();
    this.tails.set(key, result);
    const clear = () => {
      if (this.tails.get(key) === result) this.tails.delete(key);
    };
    result.then(clear, clear);
    return result;
  }
}
