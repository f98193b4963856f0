import type { Figures, JobQueue } from '@chuangwen/ports';
import { collectDefaultMetrics, Counter, Gauge } from 'prom-client';
import { answered } from './answered';
import { registry } from './metrics';

/** What is asked of a service when somebody looks. */
export type Watched = Readonly<{
  service: string;
  lags(): Promise<readonly { consumer: string; lag: number }[]>;
  running(): Promise<readonly { consumer: string; running: boolean }[]>;
  parked(): Promise<readonly { consumer: string }[]>;
  jobs: Pick<JobQueue, 'counts'> & { readonly queues: readonly string[] };
  figures: Figures;
}>;

const watched = new Set<Watched>();
const registers = [registry];

const lag = new Gauge({
  name: 'chuangwen_consumer_lag_events',
  help: 'Events that a view or a workflow has still to take, over all its topics.',
  labelNames: ['service', 'consumer'],
  registers,
});
const running = new Gauge({
  name: 'chuangwen_consumer_running',
  help: '1: this process hears for the view or workflow, or stands by; 0: it does not.',
  labelNames: ['service', 'consumer'],
  registers,
});
const parked = new Gauge({
  name: 'chuangwen_parked_streams',
  help: 'Streams that a view or a workflow cannot read on, until an operator retries them.',
  labelNames: ['service', 'consumer'],
  registers,
});
const jobs = new Gauge({
  name: 'chuangwen_jobs',
  help: 'Jobs by queue and state: waiting, failed (kept, not tried again).',
  labelNames: ['service', 'queue', 'state'],
  registers,
});
const backlog = new Gauge({
  name: 'chuangwen_relay_backlog_appends',
  help: 'Appends (of one event or several) that are stored and not yet published.',
  labelNames: ['service'],
  registers,
});
const refused = new Counter({
  name: 'chuangwen_refused_messages_total',
  help: 'Messages of the feed that were not handed on, by reason: forged ones among them.',
  labelNames: ['service', 'reason'],
  registers,
});
const unread = new Gauge({
  name: 'chuangwen_unread_figures',
  help: '1: this figure of the service (lag, running, parked, jobs, backlog) could not be read just now, so its gauges are missing.',
  labelNames: ['service', 'figure'],
  registers,
});

/** From now on, until what it returns is called. */
export function watch(service: Watched): () => void {
  watched.add(service);
  return () => void watched.delete(service);
}

let counting = false;
let current: Promise<string> | null = null;

/**
 * All there is to say now, as Prometheus reads it; who asks meanwhile gets the same. A figure that a service can't say within
 * `patience` (ms) is left out, and that is said; the others are said all the same: with the brokers away no lag can be told, and
 * who would raise the alarm is told of by the other figures.
 */
export function exposition(patience = 5_000): Promise<string> {
  current ??= expose(patience).finally(() => (current = null));
  return current;
}

async function expose(patience: number): Promise<string> {
  if (!counting) collectDefaultMetrics({ register: registry });
  counting = true;
  for (const gauge of [lag, running, parked, jobs, backlog, refused, unread]) gauge.reset();
  await Promise.all([...watched].map((service) => read(service, patience)));
  return registry.metrics();
}

export const CONTENT_TYPE = registry.contentType;

async function read(of: Watched, patience: number): Promise<void> {
  const { service, figures } = of;
  const told = async <T>(figure: string, ask: () => Promise<T>): Promise<T | null> => {
    const answer = await answered(patience, ask);
    unread.set({ service, figure }, answer === null ? 1 : 0);
    return answer;
  };
  const { unpublished } = figures;
  const [lags, hearing, parts, queues, appends] = await Promise.all([
    told('lag', () => of.lags()),
    told('running', () => of.running()),
    told('parked', () => of.parked()),
    told('jobs', () => countsOf(of)),
    unpublished ? told('backlog', () => unpublished()) : null,
  ]);
  for (const { consumer, lag: events } of lags ?? []) lag.set({ service, consumer }, events);
  for (const one of hearing ?? []) running.set({ service, consumer: one.consumer }, one.running ? 1 : 0);
  // All of them are named by either.
  if (parts) for (const { consumer } of hearing ?? lags ?? []) parked.set({ service, consumer }, 0);
  for (const { consumer } of parts ?? []) parked.inc({ service, consumer });
  for (const { queue, waiting, failed } of queues ?? []) {
    jobs.set({ service, queue, state: 'waiting' }, waiting);
    jobs.set({ service, queue, state: 'failed' }, failed);
  }
  if (appends !== null) backlog.set({ service }, appends);
  for (const [reason, count] of Object.entries(figures.refused?.() ?? {})) refused.inc({ service, reason }, count);
}

const countsOf = ({ jobs: of }: Watched) =>
  Promise.all(of.queues.map(async (queue) => ({ queue, ...(await of.counts(queue)) })));
