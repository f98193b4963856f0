/** Everything the program writes to its log while it is watched; nothing of it reaches the terminal. */
export class Log {
  private text = '';
  private readonly spies: jest.SpyInstance[] = [];

  start(): this {
    const take = (chunk: unknown): boolean => {
      this.text += Buffer.isBuffer(chunk) ? chunk.toString('utf8') : String(chunk);
      return true;
    };
    for (const stream of [process.stdout, process.stderr])
      this.spies.push(jest.spyOn(stream, 'write').mockImplementation(take as typeof stream.write));
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      this.spies.push(
        jest.spyOn(console, method).mockImplementation((...parts: unknown[]) => void take(`${parts.join(' ')}\n`)),
      );
    return this;
  }

  stop(): void {
    for (const spy of this.spies) spy.mockRestore();
  }

  get all(): string {
    return this.text;
  }

  get lines(): string[] {
    return this.text.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/);
  }
}
