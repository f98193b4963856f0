/** What a side is asked to do in one fresh process on one fresh folder. */
export type Task =
  | 'seed'
  | 'commands'
  | 'append'
  | 'relay'
  | 'lag'
  | 'bulk'
  | 'replay'
  | 'load'
  | 'load-snapshot'
  | 'scale'
  | 'roll-up'
  | 'http-check'
  | 'http-report';

export type Sizes = Readonly<{
  /** Task streams, and events in each, that are there before anything is measured. */
  streams: number;
  events: number;
  /** Streams of Q5, and events in each. */
  longStreams: number;
  longEvents: number;
  /** Tenants of Q6, each of 20 units with 50 tasks. */
  tenants: number;
}>;

export type Job = Readonly<{
  side: string;
  task: Task;
  /** Holds nothing but this side's own files. */
  dir: string;
  sizes: Sizes;
  /** Commands, rows, events or loads to measure, after `warmup` of them that are not. */
  count: number;
  warmup: number;
  inFlight: number;
  /** So many begin each second, however many are in flight; without it the next begins when one has ended. */
  rate?: number;
}>;

export type Measured = Readonly<{
  perSecond: number;
  /** Of single operations; 0 where only the whole was timed. */
  p50Ms: number;
  p99Ms: number;
  /** User and system time of all threads, microseconds per operation. */
  cpuUs: number;
  /** Share of all cores that other processes used meanwhile, 0..1: what makes a figure doubtful. */
  others: number;
  /** What should be known beside the figures: settings asked of the engine itself, retries, and the like. */
  facts: Readonly<Record<string, string | number>>;
}>;

export type Side = Readonly<{
  seed(job: Job): Promise<void>;
  tasks: Readonly<Partial<Record<Exclude<Task, 'seed'>, (job: Job) => Promise<Measured>>>>;
}>;
