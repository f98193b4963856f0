import { setTimeout as pause } from 'node:timers/promises';
import type { SeenChange, ServicePorts } from '@chuangwen/ports';
import { Arrivals, Projector, type EventCodec, type Streams } from '@chuangwen/platform';
import { begin, result } from './drive';
import type { Job, Measured } from './measure';
import { clock, report, view } from './pipeline';
import { taskOf } from './workload';

/** How long (ms) the last events may take before the measurement is given up. */
const PATIENCE = 60_000;

/** When (performance.now) a view had taken up to which version of a stream. */
class Taken extends Arrivals {
  private readonly seen = new Map<string, { version: number; at: number }[]>();

  override announce(name: string, moved: readonly SeenChange[]): void {
    const at = performance.now();
    for (const { stream, version } of moved) this.of(stream).push({ version, at });
    super.announce(name, moved);
  }

  when(stream: string, version: number): number | undefined {
    return this.of(stream).find((one) => one.version >= version)?.at;
  }

  private of(stream: string) {
    const known = this.seen.get(stream) ?? [];
    this.seen.set(stream, known);
    return known;
  }
}

type Opened = Readonly<{ ports: ServicePorts; codec: EventCodec; streams: Streams }>;

/** Milliseconds from an event's acknowledgement to the commit of the view that has it, at `rate` events a second. */
export async function lagAt(job: Job, { ports, codec, streams }: Opened): Promise<Measured> {
  const taken = new Taken();
  const projector = new Projector(view, ports.views, ports.feed, codec, taken, clock, 'bench');
  await projector.start();
  const events: { stream: string; version: number; at: number }[] = [];
  const one = async (i: number) => {
    const stream = taskOf(i % job.sizes.streams);
    const { version } = await report(streams, stream, job.sizes.events + i);
    events.push({ stream, version, at: performance.now() });
  };
  await paced(job.warmup, job.rate!, one);
  await arrived(taken, events);
  events.length = 0;
  const mark = begin();
  await paced(job.count, job.rate!, (i) => one(job.warmup + i));
  const end = performance.now();
  await arrived(taken, events);
  // Who is told in the turn in which the view has it already waits for nothing.
  const lags = events.map(({ stream, version, at }) => Math.max(0, taken.when(stream, version)! - at));
  await projector.stop();
  return result(job.count, mark, lags, end);
}

async function paced(count: number, rate: number, operation: (index: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  while (running.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - began) * rate) / 1000) + 1);
    while (running.length < due) running.push(operation(running.length));
    await pause(1);
  }
  await Promise.all(running);
}

async function arrived(taken: Taken, events: readonly { stream: string; version: number }[]): Promise<void> {
  for (const until = performance.now() + PATIENCE; ;) {
    const left = events.filter(({ stream, version }) => taken.when(stream, version) === undefined).length;
    if (left === 0) return;
    if (performance.now() > until) throw new Error(`${left} events did not reach the view in ${PATIENCE} ms`);
    await pause(20);
  }
}
