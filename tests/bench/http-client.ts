import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { chosenStreams, drive } from './drive';
import type { Job } from './measure';
import { reportOf, taskOf } from './workload';

/** `path`: `:task` stands for the task's name. */
export type Order = Readonly<{ port: number; path: string; headers: Readonly<Record<string, string>>; job: Job }>;
export type Told = Readonly<{ warm: true } | { failed: string } | { perSecond: number; latencies: number[] }>;

/** One connection that is kept, one request at a time; as little of a client as will do. */
class Line {
  private readonly socket: Socket;
  private text = '';
  private waiting: ((status: number) => void) | null = null;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
    this.socket.on('data', (part: string) => this.take(part));
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.socket.write(request);
    });
  }

  end(): void {
    this.socket.destroy();
  }

  private take(part: string): void {
    this.text += part;
    const head = this.text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.text.slice(0, head + 2))?.[1];
    if (length === undefined) throw new Error(`an answer without a length: ${this.text.slice(0, 200)}`);
    if (this.text.length < head + 4 + Number(length)) return;
    const status = Number(this.text.slice(9, 12));
    this.text = '';
    this.waiting?.(status);
  }
}

function requestOf({ path, headers, job }: Order, stream: number, index: number): string {
  const task = taskOf(stream);
  const body = JSON.stringify(reportOf(task, job.sizes.events + index));
  const lines = Object.entries({ ...headers, 'idempotency-key': randomUUID() }).map(([name, of]) => `${name}: ${of}`);
  const head = [
    `POST ${path.replace(':task', task)} HTTP/1.1`,
    'host: bench',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...lines,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

async function run(order: Order): Promise<Told> {
  const { job } = order;
  const streams = chosenStreams(job);
  const lines = Array.from({ length: job.inFlight }, () => new Line(order.port));
  const free = [...lines];
  const ask = async (index: number) => {
    const line = free.pop()!;
    const status = await line.ask(requestOf(order, streams[index]!, index));
    free.push(line);
    if (status !== 200 && status !== 201) throw new Error(`answered ${status}`);
  };
  await drive({ ...job, warmup: 0, count: job.warmup }, ask);
  const going = once(process, 'message');
  process.send?.({ warm: true } satisfies Told);
  await going;
  const latencies: number[] = [];
  const { perSecond } = await drive({ ...job, warmup: 0 }, async (index) => {
    const began = performance.now();
    await ask(job.warmup + index);
    latencies.push(performance.now() - began);
  });
  for (const line of lines) line.end();
  return { perSecond, latencies };
}

process.once('message', (order: Order) => {
  const tell = (told: Told) => process.send?.(told);
  run(order).then(tell, (error: unknown) => tell({ failed: String(error) }));
});
process.on('disconnect', () => process.exit(0));
