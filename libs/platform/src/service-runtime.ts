import { INSTALLATION } from '@chuangwen/contracts';
import type { Figures, Parked, ServicePorts } from '@chuangwen/ports';
import { NotFound, StorageUnavailable } from '@chuangwen/kernel';
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { CommandBus, ICommand } from '@nestjs/cqrs';
import { viewsApart } from './apart/views-apart';
import type { Arrivals } from './arrivals';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import type { EventFollower } from './event-follower';
import type { LiveView } from './live-view';
import { Projector } from './projector';
import { ScheduleRunner } from './schedule-runner';
import type { ServiceDefinition } from './service-definition';
import { watchCommands } from './watch/commands';
import { watch } from './watch/gauges';
import type { WatchedJobs } from './watch/jobs';
import { WorkflowRunner } from './workflow';

export type ParkedStream = Parked & Readonly<{ consumer: string; topic: string }>;

/** Runs a service's projectors, workflows and schedules from its start to its stop; what operators ask of them. */
export class ServiceRuntime implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly projectors: readonly LiveView[];
  readonly workflows: readonly WorkflowRunner[];
  readonly schedules: readonly ScheduleRunner[];
  readonly service: string;
  readonly jobs: WatchedJobs;
  readonly figures: Figures;
  readonly whenMoved: NonNullable<ServiceDefinition['private']>;
  private asked = false;
  private unwatch: (() => void) | null = null;

  constructor(
    readonly ports: ServicePorts & Readonly<{ jobs: WatchedJobs }>,
    readonly codec: EventCodec,
    clock: Clock,
    arrivals: Arrivals,
    definition: ServiceDefinition,
    bus: CommandBus,
  ) {
    const { service, views, feed, jobs, figures = {} } = ports;
    [this.service, this.jobs, this.figures] = [service, jobs, figures];
    watchCommands(service, bus);
    this.whenMoved = definition.private ?? {};
    this.projectors = ports.viewsThread
      ? viewsApart(ports.viewsThread, definition.views, ports, arrivals)
      : definition.views.map(
          (view) => new Projector(view, views, feed, codec, arrivals, clock, `${service}.${view.name}`),
        );
    this.workflows = definition.workflows.map(
      // Not the group of a view of the same name: of one group only one consumer is served.
      (flow) => new WorkflowRunner(flow, views, feed, codec, clock, bus, `${service}.workflow.${flow.name}`),
    );
    this.schedules = (definition.schedules ?? []).map((one) => new ScheduleRunner(one, ports, codec, clock, bus));
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const view of this.projectors.flatMap(({ view: { formerly = [] } }) => formerly)) await this.dropped(view);
    // All at once: one that begins at once to catch up would keep those after it waiting.
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
    this.unwatch = watch(this);
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

  /** Whether it takes no new work any more, though it may still finish some. */
  get stopping(): boolean {
    return this.asked;
  }

  beforeApplicationShutdown(): void {
    this.asked = true;
  }

  async onApplicationShutdown(): Promise<void> {
    this.unwatch?.();
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** Throws NotFound. */
  projector(name: string): LiveView {
    const found = this.projectors.find(({ view }) => view.name === name);
    if (!found) throw new NotFound(`view ${name}`);
    return found;
  }

  /** What acts on events and is read by nobody. */
  get followers(): readonly EventFollower[] {
    return [...this.workflows, ...this.schedules];
  }

  private get consumers(): readonly (LiveView | EventFollower)[] {
    return [...this.projectors, ...this.followers];
  }

  /** Throws when the store of events does not answer. */
  async reachable(): Promise<void> {
    await this.ports.events.receipt(INSTALLATION, 'health', 'health');
  }

  /** Of each view, workflow and schedule whether it is heard for. */
  running(): Promise<{ consumer: string; running: boolean }[]> {
    return Promise.all(this.consumers.map(async (one) => ({ consumer: one.ref.view, running: await one.running() })));
  }

  /** How many events each view, workflow and schedule is behind; `consumer` as in `parked`. */
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
