import type { EventContract, StoredEvent } from '@chuangwen/contracts';
import {
  Arrivals,
  type Clock,
  EventCodec,
  Projector,
  Streams,
  SystemClock,
  ViewReader,
  WorkflowRunner,
  type View,
} from '@chuangwen/platform';
import type { EventFeed, ServicePorts } from '@chuangwen/ports';
import type { Storage } from '@chuangwen/runtime';
import { openGround, type Ground } from './ground';
import {
  add,
  copies,
  copy,
  copying,
  copyMade,
  entryAdded,
  ledgers,
  type Command,
  type CopyEntry,
  type LedgerEntry,
  type MakeCopy,
} from './ledger';

export type Options = Readonly<{
  /** Puts something between the real feed and its consumers. */
  through?: (feed: EventFeed) => EventFeed;
  contracts?: readonly EventContract[];
  ledgers?: View;
  clock?: Clock;
}>;

/** The two services on a real data folder: write paths, projectors, and the workflow between them. */
export class World {
  private readonly clock: Clock;
  private readonly codec;
  /** How long consumers may take, and how often they are asked (ms): on engines each question goes to three of them. */
  private readonly patience: number;
  private readonly look: number;
  readonly services: Readonly<Record<'ledger' | 'mirror', ServicePorts>>;
  readonly streams: Streams;
  readonly projectors: Readonly<Record<'ledgers' | 'copies', Projector>>;
  readonly workflow: WorkflowRunner;
  readonly ledgers: ViewReader<LedgerEntry>;
  readonly copies: ViewReader<CopyEntry>;

  /** Clock of the storage: the machine's. */
  static async open(ground: Ground, options: Options = {}): Promise<World> {
    return new World(await openGround(ground), options, typeof ground !== 'string');
  }

  private constructor(
    private readonly storage: Storage,
    options: Options,
    onEngines: boolean,
  ) {
    [this.patience, this.look] = onEngines ? [60_000, 100] : [20_000, 5];
    const { through = (feed) => feed, contracts = [entryAdded, copyMade], ledgers: ledgersView = ledgers } = options;
    this.clock = options.clock ?? new SystemClock();
    this.services = { ledger: storage.ports('ledger'), mirror: storage.ports('mirror') };
    const { ledger, mirror } = this.services;
    this.codec = new EventCodec(contracts, ledger.keys);
    this.streams = this.writer();
    const mirrors = new Streams('mirror', mirror.events, this.codec, this.clock);
    const arrivals = new Arrivals();
    const projector = (ports: ServicePorts, view: View) =>
      new Projector(
        view,
        ports.views,
        through(ports.feed),
        this.codec,
        arrivals,
        this.clock,
        `${ports.service}.${view.name}`,
      );
    this.projectors = { ledgers: projector(ledger, ledgersView), copies: projector(mirror, copies) };
    const bus = { execute: (command: unknown) => copy(mirrors, command as MakeCopy) };
    const heard = through(mirror.feed);
    this.workflow = new WorkflowRunner(
      copying,
      mirror.views,
      heard,
      this.codec,
      this.clock,
      bus,
      'mirror.workflow.copying',
    );
    this.ledgers = new ViewReader(ledgersView as View<LedgerEntry>, ledger.views, this.projectors.ledgers, arrivals);
    this.copies = new ViewReader(copies as View<CopyEntry>, mirror.views, this.projectors.copies, arrivals);
  }

  /** Another process, as far as its memory is concerned. */
  writer(clock: Clock = this.clock): Streams {
    return new Streams('ledger', this.services.ledger.events, this.codec, clock);
  }

  async start(): Promise<this> {
    for (const consumer of this.consumers()) await consumer.start();
    return this;
  }

  add(command: Command) {
    return add(this.streams, command);
  }

  /** Until every consumer stands at the end of its topics. */
  async settled(within = this.patience): Promise<void> {
    const until = Date.now() + within;
    while ((await this.behind()) > 0) {
      if (Date.now() > until) throw new Error(`still ${await this.behind()} events behind after ${within} ms`);
      await new Promise((done) => setTimeout(done, this.look));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers().map((consumer) => consumer.stop()));
    await this.storage.close();
  }

  /** A workflow's copies are events that a view is behind with again, so it is asked first. */
  private async behind(): Promise<number> {
    await this.services.ledger.feed.settled();
    const flow = await this.workflow.lag();
    await this.services.mirror.feed.settled();
    return flow + (await this.projectors.ledgers.lag()) + (await this.projectors.copies.lag());
  }

  private consumers() {
    return [this.projectors.ledgers, this.projectors.copies, this.workflow];
  }
}

export const eventsOf = async (ports: ServicePorts): Promise<StoredEvent[]> => {
  const all: StoredEvent[] = [];
  for await (const ref of ports.events.streams()) all.push(...(await ports.events.read(ref)).events);
  return all;
};
