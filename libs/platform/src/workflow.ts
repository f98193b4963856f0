import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { ICommand } from '@nestjs/cqrs';
import type { EventFeed, ReadModels, SeenChange, Subscription, ViewRef } from '@chuangwen/ports';
import type { Caller } from './caller';
import type { Clock } from './clock';
import type { EventCodec, Recorded } from './codec';
import { Consumption, type Work } from './consumer';
import { told } from './consumer-log';
import { sha256Hex, uuidFrom } from './ids';
import { lagOf, nextOf } from './lag';
import { Lanes } from './lanes';

/** A caller for one step of a workflow: the same event and step make the same command id, so a repeat changes nothing. */
export type Step = (tenant: string, step: string) => Caller;

/** Others' events in, own commands out: pure, the runner executes them in order. A refused command parks the event's stream. */
export type Workflow = Readonly<{
  name: string;
  topics: readonly string[];
  on: Readonly<Record<string, unknown>>;
}>;

type WorkflowOf<E extends DomainEvent> = Omit<Workflow, 'on'> &
  Readonly<{
    on: { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>, step: Step) => readonly ICommand[] };
  }>;

/** Holds the events to their types while a workflow is written. */
export const defineWorkflow = <E extends DomainEvent>(workflow: WorkflowOf<E>): Workflow => workflow;

/** Runs a workflow on live events only: a history that was imported, or adopted from another installation, has had its effects elsewhere. */
export class WorkflowRunner {
  /** A retry and a delivery must not cross: what the one parks, the other would take away. */
  private readonly turn = new Lanes();
  private subscription: Subscription | null = null;
  readonly ref: ViewRef;

  constructor(
    readonly workflow: Workflow,
    private readonly models: ReadModels,
    private readonly feed: EventFeed,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
    private readonly bus: { execute(command: ICommand): Promise<unknown> },
    private readonly group: string,
  ) {
    this.ref = { view: `workflow:${workflow.name}`, generation: 1 };
  }

  async start(): Promise<void> {
    const consumption = new Consumption(this.models, this.clock, () => this.work());
    this.subscription = await this.feed.subscribe({
      group: this.group,
      topics: this.workflow.topics,
      start: async (topic, partition) => nextOf(await this.models.positions(this.ref), topic, partition),
      handle: async (delivery) => {
        const taken = this.turn.run('', () => consumption.take(this.ref, delivery));
        await told(this.group, delivery, taken);
      },
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = null;
    await this.turn.run('', async () => undefined); // a retry in work
  }

  /** How many events it is behind, over all its topics. */
  lag(): Promise<number> {
    return lagOf(this.models, this.feed, this.ref, this.workflow.topics);
  }

  parked() {
    return this.models.parked(this.ref);
  }

  /**
   * Whether it has taken just those events that lie before its offsets: how many streams stand elsewhere. One that stood
   * too far would pass over events for good, and no view would show it.
   */
  async misplaced(): Promise<number> {
    return this.turn.run('', async () => {
      const positions = await this.models.positions(this.ref);
      const versions = new Map<string, SeenChange>();
      const furthest = (one: SeenChange): SeenChange => {
        const known = versions.get(`${one.topic}\0${one.tenant}\0${one.stream}`);
        return known && known.version > one.version ? known : one;
      };
      for await (const { topic, partition, next, events } of this.feed.replay(this.workflow.topics)) {
        const until = events.length - Math.max(0, next - nextOf(positions, topic, partition));
        for (const { tenant, stream, version } of events.slice(0, Math.max(0, until)))
          // The same may come twice: the furthest counts.
          versions.set(`${topic}\0${tenant}\0${stream}`, furthest({ topic, tenant, stream, version }));
      }
      for (const { topic, tenant, stream, version } of await this.parked())
        versions.set(`${topic}\0${tenant}\0${stream}`, { topic, tenant, stream, version: version - 1 });
      const expected = [...versions.values()];
      const seen = await this.models.seen(this.ref, expected);
      return expected.filter(({ version }, at) => seen[at] !== version).length;
    });
  }

  /**
   * Takes a parked stream's events again. A dry run sends no command: they are real. `told` hears of each that is sent, or
   * would be.
   */
  async retry(
    stream: { topic: string; tenant: string; stream: string },
    dryRun: boolean,
    told: (command: ICommand) => void = () => undefined,
  ): Promise<number> {
    const send = async (command: ICommand) => {
      told(command);
      if (!dryRun) await this.bus.execute(command);
    };
    const consumption = new Consumption(this.models, this.clock, () => this.work(send));
    return (await this.turn.run('', () => consumption.retry(this.ref, stream, dryRun))).events;
  }

  private work(send = (command: ICommand): Promise<unknown> => this.bus.execute(command)): Work {
    return { take: (event) => this.take(event, send), finish: () => ({ documents: [], counters: [] }) };
  }

  private async take(stored: StoredEvent, send: (command: ICommand) => Promise<unknown>): Promise<void> {
    if (!Object.hasOwn(this.workflow.on, stored.type)) return this.codec.mustKnow(stored);
    if (stored.origin === 'import' || stored.adopted) return;
    const handler = this.workflow.on[stored.type] as (event: Recorded, step: Step) => readonly ICommand[];
    const event = { ...(await this.codec.decode(stored)), meta: stored };
    const commands = handler(event, (tenant, step) => this.caller(stored, tenant, step));
    for (const command of commands) await send(command);
  }

  private caller(cause: StoredEvent, tenant: string, step: string): Caller {
    const commandId = uuidFrom(cause.id, this.workflow.name, tenant, step);
    return {
      tenant,
      actor: { kind: 'workflow', id: this.workflow.name },
      principal: null,
      commandId,
      bodyHash: sha256Hex(commandId),
      correlationId: cause.correlationId,
      causationId: cause.id,
    };
  }
}
