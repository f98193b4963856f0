import { EventStore, BlobStore, JobQueue, KeyVault, PrivateStore, type ServicePorts } from '@chuangwen/ports';
import { Inject, type DynamicModule, type Type } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Arrivals } from './arrivals';
import { Claims } from './claims';
import { Clock } from './clock';
import { EventCodec } from './codec';
import type { ServiceDefinition } from './service-definition';
import { ServiceRuntime } from './service-runtime';
import { Streams } from './streams';
import type { View } from './view';
import { ViewReader } from './views';
import { WatchedJobs } from './watch/jobs';

/** Injection token of the message catalogue, for the problem filter. */
export const MESSAGES = Symbol('messages');

const tokenOf = (view: Pick<View, 'name'>) => `view:${view.name}`;

/** Injects the ViewReader of a view. */
export const InjectView = (view: { name: string }) => Inject(tokenOf(view));

export function serviceModule(
  module: Type,
  ports: ServicePorts,
  clock: Clock,
  definition: ServiceDefinition,
): DynamicModule {
  const codec = new EventCodec(definition.contracts, ports.keys);
  const arrivals = new Arrivals();
  const streams = new Streams(ports.service, ports.events, codec, clock);
  const jobs = new WatchedJobs(ports.service, ports.jobs);
  const runtime = {
    provide: ServiceRuntime,
    inject: [CommandBus],
    useFactory: (bus: CommandBus) => new ServiceRuntime({ ...ports, jobs }, codec, clock, arrivals, definition, bus),
  };
  const readers = definition.views.map((view) => ({
    provide: tokenOf(view),
    inject: [ServiceRuntime],
    useFactory: (runtime: ServiceRuntime) => new ViewReader(view, ports.views, runtime.projector(view.name), arrivals),
  }));
  return {
    module,
    imports: [CqrsModule],
    controllers: [...definition.controllers],
    providers: [
      { provide: EventStore, useValue: ports.events },
      { provide: BlobStore, useValue: ports.blobs },
      { provide: JobQueue, useValue: jobs },
      { provide: KeyVault, useValue: ports.keys },
      { provide: PrivateStore, useValue: ports.secrets },
      { provide: Clock, useValue: clock },
      { provide: EventCodec, useValue: codec },
      { provide: Streams, useValue: streams },
      Claims,
      { provide: MESSAGES, useValue: definition.messages },
      runtime,
      ...readers,
      ...definition.providers,
    ],
  };
}
