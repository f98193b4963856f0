import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { ICommand } from '@nestjs/cqrs';
import type { Delivery, EventFeed, ReadModels } from '@chuangwen/ports';
import type { Clock } from './clock';
import type { EventCodec, Recorded } from './codec';
import { Consumption, type Work } from './consumer';
import { callerOf, EventFollower, happenedElsewhere, type SendCommand, type Step } from './event-follower';
import { uuidFrom } from './ids';
import { consumerSpan } from './watch/story-spans';
import { isTracing, within } from './watch/tracing';

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

/** Runs a workflow on live events only. */
export class WorkflowRunner extends EventFollower {
  constructor(
    readonly workflow: Workflow,
    models: ReadModels,
    feed: EventFeed,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
    private readonly bus: { execute: SendCommand },
    group: string,
  ) {
    super({ view: `workflow:${workflow.name}`, generation: 1 }, workflow.topics, models, feed, group);
  }

  protected override async take(delivery: Delivery): Promise<void> {
    await new Consumption(this.models, this.clock, () => this.work()).take(this.ref, delivery);
  }

  override async retry(
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

  private work(send: SendCommand = (command) => this.bus.execute(command)): Work {
    return { take: (event) => this.act(event, send), finish: () => ({ documents: [], counters: [] }) };
  }

  private async act(stored: StoredEvent, send: SendCommand): Promise<void> {
    if (!Object.hasOwn(this.workflow.on, stored.type)) return this.codec.mustKnow(stored);
    if (happenedElsewhere(stored)) return;
    const handler = this.workflow.on[stored.type] as (event: Recorded, step: Step) => readonly ICommand[];
    const event = { ...(await this.codec.decode(stored)), meta: stored };
    const { name } = this.workflow;
    const cause = { correlationId: stored.correlationId, causationId: stored.id };
    const step: Step = (tenant, step) => callerOf(tenant, name, uuidFrom(stored.id, name, tenant, step), cause);
    const act = async () => {
      for (const command of handler(event, step)) await send(command);
    };
    await (isTracing() ? within(consumerSpan(this.group, stored), act) : act());
  }
}
