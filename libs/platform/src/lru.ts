/** The most recently used values, bounded by what they weigh together: their number, unless `weigh` says otherwise. */
export class Lru<V> {
  private readonly values = new Map<string, V>();
  private weight = 0;

  constructor(
    private readonly limit: number,
    private readonly weigh: (value: V) => number = () => 1,
  ) {}

  get(key: string): V | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const weight = this.weigh(value);
    if (weight > this.limit) return; // it would put out all others, and then itself
    this.values.set(key, value);
    this.weight += weight;
    while (this.weight > this.limit) this.delete(this.values.keys().next().value!);
  }

  delete(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.values.delete(key);
    this.weight -= this.weigh(value);
  }

  clear(): void {
    this.values.clear();
    this.weight = 0;
  }
}
