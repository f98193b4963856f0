import type { Parked, ServicePorts } from '@chuangwen/ports';
import { NotFound, StorageUnavailable } from '@chuangwen/kernel';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { CommandBus, ICommand } from '@nestjs/cqrs';
import { viewsApart } from './apart/views-apart';
import type { Arrivals } from './arrivals';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import type { LiveView } from './live-view';
import { Projector } from './projector';
import type { ServiceDefinition } from './service-definition';
import { WorkflowRunner } from './workflow';

export type ParkedStream = Parked & Readonly<{ consumer: string; topic: string }>;

/** Runs a service's projectors and workflows from its start to its stop; what operators ask of them. */
export class ServiceRuntime implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly projectors: readonly LiveView[];
  readonly workflows: readonly WorkflowRunner[];

  constructor(
    readonly ports: ServicePorts,
    readonly codec: EventCodec,
    clock: Clock,
    arrivals: Arrivals,
    definition: ServiceDefinition,
    bus: CommandBus,
  ) {
    const { service, views, feed } = ports;
    this.projectors = ports.viewsThread
      ? viewsApart(ports.viewsThread, definition.views, ports, arrivals)
      : definition.views.map(
          (view) => new Projector(view, views, feed, codec, arrivals, clock, `${service}.${view.name}`),
        );
    this.workflows = definition.workflows.map(
      // Not the group of a view of the same name: of one group only one consumer is served.
      (flow) => new WorkflowRunner(flow, views, feed, codec, clock, bus, `${service}.workflow.${flow.name}`),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const view of this.projectors.flatMap(({ view: { formerly = [] } }) => formerly)) await this.dropped(view);
    // All at once: one that begins at once to catch up would keep those after it waiting.
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
  }

  /** On a disk that takes no writes it stays: it takes room, and nobody reads it. */
  private async dropped(view: string): Promise<void> {
    const { views } = this.ports;
    try {
      await views.drop({ view, generation: await views.live(view) });
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** Throws NotFound. */
  projector(name: string): LiveView {
    const found = this.projectors.find(({ view }) => view.name === name);
    if (!found) throw new NotFound(`view ${name}`);
    return found;
  }

  private get consumers(): readonly (LiveView | WorkflowRunner)[] {
    return [...this.projectors, ...this.workflows];
  }

  /** How many events each view and each workflow is behind; `consumer` as in `parked`. */
  lags(): Promise<{ consumer: string; lag: number }[]> {
    return Promise.all(this.consumers.map(async (one) => ({ consumer: one.ref.view, lag: await one.lag() })));
  }

  async parked(): Promise<ParkedStream[]> {
    const lists = await Promise.all(
      this.consumers.map(async (consumer) =>
        (await consumer.parked()).map((entry) => ({ ...entry, consumer: consumer.ref.view })),
      ),
    );
    return lists.flat();
  }

  /** How many events went, or would go; `told` hears of a workflow's commands. Throws NotFound, or what the stream still fails on. */
  async retry(
    consumerName: string,
    stream: { topic: string; tenant: string; stream: string },
    dryRun: boolean,
    told?: (command: ICommand) => void,
  ): Promise<number> {
    const consumer = this.consumers.find(({ ref }) => ref.view === consumerName);
    if (!consumer) throw new NotFound(`consumer ${consumerName}`);
    return consumer.retry(stream, dryRun, told);
  }
}
